"""Which indicators people count in, and the figures of a period and since the start."""

import datetime as dt
import json
import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.catalogue import CATALOGUE
from reporting.rules.checks import all_checks
from reporting.rules.contract import as_json
from reporting.rules.indicators import (
    COLUMNS,
    NOT_COLLECTED,
    Cells,
    EsfFigures,
    EsfSettings,
    Estimate,
    PersonKey,
    compute,
    counted_codes,
    uncounted_results,
)
from reporting.rules.participants import GENDERS, Participant
from reporting.rules.periods import Period, quarters_of
from tests.reporting.people import PROJECT, TODAY, day, event, person, random_populations, stay

STATUSES = {"EECO02", "EECO04", "EECO05"}
AGES = {"EECO06", "EECO07", "EECO08"}
EDUCATION = {"EECO09", "EECO10", "EECO11"}
BACKGROUND = {"EECO13", "EECO14"}
RESULTS = {f"EECR0{number}" for number in range(1, 7)}
SPLIT = replace(PROJECT, age_split=True)


def cells(women: int, men: int = 0, non_binary: int = 0) -> Cells:
    return {"total": women + men + non_binary, "W": women, "M": men, "NB": non_binary}


def figures_of(
    participants: Iterable[Participant],
    start: str = "2024-01-01",
    until: str = "2026-12-31",
    settings: EsfSettings = PROJECT,
) -> EsfFigures:
    return compute(tuple(participants), settings, day(start), day(until), TODAY)


def leaver(entry_status: str | None, exit_status: str | None, **facts: Any) -> Participant:
    """Somebody who came with one status on 1.10.2024 and left with another on 1.3.2025."""
    return person(stay(exit_on="2025-03-01", entry_status=entry_status, exit_status=exit_status, **facts))


