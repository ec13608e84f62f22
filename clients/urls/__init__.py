"""Addresses of the clients app, by subject."""

from clients.urls import agenda, background, cases, documents, imports, merging, referrals, settings

urlpatterns = [
    *agenda.urlpatterns,
    *referrals.urlpatterns,
    *cases.urlpatterns,
    *documents.urlpatterns,
    *imports.urlpatterns,
    *settings.urlpatterns,
    *background.urlpatterns,
    *merging.urlpatterns,
]
