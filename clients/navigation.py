"""What the clients app adds to the main menu and to the tabs of a case."""

from django.utils.translation import gettext_lazy as _

from clients.choices import UNDECIDED
from clients.models import Referral
from clients.registry import Tab, add_tab
from tasmat.access.actions import Action
from tasmat.tenancy.requests import TenantRequest
from tasmat.ui.navigation import Entry, Search, add, add_search


def undecided_referrals(request: TenantRequest) -> int:
    """How many referrals that the member sees wait for a decision; asked once for a page."""
    found: int | None = getattr(request, "_undecided_referrals", None)
    if found is None:
        visible = Referral.objects.visible_to(request.membership)
        found = visible.filter(state__in=UNDECIDED).count()
        request._undecided_referrals = found  # type: ignore[attr-defined]
    return found


add(
    Entry(
        order=20,
        label=_("Referrals"),
        route="referrals",
        action=Action.SEE_REFERRALS,
        prefix="referral",
        count=undecided_referrals,
    )
)
add(Entry(order=10, label=_("Today"), route="today", action=Action.SEE_TODAY, prefix="today"))
add(Entry(order=12, label=_("Calendar"), route="calendar", action=Action.EDIT_AGENDA, prefix="calendar"))
add(Entry(order=14, label=_("Tasks"), route="tasks", action=Action.EDIT_AGENDA, prefix="task"))
add(Entry(order=25, label=_("Workshop"), route="workshop", action=Action.LOG_WORKSHOP, prefix="workshop"))
add(Entry(order=30, label=_("Clients"), route="cases", action=Action.SEE_CASES, prefix="case"))
add(Entry(order=40, label=_("Caseloads"), route="caseloads", action=Action.SEE_CASELOADS, prefix="caseload"))

add_search(Search(route="search", action=Action.SEARCH))

add_tab(Tab(order=10, label=_("Timeline"), route="case", action=Action.SEE_CASES))
add_tab(Tab(order=15, label=_("Agreed"), route="case_agenda", action=Action.EDIT_AGENDA))
add_tab(Tab(order=20, label=_("Person"), route="case_person", action=Action.EDIT_CASE))
add_tab(Tab(order=60, label=_("Documents"), route="case_documents", action=Action.EDIT_CASE))
add_tab(Tab(order=30, label=_("Plan"), route="case_plan", action=Action.SEE_PLAN))
add_tab(Tab(order=40, label=_("Periods and agreements"), route="case_periods", action=Action.EDIT_PERIODS))
add_tab(Tab(order=80, label=_("ESF data"), route="case_esf", action=Action.EDIT_CASE))
add_tab(Tab(order=90, label=_("Statements"), route="case_statements", action=Action.WRITE_STATEMENT))