@pytest.mark.parametrize(
    ("participant", "among", "expected"),
    [
        pytest.param(
            leaver("inactive", "unemployed", later_events=(event("2025-03-21", "employed"),)),
            RESULTS,
            {"EECR04"},
            id="A1",
        ),
        pytest.param(
            leaver("inactive", "employed", later_events=(event("2025-03-22", "unemployed"),)),
            RESULTS,
            {"EECR01"},
            id="A2",
        ),
        pytest.param(
            person(citizenship="SE", parents_born_abroad=True), BACKGROUND, {"EECO14"}, id="A4 EU citizen"
        ),
        pytest.param(
            person(citizenship="FI", parents_born_abroad=True), BACKGROUND, {"EECO14"}, id="A4 Finn"
        ),
        pytest.param(person(citizenship="UA", parents_born_abroad=False), BACKGROUND, {"EECO13"}, id="A5"),
        pytest.param(
            person(citizenship="XX", parents_born_abroad=True), BACKGROUND, BACKGROUND, id="stateless"
        ),
        pytest.param(person(citizenship=None), BACKGROUND, set(), id="citizenship not known"),
        pytest.param(person(citizenship="NO"), BACKGROUND, {"EECO13"}, id="EEA counts by default"),
        pytest.param(person(stay("2024-10-01"), born_on=day("1994-10-01")), AGES, set(), id="B1"),
        pytest.param(person(stay("2024-10-01"), born_on=day("1995-01-15")), AGES, {"EECO07"}, id="B2"),
        pytest.param(person(stay("2024-09-30"), born_on=day("1969-09-30")), AGES, {"EECO08"}, id="B3"),
        pytest.param(person(stay("2024-09-30"), born_on=day("1969-10-01")), AGES, set(), id="B4"),
        pytest.param(
            person(stay("2018-02-28"), born_on=day("2000-02-29")), AGES, {"EECO06"}, id="B5 the day before"
        ),
        pytest.param(person(stay("2018-03-01"), born_on=day("2000-02-29")), AGES, {"EECO07"}, id="B5"),
        pytest.param(
            person(stay("2024-09-30", unemployed_since=day("2023-09-30"))),
            STATUSES | {"EECO03"},
            {"EECO02", "EECO03"},
            id="B6",
        ),
        pytest.param(
            person(stay("2025-02-03", unemployed_since=day("2024-02-04"))),
            STATUSES | {"EECO03"},
            {"EECO02"},
            id="B7",
        ),
        pytest.param(
            person(stay("2024-10-01", unemployed_since=day("2024-03-01")), born_on=day("2002-06-01")),
            STATUSES | {"EECO03"},
            {"EECO02"},
            id="B8 without the age split",
        ),
        pytest.param(person(stay(education_level=0)), EDUCATION, {"EECO09"}, id="koulutusaste 0"),
        pytest.param(person(stay(education_level=2)), EDUCATION, {"EECO09"}, id="koulutusaste 2"),
        pytest.param(person(stay(education_level=3)), EDUCATION, {"EECO10"}, id="koulutusaste 3"),
        pytest.param(person(stay(education_level=4)), EDUCATION, {"EECO10"}, id="B9"),
        pytest.param(person(stay(education_level=5)), EDUCATION, {"EECO11"}, id="B10"),
        pytest.param(person(stay(education_level=8)), EDUCATION, {"EECO11"}, id="koulutusaste 8"),
        pytest.param(person(stay(education_level=9)), set(CATALOGUE), set(), id="B11"),
        pytest.param(
            leaver("unemployed", "unemployed", later_events=(event("2025-03-29", "employed"),)),
            RESULTS,
            {"EECR04"},
            id="B12",
        ),
        pytest.param(
            leaver("unemployed", "unemployed", later_events=(event("2025-03-30", "employed"),)),
            RESULTS,
            set(),
            id="B13",
        ),
        pytest.param(leaver("employed", "employed"), RESULTS, set(), id="B15"),
        pytest.param(leaver("unemployed", "unemployed"), RESULTS, set(), id="B16"),
        pytest.param(
            leaver("inactive", "inactive", in_education_at_entry=True, exit_in_education=True),
            RESULTS,
            set(),
            id="B18",
        ),
        pytest.param(
            leaver("unemployed", "employed", exit_qualification=True), RESULTS, {"EECR03", "EECR04"}, id="B19"
        ),
        pytest.param(leaver("inactive", "self_employed"), RESULTS, {"EECR04"}, id="entrepreneur"),
        pytest.param(leaver("employed", "unemployed"), RESULTS, set(), id="lost the job"),
        pytest.param(
            leaver("employed", "employed", exit_in_education=True), RESULTS, {"EECR02"}, id="began to study"
        ),
        pytest.param(
            leaver("inactive", "unemployed", exit_in_education=True, in_education_at_entry=None),
            RESULTS,
            {"EECR01", "EECR02"},
            id="studies at entry not answered",
        ),
        pytest.param(
            leaver("unemployed", "inactive", six_month_status="employed"), RESULTS, {"EECR05"}, id="job later"
        ),
        pytest.param(
            leaver("inactive", "inactive", six_month_status="improved"), RESULTS, {"EECR05"}, id="better job"
        ),
        pytest.param(
            leaver("employed", "employed", six_month_status="improved"), RESULTS, {"EECR06"}, id="improved"
        ),
        pytest.param(leaver("employed", "employed", six_month_status="employed"), RESULTS, set(), id="same"),
        pytest.param(person(), {"EECO12", "EECO15", "EECO16", "EECO17"}, set(), id="A11 never derived"),
    ],
)
def test_indicators_of_one_person(participant: Participant, among: set[str], expected: set[str]) -> None:
    assert counted_codes(participant, PROJECT, TODAY) & among == expected


def test_b8_counts_with_the_age_split() -> None:
    young = person(stay("2024-10-01", unemployed_since=day("2024-03-01")), born_on=day("2002-06-01"))

    assert "EECO03" in counted_codes(young, SPLIT, TODAY)


def test_citizens_of_the_eea_and_switzerland_are_a_setting() -> None:
    norwegian = person(citizenship="NO")

    codes = counted_codes(norwegian, replace(PROJECT, free_movement_counts_as_third=False), TODAY)

    assert "EECO13" not in codes


def test_a8_entry_data_are_of_the_first_entry_and_results_of_the_last_exit() -> None:
    returner = person(
        stay("2024-01-15", "2024-03-31", entry_status="inactive", exit_status="employed", education_level=2),
        stay(
            "2024-09-01", "2025-01-31", entry_status="employed", exit_status="unemployed", municipality="263"
        ),
        born_on=day("1994-06-01"),
    )
    settings = replace(PROJECT, degurba={"140": 3, "263": 1})

    codes = counted_codes(returner, settings, TODAY)

    assert codes == {"EECO01", "EECO04", "EECO07", "EECO09", "EECO17", "EECR01"}
    assert figures_of([returner]).by_code["EECO01"].cumulative == cells(1)


