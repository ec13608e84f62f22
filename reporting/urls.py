"""Addresses of the reporting app."""

from reporting import views
from tasmat.access.actions import Action
from tasmat.tenancy.routes import route

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
]
