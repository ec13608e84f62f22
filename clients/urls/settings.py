"""Addresses of the clients app in a project's settings."""

from clients.views import eligibility, practice, referring_bodies, settings
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
        "asetukset/hankkeet/<uuid:project_id>/edellytykset/",
        eligibility.conditions,
        action=Action.EDIT_PROJECT,
        name="settings_eligibility",
    ),
    route(
        "asetukset/hankkeet/<uuid:project_id>/edellytykset/uusi/",
        eligibility.condition_add,
        action=Action.EDIT_PROJECT,
        name="settings_condition_add",
    ),
    route(
        "asetukset/hankkeet/<uuid:project_id>/edellytykset/<uuid:eligibility_id>/",
        eligibility.condition,
        action=Action.EDIT_PROJECT,
        name="settings_condition",
    ),
    route(
        "asetukset/hankkeet/<uuid:project_id>/edellytykset/<uuid:eligibility_id>/siirra/",
        eligibility.condition_move,
        action=Action.EDIT_PROJECT,
        name="settings_condition_move",
    ),
    route("asetukset/lahettajat/", referring_bodies.bodies, action=Action.EDIT_LISTS, name="settings_bodies"),
    route(
        "asetukset/lahettajat/uusi/",
        referring_bodies.body_add,
        action=Action.EDIT_LISTS,
        name="settings_body_add",
    ),
    route(
        "asetukset/lahettajat/<uuid:body_id>/",
        referring_bodies.body,
        action=Action.EDIT_LISTS,
        name="settings_body",
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
