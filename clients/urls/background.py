"""Addresses of a person's background, network and safety note."""

from django.urls import URLPattern

from clients.urls.cases import of_case
from clients.views import background
from tasmat.access.actions import Action
from tasmat.tenancy.routes import View


def _of_person(address: str, view: View, name: str) -> URLPattern:
    return of_case(address, view, Action.EDIT_BACKGROUND, name)


urlpatterns = [
    _of_person("tausta/uusi/<slug:background_kind>/", background.case_background_new, "case_background_new"),
    _of_person("tausta/<uuid:background_id>/", background.case_background, "case_background"),
    _of_person("verkosto/uusi/", background.case_network_new, "case_network_new"),
    _of_person("verkosto/<uuid:network_id>/", background.case_network, "case_network"),
    _of_person("turvallisuus/", background.case_safety, "case_safety"),
]