@pytest.mark.parametrize(
    ("at_first", "at_last", "expected"), [(True, False, set()), (False, True, {"EECR02"})]
)
def test_a8_studies_at_entry_are_those_of_the_first_entry(
    at_first: bool, at_last: bool, expected: set[str]
) -> None:
    returner = person(
        stay("2024-01-15", "2024-03-31", in_education_at_entry=at_first),
        stay("2024-09-01", "2025-01-31", in_education_at_entry=at_last, exit_in_education=True),
    )

    assert counted_codes(returner, PROJECT, TODAY) & RESULTS == expected


def test_a8_a_result_falls_away_on_the_return_and_the_figure_of_the_period_is_negative() -> None:
    returner = person(stay("2024-01-15", "2024-03-31", exit_status="employed"), stay("2024-09-01"), number=7)

    before = figures_of([returner], until="2024-08-31").by_code["EECR04"]
    after = figures_of([returner], "2024-09-01", "2024-09-30").by_code["EECR04"]

    assert (before.cumulative, before.needs_note) == (cells(1), False)
    assert before.people["W"] == {"id-7"}
    assert (after.in_period, after.cumulative, after.needs_note) == (cells(-1), cells(0), True)
    assert after.leaving["W"] == {"id-7"}
    assert not after.entering["W"]


def test_a9_one_person_in_two_operations_counts_once_in_each() -> None:
    here, there = person(stay("2024-02-01")), person(stay("2024-03-01"))

    assert figures_of([here]).by_code["EECO01"].cumulative == cells(1)
    assert figures_of([there]).by_code["EECO01"].cumulative == cells(1)


@pytest.mark.parametrize(
    "participant",
    [
        person(gender=None),
        person(born_on=None),
        person(stay(entry_status=None)),
        person(stay(education_level=None)),
        person(stay(education_level=9)),
    ],
)
def test_a10_an_incomplete_record_counts_in_the_grand_total_only(participant: Participant) -> None:
    figures = figures_of([participant, person(number=2)])

    assert (figures.everybody, figures.complete) == (2, 1)
    assert figures.incomplete == (PersonKey("id-1", "R1"),)
    assert figures.by_code["EECO01"].people["W"] == {"id-2"}


def test_a12_three_unemployed_two_inactive_one_employed_are_six() -> None:
    statuses = ["unemployed"] * 3 + ["inactive"] * 2 + ["employed"]

    figures = figures_of(
        person(stay(entry_status=status), number=number, gender="M") for number, status in enumerate(statuses)
    )

    totals = {code: figures.by_code[code].cumulative["total"] for code in ["EECO01", *sorted(STATUSES)]}
    assert totals == {"EECO01": 6, "EECO02": 3, "EECO04": 2, "EECO05": 1}
    assert figures.by_code["EECO02+04+05"].cumulative == cells(0, 6)


NULLS = {"EECO12", "EECO15", "EECO16", "EECO17"}
ENTITIES = {"EECO18", "EECO19"}


def test_a16_nobody_took_part_gives_zeros_and_null_where_nothing_is_collected() -> None:
    figures = figures_of([])

    for code, figure in figures.by_code.items():
        expected = NOT_COLLECTED if code in NULLS else cells(0)
        if code in ENTITIES:
            expected = {**NOT_COLLECTED, "total": 0}
        assert (code, figure.in_period, figure.cumulative) == (code, expected, expected)


def test_every_indicator_is_there_in_the_order_of_the_catalogue() -> None:
    outputs = [f"EECO{number:02}" for number in range(1, 20)]
    results = [f"EECR{number:02}" for number in range(1, 7)]
    sums = ["EECO02+04", "EECO02+05", "EECO02+04+05", "EECO06+07", "EECO10+11"]

    assert list(figures_of([]).by_code) == list(CATALOGUE) == outputs + results + sums


def test_outputs_fall_on_the_first_entry_date() -> None:
    participants = [person(stay("2024-03-31")), person(stay("2024-04-01"), stay("2025-04-01"), number=2)]

    first = figures_of(participants, "2024-01-01", "2024-03-31").by_code["EECO01"]
    second = figures_of(participants, "2024-04-01", "2024-06-30").by_code["EECO01"]
    later = figures_of(participants, "2025-04-01", "2025-06-30").by_code["EECO01"]

    assert (first.in_period, first.cumulative) == (cells(1), cells(1))
    assert (second.in_period, second.cumulative) == (cells(1), cells(2))
    assert second.entering["W"] == {"id-2"}
    assert (later.in_period, later.cumulative) == (cells(0), cells(2))


def test_genders_stand_in_their_own_columns() -> None:
    participants = [
        person(number=number, gender=gender) for number, gender in enumerate(["W", "M", "M", "NB"])
    ]

    assert figures_of(participants).by_code["EECO02"].cumulative == cells(1, 2, 1)


