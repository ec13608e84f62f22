"""One ESF+ participant: the facts that count, and what they say about entry, exit and results.

"rules N" is the paragraph of the ESF+ rules this project follows; the sources are the Regulation (EU)
2021/1057 Annex I, the SFC2021 questions and answers, and the guidance of rakennerahastot.fi.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from clients.choices import EuraStatus
from clients.rules.ages import age_on
from clients.rules.stays import FOLLOW_UP_MONTHS, WINDOW_DAYS, add_months
from clients.rules.stays import eura_end_status as status_for_eura

Gender = Literal["W", "M", "NB"]
EntryStatus = Literal["unemployed", "inactive", "employed"]
LabourStatus = Literal["employed", "self_employed", "unemployed", "inactive"]
SixMonthStatus = Literal["employed", "improved", "unemployed", "inactive"]
WindowState = Literal["not_left", "open", "closed"]

GENDERS: tuple[Gender, ...] = ("W", "M", "NB")
UNKNOWN_EDUCATION = 9  # Statistics Finland, koulutusaste


@dataclass(frozen=True, slots=True)
class LabourEvent:
    """A change of labour-market status on or after the exit."""

    on: dt.date
    status: LabourStatus


@dataclass(frozen=True, slots=True)
class StayFacts:
    """One stay in the project, from entry to exit; None means not known.

    `municipality` is the three-digit number of Statistics Finland, `education_level` the first digit of its
    koulutusaste (ISCED 2011; 9 is unknown).
    """

    entry_on: dt.date
    municipality: str
    entry_status: EntryStatus | None = None
    unemployed_since: dt.date | None = None
    in_education_at_entry: bool | None = None
    education_level: int | None = None
    exit_on: dt.date | None = None
    exit_status: LabourStatus | None = None
    exit_in_education: bool | None = None
    exit_qualification: bool | None = None
    later_events: tuple[LabourEvent, ...] = ()
    six_month_status: SixMonthStatus | None = None


@dataclass(frozen=True, slots=True)
class ServiceSpan:
    """A service that the project excludes, both days included; without an end it goes on."""

    name: str
    start_on: dt.date
    end_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One person in one operation (rules 1, 2); the same person in another operation is another one.

    `citizenship` is ISO 3166-1 alpha-2, or XX for stateless. `stays` has at least one and goes by entry
    date, otherwise ValueError: somebody who has not entered is no participant.
    """

    id: str
    reference: str
    stays: tuple[StayFacts, ...]
    gender: Gender | None = None
    born_on: dt.date | None = None
    citizenship: str | None = None
    parents_born_abroad: bool | None = None
    excluded_services: tuple[ServiceSpan, ...] = ()

    def __post_init__(self) -> None:
        entries = [stay.entry_on for stay in self.stays]
        if not entries or entries != sorted(entries):
            raise ValueError(f"participant {self.id}: stays must be one or more, by entry date: {entries}")

    @property
    def first(self) -> StayFacts:
        """The first stay: its entry data hold for the whole record (rules 1)."""
        return self.stays[0]


class FinalExit(NamedTuple):
    """The exit that counts at a cut-off, with its stay."""

    on: dt.date
    stay: StayFacts


def age_at_entry(participant: Participant) -> int | None:
    """Completed years on the first entry date (rules 6); None without a birth date."""
    if participant.born_on is None:
        return None
    return age_on(participant.born_on, participant.first.entry_on)


def is_complete(participant: Participant) -> bool:
    """Whether gender, employment status, birth date and education are known (rules 3, 8).

    An incomplete record counts in no indicator.
    """
    first = participant.first
    required = (participant.gender, participant.born_on, first.entry_status, first.education_level)
    return None not in required and first.education_level != UNKNOWN_EDUCATION


def has_entered(participant: Participant, cutoff: dt.date) -> bool:
    """Whether the first entry lies on or before the cut-off."""
    return participant.first.entry_on <= cutoff


