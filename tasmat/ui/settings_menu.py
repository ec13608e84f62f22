"""The settings of an organisation and of a project: each app adds its pages when it starts, as to the main menu."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from tasmat.access.actions import Action
from tasmat.tenancy.models import Project
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.navigation import Item


@dataclass(frozen=True)
class SettingsPage:
    """A page that the first page of the settings links to; `note` says what is set there."""

    order: int
    label: str | Promise
    note: str | Promise
    route: str
    action: Action


@dataclass(frozen=True)
class ProjectPage:
    """A tab of a project's settings; its route takes the organisation's slug and the project's id."""

    order: int
    label: str | Promise
    route: str
    action: Action


@dataclass(frozen=True)
class Choice:
    """One page of the settings as the first page shows it."""

    label: str | Promise
    note: str | Promise
    url: str


_pages: list[SettingsPage] = []
_project_pages: list[ProjectPage] = []
_public_forms: list[tuple[Promise, str]] = []


def add_settings_page(page: SettingsPage) -> None:
    _pages.append(page)
    _pages.sort(key=lambda added: added.order)


def add_project_page(page: ProjectPage) -> None:
    _project_pages.append(page)
    _project_pages.sort(key=lambda added: added.order)


def add_public_form(label: Promise, route: str) -> None:
    """A form by which people come to a project, with words for whom it is; the route takes the project's code."""
    _public_forms.append((label, route))


def choices_for(request: TenantRequest) -> list[Choice]:
    """The pages of the settings that the request's member may open."""
    return [
        Choice(page.label, page.note, reverse(page.route, args=[request.organisation.slug]))
        for page in _pages
        if request.membership.can(page.action)
    ]


def project_tabs(request: TenantRequest, project: Project) -> list[Item]:
    """The pages of a project's settings that the request's member may open."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        Item(
            label=str(page.label),
            url=reverse(page.route, args=[request.organisation.slug, project.id]),
            current=page.route == here,
            count=0,
        )
        for page in _project_pages
        if request.membership.can(page.action)
    ]


def public_forms(request: TenantRequest, project: Project) -> list[tuple[Promise, str]]:
    """For whom each of the project's forms is, and its whole address, to be copied."""
    return [
        (label, request.build_absolute_uri(reverse(route, args=[project.code_id])))
        for label, route in _public_forms
    ]
