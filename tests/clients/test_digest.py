"""The daily mail: what stands in it, to whom it goes, and that it never goes twice."""

import datetime as dt
import re
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from pytest_django import Settings

from clients.models import Appointment, DigestChoice, Task
from clients.services.digest import send_digests
from clients.tasks import send_daily_mail, watch_rules
from tasmat.access.areas import grant_areas
from tasmat.access.roles import Role
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership
from tests.cast import DAY, IISALMI, KIURUVESI, Cast
from tests.clients.casework import address, browser_of, inside, new_case
from tests.e2e.words import t
from tests.world import make_case, make_referral

CHOICES = address("own_choices")
NINE = dt.datetime(2026, 3, 3, 7, tzinfo=dt.UTC)


class BrokenServer(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected


@pytest.fixture(autouse=True)
def _mail_server(settings: Settings) -> None:
    settings.TASMAT_TODAY = DAY
    settings.EMAIL_HOST = "mail.example"


def late_client(cast: Cast, mark: str = "EERO", **person: Any) -> None:
    new_case(cast, mark, entry_on=DAY - dt.timedelta(days=20), **person)


def give_task(cast: Cast, due_on: dt.date) -> None:
    with inside(cast):
        Task.objects.create(owner=cast.aino, title="Lääkäri", key=str(new_id()), due_on=due_on)


def sent() -> list[tuple[list[str], str, str]]:
    return [(message.to, str(message.subject), str(message.body)) for message in mail.outbox]


def test_numbers_and_initials_of_what_waits(cast: Cast) -> None:
    late_client(cast, first_name="Eero", last_name="Aaltonen")
    give_task(cast, DAY)
    give_task(cast, DAY - dt.timedelta(days=1))
    with inside(cast):
        Appointment.objects.create(
            member=cast.aino,
            case=make_case("B", cast.areas[IISALMI], cast.aino, entry_on=DAY),
            submission_key=new_id(),
            starts_at=NINE,
            ends_at=NINE + dt.timedelta(hours=1),
            title="Salainen",
        )

    assert send_digests(DAY) == 1

    [(to, subject, body)] = sent()
    assert (to, subject) == (["aino@alpha.example"], "Täsmät: tiistai 3.3.")
    assert "E. A." in body
    assert "- 9.00 B. B." in body
    for word in ("Eero", "Aaltonen", "Lääkäri", "Salainen"):
        assert word not in body


def test_the_mail_leads_to_today_and_to_where_it_is_turned_off(settings: Settings, cast: Cast) -> None:
    settings.SITE_URL = "https://tasmat.example"
    late_client(cast)

    send_digests(DAY)

    [(_to, _subject, body)] = sent()
    links = re.findall(r"https://tasmat\.example(\S+)", body)
    assert links == [address("today"), CHOICES]
    assert [browser_of(cast.aino).get(link).status_code for link in links] == [200, 200]


@pytest.mark.parametrize(
    ("language", "subject"), [("sv", "Täsmät: tisdag 3.3."), ("en", "Täsmät: Tuesday 3.3.")]
)
def test_the_mail_speaks_the_language_chosen_on_screen(language: str, subject: str, cast: Cast) -> None:
    late_client(cast)
    late_client(cast, "BENNO", coach=cast.bertta, number=KIURUVESI)
    browser_of(cast.aino).post(reverse("set_language"), {"language": language})

    assert send_digests(DAY) == 2

    mails = {to[0]: (about, body) for to, about, body in sent()}
    assert mails["aino@alpha.example"][0] == subject
    assert t("Today in Täsmät", language) in mails["aino@alpha.example"][1]
    assert mails["bertta@alpha.example"][0] == "Täsmät: tiistai 3.3."


def test_two_runs_send_one_mail(cast: Cast) -> None:
    late_client(cast)

    assert [send_digests(DAY), send_digests(DAY)] == [1, 0]
    assert send_digests(DAY + dt.timedelta(days=1)) == 1
    assert len(sent()) == 2


@pytest.mark.parametrize("day", ["2026-03-07", "2026-03-08", "2026-04-03", "2026-06-19"])
def test_no_mail_on_days_off(day: str, cast: Cast) -> None:
    late_client(cast)

    assert send_digests(dt.date.fromisoformat(day)) == 0


def test_no_mail_where_none_is_sent(settings: Settings, cast: Cast) -> None:
    settings.EMAIL_HOST = ""
    late_client(cast)

    assert send_digests(DAY) == 0
    with inside(cast):
        assert not DigestChoice.objects.exists()


def test_no_mail_about_nothing(cast: Cast) -> None:
    assert send_digests(DAY) == 0


def test_the_mail_can_be_turned_off_and_on(cast: Cast) -> None:
    late_client(cast)
    browser = browser_of(cast.aino)
    assert browser.get(CHOICES).context["form"]["is_wanted"].value() is True

    page = browser.post(CHOICES, {}, follow=True)

    assert "Your choice is saved." in page.content.decode()
    assert page.context["form"]["is_wanted"].value() is False
    assert send_digests(DAY) == 0
    browser.post(CHOICES, {"is_wanted": "on"})
    assert send_digests(DAY) == 1


def test_whoever_has_left_gets_no_mail(cast: Cast) -> None:
    late_client(cast)
    with inside(cast):
        Membership.objects.filter(id=cast.aino.id).update(is_active=False)

    assert send_digests(DAY) == 0


def test_a_manager_is_told_of_referrals(cast: Cast) -> None:
    with inside(cast):
        make_referral("R", cast.areas[IISALMI])

    assert send_digests(DAY) == 1
    [(to, _subject, body)] = sent()
    assert to == ["mirja@alpha.example"]
    assert "1" in body


def test_a_person_of_two_organisations_gets_one_mail(cast: Cast) -> None:
    late_client(cast)
    with tenant_context(cast.beta.id):
        member = Membership.objects.create(user=cast.aino.user, roles=[Role.COACH])
        grant_areas(member, [cast.beta_area])
        make_case("BETA", cast.beta_area, member, entry_on=DAY - dt.timedelta(days=20))

    assert [send_digests(DAY), send_digests(DAY)] == [1, 0]

    [(_to, _subject, body)] = sent()
    assert "Alpha-säätiö" in body
    assert "Beta ry" in body


def test_a_mail_that_did_not_leave_is_tried_again(settings: Settings, cast: Cast) -> None:
    late_client(cast)
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"

    assert send_digests(DAY) == 0

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_digests(DAY) == 1


def test_the_beat_looks_at_every_organisation(cast: Cast) -> None:
    late_client(cast)
    with tenant_context(cast.beta.id):
        make_case("BETA", cast.beta_area, cast.otto, entry_on=DAY - dt.timedelta(days=20))

    watch_rules()
    send_daily_mail()

    for organisation in (cast.alpha, cast.beta):
        with tenant_context(organisation.id):
            assert [task.kind for task in Task.objects.all()] == ["contact_rule"]
    assert len(sent()) == 2
