"""Addresses of the clients app, by subject."""

from clients.urls import (
    agenda,
    background,
    cases,
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
    *referrals.urlpatterns,
    *settings.urlpatterns,
    *statements.urlpatterns,
    *transfers.urlpatterns,
]
