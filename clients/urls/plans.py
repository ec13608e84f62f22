"""Addresses of plans, goals, agreed versions, case meetings, partners and the way on; one is the client's own."""

from django.urls import URLPattern

from clients.services.plan_versions import LINK
from clients.urls.cases import of_case
from clients.views import goals, network, plan_acceptance, plan_versions, plans
from tasmat.access.actions import Action
from tasmat.tenancy.routes import View, link_route

PLAN = "suunnitelma/<uuid:plan_id>/"
GOAL = "tavoitteet/<uuid:goal_id>/"
VERSION = "suunnitelmaversiot/<uuid:version_id>/"


def _read(address: str, view: View, name: str) -> URLPattern:
    return of_case(address, view, Action.SEE_PLAN, name)


def _write(address: str, view: View, name: str) -> URLPattern:
    return of_case(address, view, Action.EDIT_PLAN, name)


urlpatterns = [
    link_route(
        "oma/suunnitelma/<str:token>/",
        plan_acceptance.plan_accept,
        action=Action.ACCEPT_PLAN,
        purpose=LINK,
        name="plan_accept",
    ),
    _read("suunnitelma/", plans.case_plan, "case_plan"),
    _write("suunnitelma/uusi/", plans.case_plan_new, "case_plan_new"),
    _write(PLAN + "muokkaa/", plans.case_plan_edit, "case_plan_edit"),
    _write(PLAN + "tarkista/", plans.case_plan_review, "case_plan_review"),
    _write(PLAN + "sovi/", plan_versions.case_plan_agree, "case_plan_agree"),
    _read(PLAN + "vertaa/", plan_versions.case_plan_compare, "case_plan_compare"),
    _write(PLAN + "tavoite/", goals.case_goal_new, "case_goal_new"),
    _read(GOAL, goals.case_goal, "case_goal"),
    _write(GOAL + "muokkaa/", goals.case_goal_edit, "case_goal_edit"),
    _write(GOAL + "siirra/", goals.case_goal_move, "case_goal_move"),
    _write(GOAL + "vaihe/", goals.case_step_new, "case_step_new"),
    _write(GOAL + "arvio/", goals.case_rating_new, "case_rating_new"),
    _write("vaiheet/<uuid:step_id>/", goals.case_step, "case_step"),
    _write("vaiheet/<uuid:step_id>/tehty/", goals.case_step_done, "case_step_done"),
    _write("arviot/<uuid:rating_id>/", goals.case_rating, "case_rating"),
    _read(VERSION, plan_versions.case_plan_version, "case_plan_version"),
    _write(VERSION + "hyvaksynta/", plan_versions.case_plan_accept, "case_plan_accept"),
    _write(VERSION + "linkki/", plan_versions.case_plan_link, "case_plan_link"),
    _write(VERSION + "linkki/sulje/", plan_versions.case_plan_link_close, "case_plan_link_close"),
    _write("verkostokokoukset/", network.case_meetings, "case_meetings"),
    _write("verkostokokoukset/uusi/", network.case_meeting_new, "case_meeting_new"),
    _write("verkostokokoukset/<uuid:meeting_id>/", network.case_meeting, "case_meeting"),
    _write("kumppanit/", network.case_partners, "case_partners"),
    _write("jatkopolku/", network.case_handovers, "case_handovers"),
    _write("jatkopolku/uusi/", network.case_handover_new, "case_handover_new"),
    _write("jatkopolku/<uuid:handover_id>/", network.case_handover, "case_handover"),
]
