"""Addresses of the clients app in a project's settings."""

from clients.views import settings
from tasmat.access.actions import Action
from tasmat.tenancy.routes import route

urlpatterns = [
    route(
        "asetukset/hankkeet/<uuid:project_id>/palvelut/",
        settings.excluded_services,
        action=Action.EDIT_PROJECT,
        name="settings_excluded_services",
    ),
]
