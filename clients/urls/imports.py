"""Addresses of imports, in the manager's settings."""

from clients.views import imports
from tasmat.access.actions import Action
from tasmat.tenancy.routes import route

urlpatterns = [
    route("asetukset/tuonti/", imports.imports, action=Action.IMPORT_CASES, name="imports"),
    route(
        "asetukset/tuonti/<uuid:import_id>/",
        imports.import_detail,
        action=Action.IMPORT_CASES,
        name="import",
    ),
    route(
        "asetukset/tuonti/<uuid:import_id>/vahvista/",
        imports.import_confirm,
        action=Action.IMPORT_CASES,
        name="import_confirm",
    ),
    route(
        "asetukset/tuonti/<uuid:import_id>/peru/",
        imports.import_give_up,
        action=Action.IMPORT_CASES,
        name="import_give_up",
    ),
]
