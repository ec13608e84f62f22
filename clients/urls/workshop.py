"""Addresses of the workshop: the day list and the days of the expense allowance."""

from clients.views import allowance, workshop
from tasmat.access.actions import Action
from tasmat.tenancy.routes import route

urlpatterns = [
    route("tyopaja/", workshop.workshop, action=Action.LOG_WORKSHOP, name="workshop"),
    route(
        "tyopaja/kulukorvaus/",
        allowance.workshop_allowance,
        action=Action.EDIT_PERIODS,
        name="workshop_allowance",
    ),
    route(
        "tyopaja/kulukorvaus/tiedosto/",
        allowance.workshop_allowance_file,
        action=Action.EDIT_PERIODS,
        name="workshop_allowance_file",
    ),
]
