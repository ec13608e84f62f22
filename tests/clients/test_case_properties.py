"""What holds for any input: an entry the form takes is stored whole, undoing an ending leaves no trace of it."""

import datetime as dt
import uuid
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.choices import Channel, Direction, EntryKind, ExitStatus
from clients.forms.entry import EntryForm
from clients.models import LabourMarketEvent, Stay
from clients.services.entries import save_entry
from clients.services.stays import close_stay, reenter, undo_closing
from tests.cast import DAY, IISALMI, Cast
from tests.clients.casework import inside
from tests.world import World, make_case

pytestmark = pytest.mark.django_db
Populated = tuple[Cast, tuple[World, World, World]]
SMALL = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])


@SMALL
@given(
    text=st.text(max_size=80), kind=st.sampled_from(EntryKind), channel=st.sampled_from(["", *Channel.values])
)
def test_what_the_form_takes_the_database_stores_whole(
    populated: Populated, text: str, kind: EntryKind, channel: str
) -> None:
    cast, (own, _area, _other) = populated
    typed = {
        "submission_key": str(uuid.uuid4()),
        "kind": kind.value,
        "channel": channel,
        "text": text,
        "happened_on": "3.3.2026",
    }
    with inside(cast):
        form = EntryForm(typed, project=cast.project, today=DAY)
        if form.is_valid():
            entry = save_entry(own.case, cast.aino, form.cleaned_data["submission_key"], form.facts())

            entry.refresh_from_db()
            assert {name: getattr(entry, name) for name in form.facts()} == form.facts()


EXITS = st.fixed_dictionaries(
    {"exit_on": st.dates(dt.date(2025, 9, 2), DAY)},
    optional={
        "exit_status": st.sampled_from(ExitStatus.values),
        "exit_in_education": st.booleans(),
        "exit_qualification": st.booleans(),
        "direction": st.sampled_from(Direction.values),
    },
)


def facts_of(stay: Stay) -> dict[str, Any]:
    facts: dict[str, Any] = Stay.objects.filter(id=stay.id).values().get()
    return facts


@SMALL
@given(exit_facts=EXITS, events=st.lists(st.sampled_from(ExitStatus.values), max_size=3))
def test_undoing_an_ending_brings_back_the_stay_as_it_was(
    populated: Populated, exit_facts: dict[str, Any], events: list[str]
) -> None:
    cast, _worlds = populated
    with inside(cast):
        case = make_case(f"U{uuid.uuid4().hex}", cast.areas[IISALMI], cast.aino)
        stay = case.stays.get()
        before = facts_of(stay)
        assert close_stay(case, **exit_facts)
        for status in events:
            LabourMarketEvent.objects.create(stay=stay, on=DAY, status=status)

        assert undo_closing(case)

        assert facts_of(stay) == before
        assert LabourMarketEvent.objects.filter(stay=stay).count() == 0


@SMALL
@given(gaps=st.lists(st.integers(1, 60), min_size=2, max_size=8))
def test_stays_never_overlap_whatever_the_order_of_leaving_and_coming_back(
    populated: Populated, gaps: list[int]
) -> None:
    cast, _worlds = populated
    with inside(cast):
        case = make_case(f"S{uuid.uuid4().hex}", cast.areas[IISALMI], cast.aino, entry_on=dt.date(2024, 7, 1))
        day = dt.date(2024, 7, 1)
        for number, gap in enumerate(gaps):
            day += dt.timedelta(days=gap)
            if number % 2 == 0:
                close_stay(case, exit_on=day)
            else:
                reenter(case, entry_on=day, municipality=cast.areas[IISALMI].municipality)

        stays = list(case.stays.all())
        assert len(stays) == 1 + len(gaps) // 2
        for earlier, later in pairwise(stays):
            assert earlier.exit_on is not None
            assert earlier.exit_on < later.entry_on
