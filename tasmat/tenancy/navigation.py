"""The settings in the main menu, and the platform's own pages in the settings."""

from django.utils.translation import gettext_lazy as _

from tasmat.access.actions import Action
from tasmat.ui.navigation import Entry, add
from tasmat.ui.settings_menu import ProjectPage, SettingsPage, add_project_page, add_settings_page

add(Entry(order=90, label=_("Settings"), route="settings", action=Action.SEE_SETTINGS, prefix="settings"))

add_settings_page(
    SettingsPage(
        order=10,
        label=_("Members"),
        note=_("who works here, with which roles and in which municipalities"),
        route="settings_members",
        action=Action.MANAGE_MEMBERS,
    )
)
add_settings_page(
    SettingsPage(
        order=20,
        label=_("Projects"),
        note=_("facts, rules, municipalities with quotas, targets"),
        route="settings_projects",
        action=Action.EDIT_PROJECT,
    )
)

add_project_page(
    ProjectPage(order=10, label=_("Facts and rules"), route="settings_project", action=Action.EDIT_PROJECT)
)
add_project_page(
    ProjectPage(order=20, label=_("Municipalities"), route="settings_areas", action=Action.EDIT_PROJECT)
)
