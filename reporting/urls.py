"""Addresses of the reporting app."""

from django.urls import URLPattern

from reporting import settings_views, views
from tasmat.access.actions import Action
from tasmat.tenancy.routes import View, route


def _settings(address: str, view: View, name: str) -> URLPattern:
    return route(
        f"asetukset/hankkeet/<uuid:project_id>/{address}", view, action=Action.EDIT_PROJECT, name=name
    )


urlpatterns = [
    route("raportit/", views.reports, action=Action.SEE_REPORTS, name="reports"),
    route("raportit/uusi/", views.make, action=Action.MAKE_REPORT, name="report_make"),
    route("raportit/talous/", views.budget, action=Action.SEE_REPORTS, name="report_budget"),
    route(
        "raportit/henkilot/<str:code>/",
        views.people,
        action=Action.SEE_PEOPLE_BEHIND_FIGURES,
        name="report_people",
    ),
    route("raportit/<uuid:report_id>/", views.report, action=Action.SEE_REPORTS, name="report"),
    route("raportit/tiedosto/<uuid:file_id>/", views.download, action=Action.SEE_REPORTS, name="report_file"),
    route("kunta/", views.municipality, action=Action.SEE_MUNICIPALITY_FIGURES, name="municipality"),
    _settings("tavoitteet/", settings_views.targets, "settings_targets"),
    _settings("arviot/", settings_views.estimates, "settings_estimates"),
    _settings("tuetut/", settings_views.entities, "settings_entities"),
    _settings("tuetut/<uuid:entity_id>/poista/", settings_views.entity_remove, "settings_entity_remove"),
    _settings("tulokset/", settings_views.outcomes, "settings_outcomes"),
    _settings("tulokset/uusi/", settings_views.outcome_add, "settings_outcome_add"),
    _settings("tulokset/<uuid:outcome_id>/", settings_views.outcome, "settings_outcome"),
    _settings("tulokset/<uuid:outcome_id>/poista/", settings_views.outcome_remove, "settings_outcome_remove"),
]
