"""The table of who may do what, as a table."""

import pytest

from tasmat.access.actions import RULES, Action, may
from tasmat.access.roles import Role

# Written out a second time on purpose: a change of rights must be made knowingly, here and there.
WHO = {
    Action.REFER: "",
    Action.FOLLOW_REFERRAL: "",
    Action.ACCEPT_PLAN: "",
    Action.READ_CALENDAR: "",
    Action.OPEN_ORGANISATION: "coach manager administrator municipality partner",
    Action.SEE_TODAY: "coach manager",
    Action.SEARCH: "coach manager",
    Action.SEE_REFERRALS: "coach manager",
    Action.KEY_REFERRAL: "coach manager",
    Action.DECIDE_REFERRAL: "manager",
    Action.SEE_CASES: "coach manager partner",
    Action.READ_TEXTS: "coach",
    Action.LOG_ENTRY: "coach",
    Action.EDIT_CASE: "coach manager",
    Action.CLOSE_CASE: "coach manager",
    Action.ASSIGN_CASE: "manager",
    Action.MERGE_CLIENTS: "manager",
    Action.EDIT_BACKGROUND: "coach",
    Action.SEE_PLAN: "coach partner",
    Action.EDIT_PLAN: "coach",
    Action.EDIT_PERIODS: "coach manager",
    Action.LOG_WORKSHOP: "coach",
    Action.EDIT_DOCUMENTS: "coach",
    Action.WRITE_STATEMENT: "coach",
    Action.EDIT_AGENDA: "coach manager",
    Action.EDIT_OWN_CHOICES: "coach manager",
    Action.SEE_CASELOADS: "manager",
    Action.HAND_OVER_CASES: "manager",
    Action.SEE_REPORTS: "manager",
    Action.SEE_PEOPLE_BEHIND_FIGURES: "manager",
    Action.MAKE_REPORT: "manager",
    Action.SEE_JOB: "coach manager",
    Action.SEE_MUNICIPALITY_FIGURES: "municipality",
    Action.SEE_SETTINGS: "manager administrator",
    Action.EDIT_PROJECT: "manager administrator",
    Action.EDIT_LISTS: "manager administrator",
    Action.IMPORT_CASES: "manager",
    Action.MANAGE_MEMBERS: "administrator",
}


@pytest.mark.parametrize("action", Action, ids=lambda action: action.name)
def test_the_table(action: Action) -> None:
    assert RULES[action].roles == set(WHO[action].split())


def test_one_of_several_roles_is_enough() -> None:
    assert may([Role.ADMINISTRATOR, Role.COACH], Action.LOG_ENTRY)
    assert not may([Role.ADMINISTRATOR, Role.MUNICIPALITY], Action.LOG_ENTRY)
