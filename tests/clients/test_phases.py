"""A project's phases and their contact rules in the settings."""

from typing import Any

import pytest

from clients.models import Phase
from tests.cast import Cast
from tests.clients.casework import address, browser_of, errors_of, inside

RULE = {"weekly_contacts": "2", "weekly_for_weeks": "4", "weekly_face_to_face": "", "longest_gap_days": "14"}


def typed(**changes: Any) -> dict[str, Any]:
    names = {"name_fi": "Alkuvaihe", "name_sv": "", "name_en": "Beginning", "position": "10"}
    return {**names, **RULE, "is_active": "on", **changes}


def phases_of(cast: Cast) -> list[tuple[Any, ...]]:
    with inside(cast):
        return list(Phase.objects.values_list("name_fi", *RULE, "position", "is_active"))


def test_a_phase_with_its_rule(cast: Cast) -> None:
    browser = browser_of(cast.mirja)
    assert (
        "The project has no phases."
        in browser.get(address("settings_phases", cast.project.id)).content.decode()
    )

    page = browser.post(address("settings_phase_new", cast.project.id), typed(), follow=True)

    assert "The phase is saved." in page.content.decode()
    assert phases_of(cast) == [("Alkuvaihe", 2, 4, None, 14, 10, True)]
    [(phase, rule)] = page.context["rows"]
    assert str(phase.name_fi) == "Alkuvaihe"
    assert rule == "2 contacts a week for the first 4 weeks, then at most 14 days between two"
    assert (
        browser.get(address("settings_phase_new", cast.project.id)).context["form"]["position"].value() == 20
    )


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"weekly_contacts": "", "weekly_for_weeks": ""}, "at most 14 days between two"),
        ({"longest_gap_days": ""}, "2 contacts a week for the first 4 weeks"),
        (
            {"weekly_face_to_face": "1"},
            "2 contacts a week for the first 4 weeks, 1 of them face to face, then at most 14 days between two",
        ),
        (dict.fromkeys(RULE, ""), "no contact rule"),
    ],
)
def test_the_rule_in_words(change: dict[str, str], rule: str, cast: Cast) -> None:
    page = browser_of(cast.mirja).post(
        address("settings_phase_new", cast.project.id), typed(**change), follow=True
    )

    assert [words for _phase, words in page.context["rows"]] == [rule]


@pytest.mark.parametrize(
    ("change", "field", "error"),
    [
        ({"name_fi": " "}, "name_fi", "This field is required."),
        ({"weekly_for_weeks": ""}, "weekly_for_weeks", "Write for how many weeks."),
        (
            {"weekly_face_to_face": "3"},
            "weekly_face_to_face",
            "There cannot be more of them than contacts a week.",
        ),
        ({"longest_gap_days": "0"}, "longest_gap_days", "Ensure this value is greater than or equal to 1."),
        ({"weekly_contacts": "15"}, "weekly_contacts", "Ensure this value is less than or equal to 14."),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, str], field: str, error: str, cast: Cast) -> None:
    response = browser_of(cast.mirja).post(address("settings_phase_new", cast.project.id), typed(**change))

    assert response.status_code == 422
    assert errors_of(response) == {field: [error]}


def test_a_phase_is_changed_and_taken_out_of_use(cast: Cast) -> None:
    with inside(cast):
        phase = Phase.objects.create(project=cast.project, name_fi="Alku")
    data = typed(longest_gap_days="30")
    del data["is_active"]

    page = browser_of(cast.mirja).post(
        address("settings_phase", cast.project.id, phase.id), data, follow=True
    )

    assert phases_of(cast) == [("Alkuvaihe", 2, 4, None, 30, 10, False)]
    assert "not in use" in page.content.decode()


def test_who_may_change_phases(cast: Cast) -> None:
    with inside(cast):
        phase = Phase.objects.create(project=cast.project, name_fi="Alku")
    url = address("settings_phase", cast.project.id, phase.id)

    assert browser_of(cast.aarne).get(url).status_code == 200
    assert browser_of(cast.aino).get(url).status_code == 403
    assert browser_of(cast.otto).get(url).status_code == 404
    assert browser_of(cast.mirja).get(address("settings_phase", phase.id, phase.id)).status_code == 404
    assert browser_of(cast.mirja).delete(url).status_code == 405
