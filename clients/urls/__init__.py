"""Addresses of the clients app, by subject."""

from clients.urls import (
    agenda,
    background,
    cases,
    closing,
    documents,
    imports,
    periods,
    plans,
    referrals,
    settings,
    statements,
    transfers,
    workshop,
)
from clients.urls import agenda, background, cases, documents, imports, merging, referrals, settings

urlpatterns = [
    *agenda.urlpatterns,
    *background.urlpatterns,
    *cases.urlpatterns,
    *closing.urlpatterns,
    *documents.urlpatterns,
    *imports.urlpatterns,
    *periods.urlpatterns,
    *plans.urlpatterns,
    *referrals.urlpatterns,
    *settings.urlpatterns,
    *statements.urlpatterns,
    *transfers.urlpatterns,
    *workshop.urlpatterns,
    *background.urlpatterns,
    *merging.urlpatterns,
]
