"""Addresses of the workshop: the day list and the days of the expense allowance."""

from clients.views import workshop
from tasmat.access.actions import Action
from tasmat.tenancy.routes import route

urlpatterns = [
    route("tyopaja/", workshop.workshop, action=Action.LOG_WORKSHOP, name="workshop"),
]
