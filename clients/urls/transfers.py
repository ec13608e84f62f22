"""Addresses of the manager's view of the work: caseloads, handing over, going on; the new coach's reading list."""

from clients.views import caseloads, continuing, transfers
from tasmat.access.actions import Action
from tasmat.tenancy.routes import route

urlpatterns = [
    route("tyokuormat/", caseloads.caseload_page, action=Action.SEE_CASELOADS, name="caseloads"),
    route("jatkaminen/", continuing.continuing, action=Action.HAND_OVER_CASES, name="continuing"),
    route("siirrot/", transfers.transfers, action=Action.HAND_OVER_CASES, name="transfers"),
    route("siirrot/peru/", transfers.transfers_undo, action=Action.HAND_OVER_CASES, name="transfers_undo"),
    route("lukulista/", transfers.reading, action=Action.SEE_TODAY, name="reading"),
    route("lukulista/luettu/", transfers.reading_done, action=Action.SEE_TODAY, name="reading_done"),
]
