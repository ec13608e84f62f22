"""Addresses of the clients app, by subject."""

from clients.urls import background, cases, imports, referrals, settings

urlpatterns = [
    *referrals.urlpatterns,
    *cases.urlpatterns,
    *imports.urlpatterns,
    *settings.urlpatterns,
    *background.urlpatterns,
]