@pytest.mark.parametrize(
    ("until", "provisional", "employed"),
    [("2025-02-28", False, 0), ("2025-03-01", True, 0), ("2025-03-28", True, 0), ("2025-03-29", False, 1)],
)
def test_an_exit_is_provisional_until_its_window_is_closed(
    until: str, provisional: bool, employed: int
) -> None:
    complete = leaver("unemployed", "employed")
    incomplete = replace(complete, id="id-2", reference="R2", gender=None)

    figures = figures_of([complete, incomplete], until=until)

    assert figures.provisional_exits == ((PersonKey("id-1", "R1"),) if provisional else ())
    assert figures.by_code["EECR04"].cumulative == cells(employed)


def test_figures_are_as_of_the_end_of_the_period_whatever_happened_later() -> None:
    participant = leaver("unemployed", "employed", six_month_status="employed")

    figures = figures_of([participant, person(stay("2025-07-01"), number=2)], until="2025-06-30")

    assert figures.everybody == 1
    assert figures.by_code["EECR05"].cumulative == cells(0)


@pytest.mark.parametrize(("today", "expected"), [("2025-03-31", True), ("2025-04-01", False)])
def test_a_period_is_unfinished_until_its_last_day_is_over(today: str, expected: bool) -> None:
    figures = compute((), PROJECT, day("2025-01-01"), day("2025-03-31"), day(today))

    assert figures.is_unfinished is expected


def test_rural_areas_need_the_table_of_municipalities() -> None:
    participants = [person(), person(stay(municipality="091"), number=2, gender="M")]
    settings = replace(PROJECT, degurba={"140": 3, "091": 1})

    assert figures_of(participants).by_code["EECO17"].cumulative == NOT_COLLECTED
    assert figures_of(participants, settings=settings).by_code["EECO17"].cumulative == cells(1)


@pytest.mark.parametrize("code", ["EECO12", "EECO15", "EECO16"])
def test_an_estimate_stands_for_the_project_to_date(code: str) -> None:
    settings = replace(PROJECT, estimates={code: Estimate(4, 3, 1, "Survey of 2025")})

    first = figures_of([], "2024-01-01", "2024-03-31", settings).by_code[code]
    later = figures_of([], "2024-04-01", "2024-06-30", settings).by_code[code]
    earlier = figures_of([], "2023-01-01", "2023-12-31", settings).by_code[code]

    assert (first.in_period, first.cumulative) == (cells(4, 3, 1), cells(4, 3, 1))
    assert (later.in_period, later.cumulative) == (NOT_COLLECTED, cells(4, 3, 1))
    assert earlier.cumulative == NOT_COLLECTED


def test_supported_organisations_are_counted_by_their_first_day_without_gender() -> None:
    settings = replace(
        PROJECT, entities={"EECO19": (day("2024-02-01"), day("2024-05-01"), day("2025-01-01"))}
    )

    figure = figures_of([], "2024-04-01", "2024-06-30", settings).by_code["EECO19"]

    assert figure.in_period == {**NOT_COLLECTED, "total": 1}
    assert figure.cumulative == {**NOT_COLLECTED, "total": 2}


def test_only_some_indicators_take_an_estimate_or_organisations() -> None:
    with pytest.raises(ValueError, match="EECO13"):
        replace(PROJECT, estimates={"EECO13": Estimate(1, 0, 0, "a guess")})
    with pytest.raises(ValueError, match="EECO01"):
        replace(PROJECT, entities={"EECO01": ()})


def test_a_period_upside_down_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        figures_of([], "2025-01-02", "2025-01-01")


@pytest.mark.parametrize(
    ("participant", "expected"),
    [
        pytest.param(leaver("unemployed", "employed"), set(), id="complete"),
        pytest.param(replace(leaver("unemployed", "employed"), gender=None), {"EECR04"}, id="gender missing"),
        pytest.param(replace(leaver("employed", "employed"), gender=None), set(), id="no result anyway"),
        pytest.param(leaver(None, "employed", exit_qualification=True), {"EECR03", "EECR04"}, id="status"),
        pytest.param(leaver(None, "inactive"), set(), id="left without a result"),
    ],
)
def test_results_that_would_count_if_the_record_were_complete(
    participant: Participant, expected: set[str]
) -> None:
    assert uncounted_results(participant, PROJECT, TODAY) == expected


