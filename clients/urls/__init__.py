"""Addresses of the clients app, by subject."""

from clients.urls import (
    agenda,
    background,
    cases,
    closing,
    documents,
    imports,
    merging,
    periods,
    plans,
    referrals,
    settings,
    statements,
    transfers,
    workshop,
)

urlpatterns = [
    *agenda.urlpatterns,
    *background.urlpatterns,
    *cases.urlpatterns,
    *closing.urlpatterns,
    *documents.urlpatterns,
    *imports.urlpatterns,
    *merging.urlpatterns,
    *periods.urlpatterns,
    *plans.urlpatterns,
    *referrals.urlpatterns,
    *settings.urlpatterns,
    *statements.urlpatterns,
    *transfers.urlpatterns,
    *workshop.urlpatterns,
]
