"""The way of a referral, waiting times, and bodies with their successors: tables of cases."""

import datetime as dt
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.choices import UNDECIDED, ReferralState
from clients.rules.referral_times import (
    Delays,
    Events,
    Spread,
    Step,
    Times,
    delays,
    last_contacted_on,
    spread,
    times,
)
from clients.rules.referrals import may_enter, state_before, steps_of_staff
from clients.rules.referring_bodies import (
    Body,
    BodyFigures,
    Referred,
    closes_a_circle,
    figures,
    last_successor,
)

R, V, C, W = (
    ReferralState.RECEIVED,
    ReferralState.REVIEWED,
    ReferralState.CONTACTED,
    ReferralState.WAITING,
)
A, D, X = ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.WITHDRAWN
STEPS = {
    R: {V, C, W, A, D, X},
    V: {C, W, A, D, X},
    C: {W, A, D, X},
    W: {A, D, X},
    A: set(),
    D: set(),
    X: set(),
}


@pytest.mark.parametrize(("state", "following"), list(product(ReferralState, repeat=2)))
def test_where_a_referral_may_go(state: ReferralState, following: ReferralState) -> None:
    assert may_enter(state, following) == (following in STEPS[state])


@pytest.mark.parametrize(
    ("states", "before"),
    [
        ([], None),
        ([R], None),
        ([R, V], R),
        ([R, V, C], V),
        ([R, C], R),
        ([R, V, C, W], C),
        ([R, W, D], W),
        ([R, V, X], V),
        # a case has been opened: the decision stays
        ([R, V, A], None),
        # taken back once: the next taking back goes one further
        ([R, V, C, V], R),
        ([R, C, W, C], R),
        ([R, V, D, V, D], V),
        # of a referral from before steps were written down
        ([D], R),
    ],
)
def test_where_taking_back_leads(states: list[ReferralState], before: ReferralState | None) -> None:
    assert state_before(states) == before


@pytest.mark.parametrize(
    ("states", "before"),
    [([R, W], C), ([R, V, W], C), ([R, C, W], C), ([R, V], R), ([R, W, D], W), ([R, W, X], W)],
)
def test_who_was_contacted_while_waiting_stays_so(states: list[ReferralState], before: ReferralState) -> None:
    assert state_before(states, was_contacted=True) == before


def test_what_staff_may_record_next() -> None:
    steps = {state: steps_of_staff(state) for state in ReferralState}

    assert steps == {R: [V, C], V: [C], C: [], W: [C], A: [], D: [], X: []}


@given(st.lists(st.booleans(), max_size=40), st.randoms(use_true_random=False))
def test_taking_back_always_leads_to_an_undecided_state(forward: list[bool], random: object) -> None:
    """However steps and takings back alternate, one comes back to the beginning."""
    states = [R]
    for goes_on in forward:
        choices = sorted(STEPS[states[-1]])
        if goes_on and choices:
            states.append(random.choice(choices))  # type: ignore[attr-defined]
        elif (earlier := state_before(states)) is not None:
            states.append(earlier)

    while (earlier := state_before(states)) is not None:
        assert earlier in UNDECIDED
        assert may_enter(earlier, states[-1])
        states.append(earlier)

    assert states[-1] in {R, A}


MONDAY = dt.date(2026, 2, 2)


def after(days: int) -> dt.date:
    return MONDAY + dt.timedelta(days=days)