def test_the_json_contract() -> None:
    participants = [
        person(stay("2025-01-10"), gender="M"),
        person(stay("2025-02-10", "2025-03-10", exit_status="employed"), number=2),
        person(stay("2025-02-11"), number=3, born_on=None),
    ]
    figures = figures_of(participants, "2025-01-01", "2025-03-31")

    data = as_json(figures, all_checks(figures, participants, PROJECT), project="S30123")

    assert json.loads(json.dumps(data)) == data
    assert list(data) == [
        "project", "from", "until", "participants", "indicators", "provisional_exits", "checks"
    ]  # fmt: skip
    assert (data["project"], data["from"], data["until"]) == ("S30123", "2025-01-01", "2025-03-31")
    assert data["participants"] == {"all": 3, "complete": 2, "incomplete": ["R3"]}
    assert data["provisional_exits"] == ["R2"]
    indicators, checks = data["indicators"], data["checks"]
    assert isinstance(indicators, list)
    assert indicators[0] == {"code": "EECO01", "in_period": cells(1, 1), "cumulative": cells(1, 1)}
    assert indicators[11] == {"code": "EECO12", "in_period": NOT_COLLECTED, "cumulative": NOT_COLLECTED}
    assert isinstance(checks, list)
    assert [check["id"] for check in checks] == [f"E{n}" for n in range(1, 11)] + [
        f"W{n}" for n in range(1, 7)
    ]
    assert all(check["ok"] is True for check in checks)
    assert all(set(check) == {"id", "level", "ok", "detail"} for check in checks)


DAYS = st.dates(min_value=day("2023-12-01"), max_value=TODAY)


@given(random_populations(), st.tuples(DAYS, DAYS).map(sorted))
def test_genders_sum_to_the_total_and_people_stand_behind_every_cell(
    participants: tuple[Participant, ...], bounds: list[dt.date]
) -> None:
    figures = compute(participants, SPLIT, bounds[0], bounds[1], TODAY)

    for code in CATALOGUE.keys() - NULLS - ENTITIES:
        figure = figures.by_code[code]
        for gender in GENDERS:
            change = len(figure.entering[gender]) - len(figure.leaving[gender])
            assert (figure.cumulative[gender], figure.in_period[gender]) == (
                len(figure.people[gender]),
                change,
            )
        assert figure.cumulative["total"] == sum(len(people) for people in figure.people.values())
        assert not frozenset.intersection(*figure.people.values())


@given(random_populations())
def test_consecutive_quarters_sum_to_the_figure_since_the_start(
    participants: tuple[Participant, ...],
) -> None:
    quarters = [
        compute(participants, PROJECT, period.start, period.until, TODAY)
        for period in quarters_of(Period(PROJECT.start, PROJECT.end))
    ]

    for code in CATALOGUE.keys() - NULLS - ENTITIES:
        for column in COLUMNS:
            changes = [quarter.by_code[code].in_period[column] or 0 for quarter in quarters]
            assert sum(changes) == quarters[-1].by_code[code].cumulative[column]


@given(random_populations(), st.randoms(use_true_random=False), DAYS)
def test_the_order_of_the_participants_does_not_matter(
    participants: tuple[Participant, ...], shuffler: random.Random, until: dt.date
) -> None:
    shuffled = list(participants)
    shuffler.shuffle(shuffled)
    start = min(until, PROJECT.start)

    assert compute(shuffled, PROJECT, start, until, TODAY) == compute(
        participants, PROJECT, start, until, TODAY
    )


@given(random_populations(), DAYS)
def test_outputs_never_leave_and_incomplete_records_stand_nowhere(
    participants: tuple[Participant, ...], start: dt.date
) -> None:
    figures = compute(participants, PROJECT, start, TODAY, TODAY)

    incomplete = {key.id for key in figures.incomplete}
    for code, figure in figures.by_code.items():
        assert not incomplete & frozenset().union(*figure.people.values())
        assert CATALOGUE[code].kind in {"result", "longer"} or not figure.needs_note
    assert figures.everybody == len(participants)
    assert figures.complete == figures.by_code["EECO01"].cumulative["total"]


@given(random_populations(), DAYS)
def test_figures_of_two_groups_sum_to_the_figures_of_both(
    participants: tuple[Participant, ...], until: dt.date
) -> None:
    start = min(until, PROJECT.start)
    groups = [participants[::2], participants[1::2], participants]

    first, second, both = (compute(group, PROJECT, start, until, TODAY) for group in groups)

    for code in CATALOGUE.keys() - NULLS - ENTITIES:
        for column in COLUMNS:
            parts = [figures.by_code[code].cumulative[column] or 0 for figures in (first, second)]
            assert sum(parts) == both.by_code[code].cumulative[column]
