"""Who saw whose data: every page that shows clients leaves an event, and none can be undone."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory
from pytest_django import Settings

from clients.models import ConcurrentService
from tasmat.access.actions import RULES, Action, may
from tasmat.audit.models import AccessEvent
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.routes import route as publish
from tests.cast import DAY, Cast
from tests.routes import ROUTES, Route
from tests.world import populate_cast

pytestmark = pytest.mark.django_db

SHOWING = [route for route in ROUTES if RULES[route.action].shows_clients and "case_id" in route.arguments]


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY


@pytest.mark.parametrize("route", SHOWING, ids=lambda route: route.name)
def test_a_page_of_a_case_names_its_client(route: Route, cast: Cast) -> None:
    own, _, _ = populate_cast(cast)
    member = cast.aino if may(cast.aino.roles, route.action) else cast.mirja
    browser = Browser()
    browser.force_login(member.user)

    response = browser.get(route.url("alpha", own))

    if response.status_code == 200:
        with tenant_context(cast.alpha.id):
            events = AccessEvent.objects.filter(user=member.user, action=route.action.name)
            assert own.case.client_id in {client for event in events for client in event.clients}


def test_a_page_that_forgets_to_record_is_refused(cast: Cast) -> None:
    def forgetful(_request: object) -> HttpResponse:
        return HttpResponse("Aaltonen, Eero")

    pattern = publish("x/", forgetful, action=Action.SEE_CASES, name="x")
    request = RequestFactory().get("/o/alpha/x/")
    request.user = cast.aino.user

    with pytest.raises(RuntimeError, match="recorded no access event"):
        pattern.callback(request, organisation="alpha")


def test_an_event_cannot_be_changed_or_deleted(cast: Cast) -> None:
    populate_cast(cast)

    with tenant_context(cast.alpha.id):
        for attempt in (AccessEvent.objects.all().delete, lambda: AccessEvent.objects.update(route="x")):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                attempt()


def test_history_keeps_every_version_with_its_actor(cast: Cast) -> None:
    own, _, _ = populate_cast(cast)
    with tenant_context(cast.alpha.id, cast.aino.user_id):
        ConcurrentService.objects.filter(id=own.service.id).update(provider="new")  # bulk: no save()
        ConcurrentService.objects.filter(id=own.service.id).delete()

        versions = list(
            apps.get_model("clients", "ConcurrentServiceHistory")
            .objects.filter(pgh_obj_id=own.service.id)
            .order_by("pgh_id")
            .values_list("pgh_label", "provider", "actor")
        )

    assert versions == [
        ("insert", "OWN-provider", cast.mirja.user_id),
        ("update", "new", cast.aino.user_id),
        ("delete", "new", cast.aino.user_id),
    ]


def test_the_application_cannot_forge_history(cast: Cast) -> None:
    populate_cast(cast)
    history = apps.get_model("clients", "ClientHistory").objects
    with tenant_context(cast.alpha.id):
        for attempt in (history.all().delete, lambda: history.update(first_name="x")):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                attempt()
