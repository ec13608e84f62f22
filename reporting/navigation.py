"""What the reporting app adds to the main menu and to the settings of a project."""

from django.utils.translation import gettext_lazy as _

from tasmat.access.actions import Action
from tasmat.ui.navigation import Entry, add
from tasmat.ui.settings_menu import ProjectPage, add_project_page

add(Entry(order=80, label=_("Reports"), route="reports", action=Action.SEE_REPORTS, prefix="report"))
add(
    Entry(
        order=85,
        label=_("Municipality"),
        route="municipality",
        action=Action.SEE_MUNICIPALITY_FIGURES,
        prefix="municipality",
    )
)

for order, label, route in (
    (40, _("Indicator targets"), "settings_targets"),
    (50, _("Estimates"), "settings_estimates"),
    (60, _("Supported bodies"), "settings_entities"),
    (70, _("Outcome targets"), "settings_outcomes"),
):
    add_project_page(ProjectPage(order=order, label=label, route=route, action=Action.EDIT_PROJECT))
