"""Addresses of Today, search, cases and what belongs to one case."""

from django.urls import URLPattern

from clients.views import cases, drafts, entries, entry_others, form_drafts, people, search, stays, today
from tasmat.access.actions import Action
from tasmat.tenancy.routes import View, route

CASE = "asiakkaat/<uuid:case_id>/"


def of_case(address: str, view: View, action: Action, name: str) -> URLPattern:
    """An address of one case."""
    return route(CASE + address, view, action=action, name=name)


urlpatterns = [
    route("tanaan/", today.today, action=Action.SEE_TODAY, name="today"),
    route("haku/", search.search_page, action=Action.SEARCH, name="search"),
    route("kirjaa-monelle/", entry_others.entry_shared, action=Action.LOG_ENTRY, name="entry_shared"),
    route(
        "kirjaa-monelle/luonnos/",
        entry_others.entry_shared_draft,
        action=Action.LOG_ENTRY,
        name="entry_shared_draft",
    ),
    route("luonnokset/", drafts.drafts, action=Action.LOG_ENTRY, name="drafts"),
    route("luonnokset/<uuid:draft_id>/", drafts.draft, action=Action.LOG_ENTRY, name="draft"),
    route(
        "luonnokset/<uuid:draft_id>/hylkaa/",
        drafts.draft_discard,
        action=Action.LOG_ENTRY,
        name="draft_discard",
    ),
    route("luonnos/", form_drafts.form_draft, action=Action.OPEN_ORGANISATION, name="form_draft"),
    route("asiakkaat/", cases.case_list, action=Action.SEE_CASES, name="cases"),
    of_case("", cases.case, Action.SEE_CASES, "case"),
    of_case("vastuu/", cases.case_assign, Action.ASSIGN_CASE, "case_assign"),
    of_case("vastuu/<uuid:assignment_id>/", cases.case_assignment, Action.ASSIGN_CASE, "case_assignment"),
    of_case("kirjaa/", entries.entry_save, Action.LOG_ENTRY, "entry_save"),
    of_case("luonnos/", entries.entry_draft, Action.LOG_ENTRY, "entry_draft"),
    of_case("kirjaukset/<uuid:entry_id>/", entries.case_entry, Action.LOG_ENTRY, "case_entry"),
    of_case("kirjaukset/<uuid:entry_id>/siirra/", entry_others.entry_move, Action.LOG_ENTRY, "entry_move"),
    of_case("tiedot/", people.case_person, Action.EDIT_CASE, "case_person"),
    of_case("palvelut/uusi/", people.case_service_new, Action.EDIT_CASE, "case_service_new"),
    of_case("palvelut/<uuid:service_id>/", people.case_service, Action.EDIT_CASE, "case_service"),
    of_case("poissaolot/uusi/", people.case_absence_new, Action.EDIT_CASE, "case_absence_new"),
    of_case("poissaolot/<uuid:absence_id>/", people.case_absence, Action.EDIT_CASE, "case_absence"),
    of_case("esr/", stays.case_esf, Action.EDIT_CASE, "case_esf"),
    of_case("paattotiedot/", stays.case_end, Action.CLOSE_CASE, "case_end"),
    of_case("palaa/", stays.case_reenter, Action.CLOSE_CASE, "case_reenter"),
]