def beside(state: ReferralState, days: int) -> Step:
    return Step(state, after(days), while_waiting=True)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (Events(MONDAY, R), Times(None, None)),
        (Events(MONDAY, C, (Step(R, MONDAY), Step(C, after(3)))), Times(3, None)),
        (Events(MONDAY, C, (Step(R, MONDAY), Step(C, MONDAY))), Times(0, None)),
        # marked by mistake and taken back: no contact, until the next time
        (Events(MONDAY, R, (Step(R, MONDAY), Step(C, after(1)), Step(R, after(1)))), Times(None, None)),
        (
            Events(MONDAY, C, (Step(R, MONDAY), Step(C, after(1)), Step(V, after(1)), Step(C, after(5)))),
            Times(5, None),
        ),
        # off the waiting list again: the contact stays one
        (
            Events(MONDAY, C, (Step(R, MONDAY), Step(C, after(2)), Step(W, after(4)), Step(C, after(9)))),
            Times(2, None),
        ),
        # contacted while waiting; the first of two; one marked by mistake
        (Events(MONDAY, W, (Step(R, MONDAY), Step(W, after(1)), beside(C, 3))), Times(3, None)),
        (Events(MONDAY, W, (Step(W, after(1)), beside(C, 3), beside(C, 8), beside(W, 8))), Times(3, None)),
        (Events(MONDAY, W, (Step(W, after(1)), beside(C, 3), beside(W, 3))), Times(None, None)),
        (Events(MONDAY, A, (Step(W, after(1)), beside(C, 3), Step(A, after(9)))), Times(3, None)),
        # contacted, then put on the list: a place in the line takes no contact back
        (Events(MONDAY, W, (Step(C, after(2)), Step(W, after(4)))), Times(2, None)),
        # the first of all that tell of a contact; a meeting is one
        (Events(MONDAY, A, (Step(C, after(6)),), entry_on=after(4)), Times(4, None)),
        (Events(MONDAY, A, (Step(C, after(6)),), after(8), after(9)), Times(6, 9)),
        (Events(MONDAY, A, held_on=after(7)), Times(7, 7)),
        (Events(MONDAY, A, meeting_entry_on=after(7), held_on=after(5)), Times(5, 5)),
    ],
)
def test_times(events: Events, expected: Times) -> None:
    assert times(events) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), None),
        ((Step(R, MONDAY), Step(C, after(1)), Step(W, after(2))), after(1)),
        ((Step(R, MONDAY), Step(C, after(1)), Step(V, after(2))), None),
        ((Step(W, after(1)), beside(C, 3), beside(C, 8)), after(8)),
        ((Step(W, after(1)), beside(C, 3), beside(C, 8), beside(W, 8)), after(3)),
        # declined by mistake: back in the line the contact is still one
        ((Step(W, after(1)), beside(C, 3), Step(D, after(4)), Step(W, after(5))), after(3)),
    ],
)
def test_the_last_contact(steps: tuple[Step, ...], expected: dt.date | None) -> None:
    assert last_contacted_on(steps) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], None),
        ([None, None], None),
        ([4], Spread(4, 4, 1)),
        ([1, None, 9], Spread(5, 9, 2)),
        ([1, 2, 30], Spread(2, 30, 3)),
        ([0, 1, 2, 5], Spread(1.5, 5, 4)),
    ],
)
def test_spread(days: list[int | None], expected: Spread | None) -> None:
    assert spread(days) == expected


def test_delays_tell_of_those_reached_and_of_those_not_yet() -> None:
    found = delays(
        [
            Events(MONDAY, C, (Step(C, after(2)),)),
            Events(MONDAY, A, (Step(C, after(6)),), meeting_entry_on=after(8)),
            Events(MONDAY, R),
            Events(after(5), V),
            Events(MONDAY, D),  # decided without a contact: nobody waits
        ],
        after(20),
    )

    assert found == Delays(Spread(4, 6, 2), Spread(8, 8, 1), Spread(17.5, 20, 2))


TE, YLA_SAVO, KUNTA, LAPINLAHTI = (UUID(int=number) for number in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("body", "last"), [(TE, YLA_SAVO), (KUNTA, YLA_SAVO), (YLA_SAVO, YLA_SAVO), (LAPINLAHTI, LAPINLAHTI)]
)
def test_the_last_successor(body: UUID, last: UUID) -> None:
    chain = {KUNTA: TE, TE: YLA_SAVO, YLA_SAVO: None}

    assert last_successor(body, chain) == last


def test_a_circle_of_successors_is_seen_and_does_not_hang() -> None:
    chain = {KUNTA: TE, TE: YLA_SAVO, YLA_SAVO: None}

    assert closes_a_circle(YLA_SAVO, KUNTA, chain)
    assert closes_a_circle(TE, TE, chain)
    assert not closes_a_circle(LAPINLAHTI, TE, chain)
    assert last_successor(TE, {TE: KUNTA, KUNTA: TE}) == KUNTA


def test_the_figures_of_predecessors_are_the_successors() -> None:
    """The employment areas took over from the TE offices on 1.1.2025 (Finland's reform of 2025)."""
    bodies = [
        Body(TE, "Pohjois-Savon TE-toimisto", YLA_SAVO),
        Body(KUNTA, "Kuntakokeilu", YLA_SAVO),
        Body(YLA_SAVO, "Ylä-Savon työllisyysalue"),
        Body(LAPINLAHTI, "Aikuissosiaalityö"),
    ]

    rows = figures(bodies, {TE: Referred(11, 4), KUNTA: Referred(2, 2), YLA_SAVO: Referred(30, 21)})

    assert rows == [
        BodyFigures("Aikuissosiaalityö", (), Referred(0, 0)),
        BodyFigures(
            "Ylä-Savon työllisyysalue", ("Kuntakokeilu", "Pohjois-Savon TE-toimisto"), Referred(43, 27)
        ),
    ]
