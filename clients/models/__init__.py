"""Tables of the clients app, by subject."""

from clients.models.case import Absence, Assignment, Case, LabourMarketEvent, Stay
from clients.models.client import Client, ConcurrentService, EarlierName, SearchToken
from clients.models.entry import Entry, EntryDraft
from clients.models.imports import CaseImport
from clients.models.referral import Referral, ReferralService

__all__ = (
    "Absence",
    "Assignment",
    "Case",
    "CaseImport",
    "Client",
    "ConcurrentService",
    "EarlierName",
    "Entry",
    "EntryDraft",
    "LabourMarketEvent",
    "Referral",
    "ReferralService",
    "SearchToken",
    "Stay",
)
