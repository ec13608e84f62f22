"""The one table of who may do what: action → roles. Every address names its action here."""

from dataclasses import dataclass
from enum import Enum

from tasmat.access.roles import Role

COACH, MANAGER, ADMINISTRATOR, MUNICIPALITY = Role.COACH, Role.MANAGER, Role.ADMINISTRATOR, Role.MUNICIPALITY
PARTNER = Role.PARTNER


@dataclass(frozen=True)
class Rule:
    """Roles that may do an action, and whether its page shows data of clients (then it leaves an access event)."""

    roles: frozenset[str]
    shows_clients: bool = False


def _allow(*roles: str, shows_clients: bool = False) -> Rule:
    return Rule(frozenset(roles), shows_clients)


EVERY_ROLE = (COACH, MANAGER, ADMINISTRATOR, MUNICIPALITY, PARTNER)


class Action(Enum):
    """What can be done. The value is the rule; the name is what routes and templates use."""

    # Anybody without an account, by the project's public address.
    REFER = "refer"
    # Anybody who holds a private link.
    FOLLOW_REFERRAL = "follow_referral"
    ACCEPT_PLAN = "accept_plan"
    READ_CALENDAR = "read_calendar"
    # Everybody of the organisation.
    OPEN_ORGANISATION = "open_organisation"
    # The coach's day.
    SEE_TODAY = "see_today"
    SEARCH = "search"
    # Referrals.
    SEE_REFERRALS = "see_referrals"
    KEY_REFERRAL = "key_referral"
    DECIDE_REFERRAL = "decide_referral"
    # Cases: facts for both roles, texts for the coach's.
    SEE_CASES = "see_cases"
    READ_TEXTS = "read_texts"
    LOG_ENTRY = "log_entry"
    EDIT_CASE = "edit_case"
    CLOSE_CASE = "close_case"
    ASSIGN_CASE = "assign_case"
    MERGE_CLIENTS = "merge_clients"
    EDIT_BACKGROUND = "edit_background"
    SEE_PLAN = "see_plan"
    EDIT_PLAN = "edit_plan"
    EDIT_PERIODS = "edit_periods"
    LOG_WORKSHOP = "log_workshop"
    EDIT_DOCUMENTS = "edit_documents"
    WRITE_STATEMENT = "write_statement"
    # The member's own agenda, and the manager's view of everybody's work.
    EDIT_AGENDA = "edit_agenda"
    EDIT_OWN_CHOICES = "edit_own_choices"
    SEE_CASELOADS = "see_caseloads"
    HAND_OVER_CASES = "hand_over_cases"
    # Reports.
    SEE_REPORTS = "see_reports"
    SEE_PEOPLE_BEHIND_FIGURES = "see_people_behind_figures"
    MAKE_REPORT = "make_report"
    SEE_JOB = "see_job"
    SEE_MUNICIPALITY_FIGURES = "see_municipality_figures"
    # Settings.
    SEE_SETTINGS = "see_settings"
    EDIT_PROJECT = "edit_project"
    EDIT_LISTS = "edit_lists"
    IMPORT_CASES = "import_cases"
    MANAGE_MEMBERS = "manage_members"


RULES: dict[Action, Rule] = {
    Action.REFER: _allow(),
    Action.FOLLOW_REFERRAL: _allow(shows_clients=True),
    Action.ACCEPT_PLAN: _allow(shows_clients=True),
    Action.READ_CALENDAR: _allow(),
    Action.OPEN_ORGANISATION: _allow(*EVERY_ROLE),
    Action.SEE_TODAY: _allow(COACH, MANAGER, shows_clients=True),
    Action.SEARCH: _allow(COACH, MANAGER, shows_clients=True),
    Action.SEE_REFERRALS: _allow(COACH, MANAGER, shows_clients=True),
    Action.KEY_REFERRAL: _allow(COACH, MANAGER, shows_clients=True),
    Action.DECIDE_REFERRAL: _allow(MANAGER, shows_clients=True),
    Action.SEE_CASES: _allow(COACH, MANAGER, PARTNER, shows_clients=True),
    Action.READ_TEXTS: _allow(COACH),
    Action.LOG_ENTRY: _allow(COACH, shows_clients=True),
    Action.EDIT_CASE: _allow(COACH, MANAGER, shows_clients=True),
    Action.CLOSE_CASE: _allow(COACH, MANAGER, shows_clients=True),
    Action.ASSIGN_CASE: _allow(MANAGER, shows_clients=True),
    Action.MERGE_CLIENTS: _allow(MANAGER, shows_clients=True),
    Action.EDIT_BACKGROUND: _allow(COACH, shows_clients=True),
    Action.SEE_PLAN: _allow(COACH, PARTNER, shows_clients=True),
    Action.EDIT_PLAN: _allow(COACH, shows_clients=True),
    Action.EDIT_PERIODS: _allow(COACH, MANAGER, shows_clients=True),
    Action.LOG_WORKSHOP: _allow(COACH, shows_clients=True),
    Action.EDIT_DOCUMENTS: _allow(COACH, shows_clients=True),
    Action.WRITE_STATEMENT: _allow(COACH, shows_clients=True),
    Action.EDIT_AGENDA: _allow(COACH, MANAGER, shows_clients=True),
    Action.EDIT_OWN_CHOICES: _allow(COACH, MANAGER),
    Action.SEE_CASELOADS: _allow(MANAGER, shows_clients=True),
    Action.HAND_OVER_CASES: _allow(MANAGER, shows_clients=True),
    Action.SEE_REPORTS: _allow(MANAGER),
    Action.SEE_PEOPLE_BEHIND_FIGURES: _allow(MANAGER, shows_clients=True),
    Action.MAKE_REPORT: _allow(MANAGER),
    Action.SEE_JOB: _allow(COACH, MANAGER),  # each their own jobs
    Action.SEE_MUNICIPALITY_FIGURES: _allow(MUNICIPALITY),
    Action.SEE_SETTINGS: _allow(MANAGER, ADMINISTRATOR),
    Action.EDIT_PROJECT: _allow(MANAGER, ADMINISTRATOR),
    Action.EDIT_LISTS: _allow(MANAGER, ADMINISTRATOR),
    Action.IMPORT_CASES: _allow(MANAGER, shows_clients=True),
    Action.MANAGE_MEMBERS: _allow(ADMINISTRATOR),
}


def may(roles: list[str], action: Action) -> bool:
    """Whether a member holding these roles may do the action."""
    return not RULES[action].roles.isdisjoint(roles)
