"""What the clients app adds to the settings: pages, the referral form's address, and who cannot be closed out yet."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clients.choices import AssignmentRole
from clients.models import Assignment, Stay
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.tenancy.hooks import keeps_member
from tasmat.tenancy.models import Membership
from tasmat.ui.settings_menu import (
    ProjectPage,
    SettingsPage,
    add_project_page,
    add_public_form,
    add_settings_page,
)

add_public_form(_("for those who refer people"), "refer")
add_public_form(_("for those who apply for themselves"), "refer_oneself")

add_settings_page(
    SettingsPage(
        order=30,
        label=_("Import of clients"),
        note=_("clients of an earlier system from a table, with a preview"),
        route="imports",
        action=Action.IMPORT_CASES,
    )
)
add_settings_page(
    SettingsPage(
        order=40,
        label=_("Units of qualifications"),
        note=_("against which competence shown at work is assessed"),
        route="settings_units",
        action=Action.EDIT_LISTS,
    )
)
add_settings_page(
    SettingsPage(
        order=25,
        label=_("Referring bodies"),
        note=_("who refers people, since when and until when, who went on with their work"),
        route="settings_bodies",
        action=Action.EDIT_LISTS,
    )
)
add_settings_page(
    SettingsPage(
        order=36,
        label=_("The same person twice"),
        note=_("people who seem to be here twice, and merging them"),
        route="duplicates",
        action=Action.MERGE_CLIENTS,
    )
)
add_project_page(
    ProjectPage(
        order=25,
        label=_("Phases and contact rules"),
        route="settings_phases",
        action=Action.EDIT_PROJECT,
    )
)
add_project_page(
    ProjectPage(
        order=35,
        label=_("Conditions"),
        route="settings_eligibility",
        action=Action.EDIT_PROJECT,
    )
)
add_project_page(
    ProjectPage(
        order=30,
        label=_("Excluding services"),
        route="settings_excluded_services",
        action=Action.EDIT_PROJECT,
    )
)

add_project_page(
    ProjectPage(order=40, label=_("Practice"), route="settings_practice", action=Action.EDIT_PROJECT)
)
add_project_page(
    ProjectPage(order=45, label=_("Induction list"), route="settings_induction", action=Action.EDIT_PROJECT)
)
add_project_page(
    ProjectPage(order=90, label=_("Purchases"), route="settings_purchases", action=Action.EDIT_PROJECT)
)


@keeps_member
def open_responsibilities(member: Membership) -> Iterator[str]:
    """A responsible coach is followed by another one before leaving."""
    today = clock.today()
    responsible = Assignment.objects.open_on(today).filter(
        member=member,
        role=AssignmentRole.RESPONSIBLE,
        case__in=Stay.objects.looked_after(today).values("case"),
    )
    if number := responsible.count():
        words = ngettext(
            "%(number)s client would be without a responsible coach.",
            "%(number)s clients would be without a responsible coach.",
            number,
        ) % {"number": number}
        page = reverse("transfers", args=[member.organisation.slug])
        yield format_html(
            '{} <a class="govuk-link" href="{}?coach={}">{}</a>',
            words,
            page,
            member.id,
            _("A manager hands them over here."),
        )
