"""Addresses of an organisation that belong to no app: its front door, joining it, and its settings."""

from django.urls import URLPattern, path

from tasmat.access.actions import Action
from tasmat.tenancy.routes import View, route
from tasmat.tenancy.views import front, joining, members, projects

MEMBER = "<uuid:member_id>/"
PROJECT = "<uuid:project_id>/"


def _members(address: str, view: View, name: str) -> URLPattern:
    return route(f"asetukset/jasenet/{address}", view, action=Action.MANAGE_MEMBERS, name=name)


def _projects(address: str, view: View, name: str) -> URLPattern:
    return route(f"asetukset/hankkeet/{address}", view, action=Action.EDIT_PROJECT, name=name)


urlpatterns = [
    path("tili/liity/<str:token>/", joining.join, name="join"),
    route("", front.organisation, action=Action.OPEN_ORGANISATION, name="organisation"),
    route("asetukset/", front.settings, action=Action.SEE_SETTINGS, name="settings"),
    _members("", members.member_list, "settings_members"),
    _members("uusi/", members.member_add, "settings_member_add"),
    _members("toinen-tunniste/", members.second_factor, "settings_second_factor"),
    _members(MEMBER, members.member_edit, "settings_member"),
    _members(f"{MEMBER}linkki/", members.member_link, "settings_member_link"),
    _members(f"{MEMBER}unohda-tunniste/", members.member_forget_factor, "settings_member_forget_factor"),
    _members(f"{MEMBER}sulje/", members.member_close, "settings_member_close"),
    _members(f"{MEMBER}avaa/", members.member_reopen, "settings_member_reopen"),
    _projects("", projects.project_list, "settings_projects"),
    _projects("uusi/", projects.project_add, "settings_project_add"),
    _projects(PROJECT, projects.project_edit, "settings_project"),
    _projects(f"{PROJECT}kunnat/", projects.areas, "settings_areas"),
    _projects(f"{PROJECT}kunnat/uusi/", projects.area_add, "settings_area_add"),
    _projects(f"{PROJECT}kunnat/<uuid:area_id>/poista/", projects.area_remove, "settings_area_remove"),
]
