"""Addresses of the clients app in a project's settings."""

from clients.views import practice, settings
from tasmat.access.actions import Action
from tasmat.tenancy.routes import route

PROJECT = "asetukset/hankkeet/<uuid:project_id>/"

urlpatterns = [
    route(
        "asetukset/hankkeet/<uuid:project_id>/palvelut/",
        settings.excluded_services,
        action=Action.EDIT_PROJECT,
        name="settings_excluded_services",
    ),
    route(
        PROJECT + "kaytannot/",
        practice.settings_practice,
        action=Action.EDIT_PROJECT,
        name="settings_practice",
    ),
    route(
        PROJECT + "perehdytys/",
        practice.settings_induction,
        action=Action.EDIT_PROJECT,
        name="settings_induction",
    ),
    route(
        PROJECT + "perehdytys/<uuid:induction_id>/",
        practice.settings_induction_item,
        action=Action.EDIT_PROJECT,
        name="settings_induction_item",
    ),
    route(
        PROJECT + "hankinnat/",
        practice.settings_purchases,
        action=Action.EDIT_PROJECT,
        name="settings_purchases",
    ),
]
