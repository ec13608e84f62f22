"""Made-up participants for the tests of the ESF+ rules: one by one, and random populations."""

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from reporting.rules.indicators import EsfSettings
from reporting.rules.participants import LabourEvent, LabourStatus, Participant, ServiceSpan, StayFacts

day = dt.date.fromisoformat
PROJECT = EsfSettings(start=day("2024-01-01"), end=day("2026-12-31"))
TODAY = day("2027-06-01")

COMPLETE_STAY = StayFacts(
    entry_on=day("2024-10-01"), municipality="140", entry_status="unemployed", education_level=3
)


def stay(entry_on: str = "2024-10-01", exit_on: str | None = None, **facts: Any) -> StayFacts:
    """A stay with all required entry data; keyword arguments change it."""
    return replace(
        COMPLETE_STAY, entry_on=day(entry_on), exit_on=None if exit_on is None else day(exit_on), **facts
    )


def person(*stays: StayFacts, number: int = 1, **facts: Any) -> Participant:
    """A participant with a complete record; keyword arguments change it."""
    complete = Participant(
        id=f"id-{number}",
        reference=f"R{number}",
        stays=stays or (stay(),),
        gender="W",
        born_on=day("1985-05-05"),
        citizenship="FI",
    )
    return replace(complete, **facts)


def event(on: str, status: Any) -> LabourEvent:
    """A later event by ISO date."""
    return LabourEvent(day(on), status)


def days_between(start: dt.date, end: dt.date) -> st.SearchStrategy[dt.date]:
    """Any day from start to end."""
    return st.dates(min_value=start, max_value=end)


LABOUR_STATUSES: st.SearchStrategy[LabourStatus] = st.sampled_from(
    ["employed", "self_employed", "unemployed", "inactive"]
)
ANSWERS = st.sampled_from([True, False, None])


@st.composite
def random_stays(draw: st.DrawFn) -> tuple[StayFacts, ...]:
    """One to three stays one after another, the last with or without an exit, within the project's time."""
    days = draw(
        st.lists(days_between(PROJECT.start, PROJECT.end), min_size=1, max_size=6, unique=True).map(sorted)
    )
    pairs = [(days[index], days[index + 1 : index + 2]) for index in range(0, len(days), 2)]
    return tuple(draw(random_stay(entry_on, exits[0] if exits else None)) for entry_on, exits in pairs)


@st.composite
def random_stay(draw: st.DrawFn, entry_on: dt.date, exit_on: dt.date | None) -> StayFacts:
    """A stay with any answers, missing ones included."""
    offsets = st.lists(st.integers(0, 60), max_size=3) if exit_on else st.just([])
    return StayFacts(
        entry_on=entry_on,
        municipality=draw(st.sampled_from(["140", "263", "091"])),
        entry_status=draw(st.sampled_from(["unemployed", "inactive", "employed", None])),
        unemployed_since=draw(st.none() | days_between(day("2020-01-01"), entry_on)),
        in_education_at_entry=draw(ANSWERS),
        education_level=draw(st.none() | st.integers(0, 9)),
        exit_on=exit_on,
        exit_status=draw(LABOUR_STATUSES | st.none()) if exit_on else None,
        exit_in_education=draw(ANSWERS) if exit_on else None,
        exit_qualification=draw(ANSWERS) if exit_on else None,
        later_events=tuple(
            LabourEvent((exit_on or entry_on) + dt.timedelta(days=offset), draw(LABOUR_STATUSES))
            for offset in draw(offsets)
        ),
        six_month_status=draw(st.sampled_from(["employed", "improved", "unemployed", "inactive", None])),
    )


@st.composite
def random_populations(draw: st.DrawFn) -> tuple[Participant, ...]:
    """Up to twelve participants, complete or not."""
    return tuple(
        Participant(
            id=f"id-{number}",
            reference=f"R{number}",
            stays=draw(random_stays()),
            gender=draw(st.sampled_from(["W", "M", "NB", None])),
            born_on=draw(st.none() | days_between(day("1950-01-01"), day("2012-12-31"))),
            citizenship=draw(st.sampled_from(["FI", "SE", "NO", "UA", "XX", None])),
            parents_born_abroad=draw(ANSWERS),
            excluded_services=draw(
                st.just(()) | st.just((ServiceSpan("another project", day("2024-05-01")),))
            ),
        )
        for number in range(draw(st.integers(0, 12)))
    )
