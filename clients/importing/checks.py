"""What makes an import impossible: dates that cannot be, places that are not, stays that overlap.

These are errors of the ESF+ rules (E9 and the import contract); what is a warning there is none here.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from clients.importing.drafts import CaseDraft, StayDraft
from clients.importing.parse import Cells, Problem, Row

DAYS = ("birth_date", "entry_date", "unemployed_since", "exit_date")
EXIT_FACTS = ("exit_status", "exit_in_education", "exit_qualification", "later_events", "six_month_status")


@dataclass(frozen=True)
class Frame:
    """What a row must fit into: the project's days, the numbers of all municipalities, the day of today.

    `merged` are references of cases that have become one with another, with the other's reference.
    """

    starts_on: dt.date
    ends_on: dt.date
    municipalities: frozenset[str]
    today: dt.date
    merged: Mapping[str, str] = field(default_factory=dict)


def row_problems(row: Row, frame: Frame) -> Iterator[Problem]:
    """What a row shows by itself."""
    faults = [
        *_future_days(row.cells, frame.today),
        *_impossible(row.cells, frame),
        *_merged(row.cells, frame),
    ]
    return (Problem(row.line, column, text) for column, text in faults)


def case_problems(case: CaseDraft) -> Iterator[Problem]:
    """What shows only when the rows of a reference are laid together over what is known."""
    for stay in case.stays.values():
        if stay.is_in_file and "exit_date" not in stay.unread:
            yield from _exit_problems(stay)
    yield from _overlaps(case)
    yield from _birth_problems(case)


_Fault = tuple[str, str]


def _future_days(cells: Cells, today: dt.date) -> Iterator[_Fault]:
    days = [(column, cells[column]) for column in DAYS if column in cells]
    days += [("later_events", day) for day, _status in cells.get("later_events", ())]
    for column, day in days:
        if day > today:
            yield column, _("{day} is in the future").format(day=day)


def _merged(cells: Cells, frame: Frame) -> Iterator[_Fault]:
    """Rows of a case that is shown no more: nobody would see what they bring."""
    reference = cells.get("reference", "")
    if reference in frame.merged:
        text = _("{reference} has become one with {kept}: write {kept} instead")
        yield "reference", text.format(reference=reference, kept=frame.merged[reference])


def _impossible(cells: Cells, frame: Frame) -> Iterator[_Fault]:
    number = cells.get("municipality")
    if number is not None and number not in frame.municipalities:
        yield "municipality", _("{number} is not a municipality of Finland").format(number=number)
    entry_on = cells.get("entry_date")
    if entry_on is None:
        return
    if not frame.starts_on <= entry_on <= frame.ends_on:
        text = _("{day} is outside the project's time {start} – {end}")
        yield "entry_date", text.format(day=entry_on, start=frame.starts_on, end=frame.ends_on)
    text = _("{day} is not before the entry {entry}")
    if cells.get("birth_date", dt.date.min) >= entry_on:
        yield "birth_date", text.format(day=cells["birth_date"], entry=entry_on)
    text = _("{day} is after the entry {entry}")
    if cells.get("unemployed_since", entry_on) > entry_on:
        yield "unemployed_since", text.format(day=cells["unemployed_since"], entry=entry_on)
    text = _("{day} is before the entry {entry}")
    if cells.get("exit_date", entry_on) < entry_on:
        yield "exit_date", text.format(day=cells["exit_date"], entry=entry_on)


def _exit_problems(stay: StayDraft) -> Iterator[Problem]:
    """Facts of an exit without its day, and events before it; "no" is true of whoever has not left, too."""
    if stay.exit_on is None:
        for column in EXIT_FACTS:
            if stay.facts.get(column) and column in stay.lines:
                yield Problem(stay.lines[column], column, _("needs an exit_date"))
        return
    blamed = "later_events" if "later_events" in stay.lines else "exit_date"
    for day, _status in stay.facts.get("later_events", ()):
        if day < stay.exit_on and blamed in stay.lines:
            text = _("the event of {day} is before the exit {exit}").format(day=day, exit=stay.exit_on)
            yield Problem(stay.lines[blamed], blamed, text)


def _overlaps(case: CaseDraft) -> Iterator[Problem]:
    """Stays of the file that begin before all earlier ones have ended, or end after a known one has begun."""
    stays = [stay for _entry, stay in sorted(case.stays.items())]
    longest = stays[0]
    for stay in stays[1:]:
        if stay.is_in_file and not _is_over(longest, stay.entry_on):
            yield Problem(stay.lines["entry_date"], "entry_date", _overlap_text(longest))
        if _is_over(longest, stay.exit_on or dt.date.max):
            longest = stay
    for stay in stays:
        later = (other for other in stays if other.entry_on > stay.entry_on and not other.is_in_file)
        if stay.is_in_file and (follower := next(later, None)) and not _is_over(stay, follower.entry_on):
            text = _("a later stay began on {entry}").format(entry=follower.entry_on)
            yield Problem(stay.lines["entry_date"], "exit_date", text)


def _is_over(stay: StayDraft, day: dt.date) -> bool:
    """Whether the stay has ended before the day; an exit that cannot be read is told of by itself."""
    return "exit_date" in stay.unread or (stay.exit_on is not None and stay.exit_on < day)


def _overlap_text(earlier: StayDraft) -> str:
    if earlier.exit_on is None:
        return _("the stay that began on {entry} has no exit").format(entry=earlier.entry_on)
    text = _("lies inside the stay {entry} – {exit}")
    return text.format(entry=earlier.entry_on, exit=earlier.exit_on)


def _birth_problems(case: CaseDraft) -> Iterator[Problem]:
    """A birth date that another stay's row states must be before the first entry, too."""
    born_on, first = case.person.get("birth_date"), case.first
    if born_on is None or born_on < first.entry_on:
        return
    text = _("the birth date {day} is not before the first entry {entry}").format(
        day=born_on, entry=first.entry_on
    )
    stating = [stay for stay in case.stays.values() if "birth_date" in stay.lines and stay.entry_on > born_on]
    if stating:
        yield Problem(stating[-1].lines["birth_date"], "birth_date", text)
    elif first.is_in_file and "birth_date" not in first.lines:
        yield Problem(first.lines["entry_date"], "entry_date", text)
