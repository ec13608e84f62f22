"""All addresses. Those of organisations name their action in their app's urls.py."""

from django.urls import include, path

from tasmat.ui import views

urlpatterns = [
    path("", views.home, name="home"),
    path("saavutettavuus/", views.accessibility, name="accessibility"),
    path("kunto/", views.health, name="health"),
    path("kieli/", views.set_language, name="set_language"),
    path("tili/", include("tasmat.accounts.urls")),
    path("", include("tasmat.tenancy.urls")),
    path("", include("tasmat.jobs.urls")),
    path("", include("clients.urls")),
    path("", include("reporting.urls")),
]

handler400 = "tasmat.ui.views.bad_request"
handler403 = "tasmat.ui.views.forbidden"
handler404 = "tasmat.ui.views.not_found"
handler500 = "tasmat.ui.views.server_error"
