"""The referral form object: what it takes, what it refuses and where it says so."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from clients.forms.public_referral import OwnReferralForm, PublicReferralForm
from clients.forms.referral import MOST_ROWS
from clients.forms.referral_staff import StaffReferralForm
from tasmat.tenancy.context import tenant_context
from tests.cast import DAY, IISALMI, Cast
from tests.clients.referral_data import ANSWERS, as_query, typed


@pytest.fixture(autouse=True)
def _alpha(cast: Cast) -> Iterator[None]:
    with tenant_context(cast.alpha.id):
        yield


def make_form(
    answers: dict[str, str] | None, cast: Cast, form: type[PublicReferralForm] = PublicReferralForm
) -> PublicReferralForm:
    data = None if answers is None else as_query(answers)
    return form(data, areas=cast.areas.values(), today=DAY)


SELF = {
    "referrer_role": "self",
    "referrer_organisation": None,
    "referrer_name": None,
    "referrer_phone": None,
    "referrer_email": None,
}
NO_PHONE = {"phone": "", "has_no_phone": "on"}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"referrer_phone": ""},
        {"referrer_email": ""},
        {**NO_PHONE, "best_way": "email"},
        {**NO_PHONE, "best_way": "referrer"},
        {**NO_PHONE, "best_way": "letter", "email": ""},
        {"email": "", "best_way": "message"},
        {"municipality": "091"},
        {"born_on": "2008-12-24"},
        {"born_on": "3.3.2026", "unemployed_since": ""},
        {"unemployed_since": ""},
        {"unemployed_since": "3.3.2026"},
        {"work_situation": "unknown", "unemployed_since": ""},
        {"reason": "a" * 4000},
        {"reason": "\r\n".join("ab" for _row in range(1333))},
        {"first_name": "李", "last_name": "O’Neill-Šćepanović"},
        {"submission_key": None},
        {"submission_key": "\x00 no key"},
    ],
)
def test_good_answers(changes: dict[str, Any], cast: Cast) -> None:
    form = make_form(typed(**changes), cast)

    assert form.errors == {}
    assert form.is_sent()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        (dict.fromkeys(ANSWERS, ""), "*"),
        ({"referrer_role": None}, "referrer_role"),
        ({"referrer_role": "president"}, "referrer_role"),
        ({"referrer_organisation": ""}, "referrer_organisation"),
        ({"referrer_organisation": "a" * 201}, "referrer_organisation"),
        ({"referrer_name": " \t"}, "referrer_name"),
        ({"referrer_phone": "", "referrer_email": ""}, "referrer_phone"),
        ({"referrer_phone": "no", "referrer_email": ""}, "referrer_phone"),
        ({"referrer_email": "veera", "referrer_phone": ""}, "referrer_email"),
        ({"first_name": ""}, "first_name"),
        ({"first_name": "123"}, "first_name"),
        ({"last_name": "\x00"}, "last_name"),
        ({"last_name": "a" * 101}, "last_name"),
        ({"born_on": "24.13.1985"}, "born_on"),
        ({"born_on": "12/24/1985"}, "born_on"),
        ({"born_on": "24.12.85"}, "born_on"),
        ({"born_on": "4.3.2026"}, "born_on"),
        ({"born_on": "2.3.1915"}, "born_on"),
        ({"municipality": ""}, "municipality"),
        ({"municipality": "999"}, "municipality"),
        ({"municipality": "015"}, "municipality"),
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"phone": "12", "has_no_phone": "on", "best_way": "email"}, "phone"),
        ({"has_no_phone": "on"}, "has_no_phone"),
        ({"has_no_phone": "on", "best_way": "email"}, "has_no_phone"),
        (NO_PHONE, "best_way"),
        ({**NO_PHONE, "best_way": "message"}, "best_way"),
        ({"best_way": "email", "email": ""}, "email"),
        ({"best_way": "email", "email": "eero at posti"}, "email"),
        ({"email": "a" * 250 + "@posti.example"}, "email"),
        ({"best_way": ""}, "best_way"),
        ({"referrer_role": "self"}, "referrer_role"),
        ({"contact_language": "klingon"}, "contact_language"),
        ({"interpreter_language": "a" * 101}, "interpreter_language"),
        ({"reason": "  \n "}, "reason"),
        ({"reason": "a" * 4001}, "reason"),
        ({"work_situation": None}, "work_situation"),
        ({"unemployed_since": "4.3.2026"}, "unemployed_since"),
        ({"unemployed_since": "23.12.1985"}, "unemployed_since"),
        ({"work_situation": "employed"}, "unemployed_since"),
        ({"person_agrees": None}, "person_agrees"),
        ({"homepage": "https://spam.example"}, "homepage"),
    ],
)
def test_wrong_answers_are_said_by_field(changes: dict[str, Any], wrong: str, cast: Cast) -> None:
    form = make_form(typed(**changes), cast)

    assert not form.is_sent()
    if wrong != "*":
        assert " ".join(form.errors) == wrong
    assert all(len(errors) == 1 for errors in form.errors.values())


def test_facts_are_tidied_and_complete(cast: Cast) -> None:
    form = make_form(
        typed(first_name="  Eero \u00a0 Antero\x07 ", phone="+358 (0)40-1234567", has_protected_address="on"),
        cast,
    )

    assert form.is_sent()
    assert form.facts() == {
        "referrer_role": "employment",
        "referrer_organisation": "Ylä-Savon työllisyysalue",
        "referrer_name": "Veera Virkailija",
        "referrer_phone": "017 123 4567",
        "referrer_email": "veera@tyollisyys.example",
        "first_name": "Eero Antero",
        "last_name": "Äyräväinen",
        "born_on": dt.date(1985, 12, 24),
        "municipality": cast.areas[IISALMI].municipality,
        "has_protected_address": True,
        "phone": "+358 40 1234567",
        "email": "eero@posti.example",
        "best_way": "phone",
        "contact_language": "fi",
        "interpreter_language": "arabia",
        "reason": "Työttömyys on pitkittynyt.\nKartoitus auttaisi.",
        "work_situation": "unemployed",
        "unemployed_since": dt.date(2023, 2, 1),
        "person_agrees": True,
    }


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([], [{}, {}, {}]),
        ([("", "", ""), ("", "  ", "")], [{}, {}, {}]),
        ([("studies", "1.9.2025", "")], [{}, {}, {}]),
        ([("", "", ""), ("studies", "1.9.2025", "1.9.2025")], [{}, {}, {}]),
        ([("studies", "", "")], [{"starts_on"}, {}, {}]),
        ([("", "1.9.2025", "")], [{"kind"}, {}, {}]),
        ([("", "", "1.9.2025")], [{"kind", "starts_on"}, {}, {}]),
        ([("studies", "2.9.2025", "1.9.2025")], [{"ends_on"}, {}, {}]),
        ([("studies", "soon", "")], [{"starts_on"}, {}, {}]),
        ([("gym", "1.9.2025", "")], [{"kind"}, {}, {}]),
    ],
)
def test_rows_of_services(rows: list[tuple[str, str, str]], errors: list[Any], cast: Cast) -> None:
    form = make_form(typed(*rows), cast)

    assert [set(row.errors) for row in form.services.forms] == [set(wrong) for wrong in errors]
    assert form.is_sent() == (not any(errors))


def test_blank_rows_are_no_services(cast: Cast) -> None:
    form = make_form(typed(("", "", ""), ("studies", "1.9.2025", "")), cast)

    assert form.is_sent()
    assert form.services.rows() == [
        {"kind": "studies", "starts_on": dt.date(2025, 9, 1), "ends_on": None},
    ]


def test_another_row_keeps_what_was_typed_and_complains_of_nothing(cast: Cast) -> None:
    answers = typed(("studies", "x", ""), first_name="", born_on="32.1.", add_row="1")

    form = make_form(answers, cast)

    assert not form.is_sent()
    assert not form.has_errors
    assert len(form.services.forms) == 4
    assert form["born_on"].value() == "32.1."
    assert form.services.forms[0]["starts_on"].value() == "x"


@pytest.mark.parametrize("total", ["", "x", "-5", "999999999", "1" * 5000, "\x00"])
def test_a_broken_count_of_rows_does_no_harm(total: str, cast: Cast) -> None:
    changes = {"services-TOTAL_FORMS": total}

    assert len(make_form(typed(add_row="1", **changes), cast).services.forms) <= MOST_ROWS
    assert len(make_form(typed(**changes), cast).services.forms) <= MOST_ROWS


def test_the_project_s_municipalities_come_first_and_ended_ones_not_at_all(cast: Cast) -> None:
    _blank, (_own, own), (_other, others) = make_form(None, cast).fields["municipality"].choices  # type: ignore[attr-defined]

    assert [name for _number, name in own] == ["Iisalmi", "Kiuruvesi", "Sonkajärvi"]
    assert len(others) == 308 - 3


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, ""),
        (SELF, ""),
        ({"best_way": "referrer"}, "best_way"),
        ({"best_way": "letter"}, "best_way"),
        ({**NO_PHONE, "best_way": "email", "email": ""}, "email"),
        ({"person_agrees": None}, "person_agrees"),
        ({"homepage": "https://spam.example"}, "homepage"),
    ],
)
def test_for_oneself(changes: dict[str, Any], wrong: str, cast: Cast) -> None:
    """Nobody is asked about a referrer, and what was typed of one before is not stored."""
    form = make_form(typed(**changes), cast, OwnReferralForm)

    assert form.is_sent() == (not wrong)
    assert " ".join(form.errors) == wrong
    if not wrong:
        facts = form.facts()
        assert facts["referrer_role"] == "self"
        assert [facts.get(name) for name in ("body", "referrer_name", "referrer_email")] == [None] * 3


def test_who_applies_for_oneself_is_spoken_to(cast: Cast) -> None:
    """In the words of every label, hint and error, none of them about "the person"."""
    form = make_form(typed(**dict.fromkeys(ANSWERS, "")), cast, OwnReferralForm)
    no_phone = make_form(typed(**NO_PHONE, best_way="phone", email=""), cast, OwnReferralForm)

    with translation.override("en"):
        words = [
            f"{field.label} {field.help_text} {field.errors.as_text()}" for field in form.visible_fields()
        ]
        words += [no_phone.errors["email"].as_text()]

    assert [text for text in words if "person" in text.lower()] == []
    assert "Without your agreement we cannot take your application." in " ".join(words)
    assert "your e-mail address to reach you" in words[-1]


def test_the_browser_fills_in_the_details_of_who_fills_in_the_form(cast: Cast) -> None:
    def known(form: PublicReferralForm) -> dict[str, str]:
        tokens = {name: field.widget.attrs.get("autocomplete", "") for name, field in form.fields.items()}
        return {name: token for name, token in tokens.items() if token not in {"", "off"}}

    assert known(make_form(None, cast)) == {
        "referrer_organisation": "organization",
        "referrer_name": "name",
        "referrer_phone": "tel",
        "referrer_email": "email",
    }
    assert known(make_form(None, cast, OwnReferralForm)) == {
        "first_name": "given-name",
        "last_name": "family-name",
        "born_on": "bday",
        "phone": "tel",
        "email": "email",
    }


def test_staff_choose_a_project_and_how_it_came(cast: Cast) -> None:
    form = StaffReferralForm(as_query(typed()), areas=cast.areas.values(), today=DAY)

    assert set(form.errors) == {"project", "source"}


def test_staff_cannot_key_a_web_referral(cast: Cast) -> None:
    answers = typed(project=str(cast.project.id), source="web")

    form = StaffReferralForm(as_query(answers), areas=cast.areas.values(), today=DAY)

    assert set(form.errors) == {"source"}
