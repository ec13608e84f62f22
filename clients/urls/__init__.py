"""Addresses of the clients app, by subject."""

from clients.urls import agenda, background, cases, documents, imports, plans, referrals, settings
from clients.urls import (
    agenda,
    background,
    cases,
    documents,
    imports,
    periods,
    referrals,
    settings,
    workshop,
    closing,
    documents,
    imports,
    referrals,
    settings,
    statements,
    transfers,
)

urlpatterns = [
    *agenda.urlpatterns,
    *background.urlpatterns,
    *cases.urlpatterns,
    *closing.urlpatterns,
    *documents.urlpatterns,
    *imports.urlpatterns,
    *periods.urlpatterns,
    *referrals.urlpatterns,
    *settings.urlpatterns,
    *background.urlpatterns,
    *plans.urlpatterns,
    *workshop.urlpatterns,
    *referrals.urlpatterns,
    *settings.urlpatterns,
    *statements.urlpatterns,
    *transfers.urlpatterns,
]