def is_long_term_unemployed(participant: Participant, months: int = 12, *, age_split: bool = False) -> bool:
    """Whether unemployment had lasted at least `months` calendar months on the first entry date (rules 7).

    Equality counts. With `age_split` the definition of 2014–20 holds besides: under 25 years of age, more
    than six months. Without `unemployed_since` the answer is no.
    """
    first = participant.first
    if first.entry_status != "unemployed" or first.unemployed_since is None:
        return False
    if add_months(first.unemployed_since, months) <= first.entry_on:
        return True
    age = age_at_entry(participant)
    is_young = age_split and age is not None and age < 25
    return is_young and add_months(first.unemployed_since, 6) < first.entry_on


def final_exit(participant: Participant, cutoff: dt.date) -> FinalExit | None:
    """The exit of the last stay begun by the cut-off, if it lies on or before the cut-off (rules 14)."""
    begun = [stay for stay in participant.stays if stay.entry_on <= cutoff]
    if not begun or begun[-1].exit_on is None or begun[-1].exit_on > cutoff:
        return None
    return FinalExit(begun[-1].exit_on, begun[-1])


def window_state(participant: Participant, cutoff: dt.date, window_days: int = WINDOW_DAYS) -> WindowState:
    """Whether the days after the final exit are over: closed from exit + `window_days` on (rules 14).

    An open window makes the exit provisional: its results are not counted yet.
    """
    left = final_exit(participant, cutoff)
    if left is None:
        return "not_left"
    return "closed" if cutoff >= left.on + dt.timedelta(days=window_days) else "open"


def labour_status_on(stay: StayFacts, day: dt.date) -> LabourStatus | None:
    """The status on a day on or after the exit: the last event by then, else the exit status.

    On one day an event beats the exit status, and the later listed event the earlier. None when the stay
    goes on or nothing is known.
    """
    exit_on = stay.exit_on
    if exit_on is None:
        return None
    known = [event for event in stay.later_events if exit_on <= event.on <= day]
    return sorted(known, key=lambda event: event.on)[-1].status if known else stay.exit_status


def deciding_status(left: FinalExit, window_days: int = WINDOW_DAYS) -> LabourStatus | None:
    """The status that decides the immediate results: the last one within the window (rules 12)."""
    return labour_status_on(left.stay, left.on + dt.timedelta(days=window_days))


def follow_up_on(left: FinalExit) -> dt.date:
    """The day the longer-term results look at: six calendar months after the exit (rules 15)."""
    return add_months(left.on, FOLLOW_UP_MONTHS)


def results_shown(
    participant: Participant, cutoff: dt.date, window_days: int = WINDOW_DAYS
) -> frozenset[str]:
    """Codes EECR01–06 that the exit facts show at the cut-off (rules 12–15).

    Whether the person may count is not asked here: that takes a complete record and the reference status
    at entry.
    """
    left = final_exit(participant, cutoff)
    if left is None:
        return frozenset()
    codes: set[str] = set()
    if window_state(participant, cutoff, window_days) == "closed":
        codes |= _immediate_results(participant.first, left, window_days)
    if cutoff >= follow_up_on(left):
        codes.update(_SIX_MONTH_RESULTS.get(left.stay.six_month_status, ()))
    return frozenset(codes)


def eura_end_status(stay: StayFacts) -> EuraStatus | None:
    """EURA's single end status, on the day of leaving; None while the stay goes on or its status is not known."""
    status = None if stay.exit_on is None else labour_status_on(stay, stay.exit_on)
    # By the contract of the import a blank answer on studies is no.
    return status_for_eura(status, in_education=bool(stay.exit_in_education))


# rules 13: an unemployed person is by definition seeking work.
_LABOUR_RESULTS: dict[LabourStatus | None, tuple[str, ...]] = {
    "unemployed": ("EECR01",),
    "employed": ("EECR04",),
    "self_employed": ("EECR04",),
}
_SIX_MONTH_RESULTS: dict[SixMonthStatus | None, tuple[str, ...]] = {
    "employed": ("EECR05",),
    "improved": ("EECR05", "EECR06"),
}


def _immediate_results(first: StayFacts, left: FinalExit, window_days: int) -> set[str]:
    codes = set(_LABOUR_RESULTS.get(deciding_status(left, window_days), ()))
    if left.stay.exit_in_education and not first.in_education_at_entry:
        codes.add("EECR02")
    if left.stay.exit_qualification:
        codes.add("EECR03")
    return codes
