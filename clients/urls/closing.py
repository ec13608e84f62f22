"""Addresses of ending a case, undoing that, and attempts to get the end data."""

from django.urls import URLPattern

from clients.urls.cases import of_case
from clients.views import closing
from tasmat.access.actions import Action
from tasmat.tenancy.routes import View


def _of_case(address: str, view: View, name: str) -> URLPattern:
    return of_case(address, view, Action.CLOSE_CASE, name)


urlpatterns = [
    _of_case("paata/", closing.case_close, "case_close"),
    _of_case("peru-paattaminen/", closing.case_undo_close, "case_undo_close"),
    _of_case("yritykset/uusi/", closing.case_attempt_new, "case_attempt_new"),
    _of_case("yritykset/<uuid:attempt_id>/", closing.case_attempt, "case_attempt"),
]
