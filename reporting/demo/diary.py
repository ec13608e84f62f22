"""The entries of a case: what coaches wrote from the first call to the last contact."""

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from clients.choices import AssignmentRole, Channel, EntryKind
from reporting.demo import texts
from reporting.demo.people import deal
from reporting.demo.plan import Course, EntryPlan, StayPlan
from reporting.demo.texts import Phase
from reporting.demo.workdays import at_work, spread, workdays

FEWEST, MOST = 5, (16, 21)  # entries of one stay, without attempts at the end
KINDS = {
    EntryKind.CONTACT: 40,
    EntryKind.MEETING: 22,
    EntryKind.NO_ANSWER: 14,
    EntryKind.OBSERVATION: 10,
    EntryKind.WORKPLACE_VISIT: 8,
    EntryKind.NOTE: 6,
}
MINUTES = {
    EntryKind.CONTACT: (5, 10, 15, 20),
    EntryKind.MEETING: (45, 60, 60, 75, 90),
    EntryKind.WORKPLACE_VISIT: (60, 90, 120),
}


class Diary:
    """Writes the entries of one case; no text comes twice before the stock is used up."""

    def __init__(self, rng: Random, course: Course, *, pace: int) -> None:
        self._rng, self._course, self._pace = rng, course, pace
        self._trade = rng.choice(texts.TRADES)
        self._left: dict[tuple[str, ...], list[str]] = {}

    def write(self, accepted_on: dt.date) -> tuple[EntryPlan, ...]:
        """Everything from the day the referral was accepted on, in order."""
        one_day = dt.timedelta(days=1)
        between = workdays(accepted_on + one_day, self._course.entry_on - one_day)
        called_on = self._rng.sample(between, min(len(between), 1))
        written = [self._entry(on, EntryKind.CONTACT, Phase.BEFORE) for on in called_on]
        for stay in self._course.stays:
            written += self._of_stay(stay)
        written += [self._entry(on, EntryKind.NO_ANSWER, Phase.MIDDLE) for on in self._course.attempts]
        return tuple(written)

    def _of_stay(self, stay: StayPlan) -> Iterator[EntryPlan]:
        last = stay.exit_on or self._course.last_contact_on or stay.entry_on
        days = self._days(stay.entry_on, last)
        kinds = deal(self._rng, KINDS, len(days))
        yield self._entry(stay.entry_on, EntryKind.MEETING, Phase.FIRST)
        for index, (on, kind) in enumerate(zip(days, kinds, strict=True)):
            yield self._entry(on, kind, _phase(index, len(days), has_ended=stay.exit_on is not None))
        if stay.exit_on is not None:
            yield self._made(last, EntryKind.MEETING, texts.ENDINGS[stay.direction])
        elif last > stay.entry_on:
            yield self._entry(last, self._rng.choice((EntryKind.CONTACT, EntryKind.MEETING)), Phase.MIDDLE)

    def _days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """Working days between the first and the last one on which something is written."""
        most = self._rng.randint(*MOST)
        count = min(max((last - first).days // self._pace, FEWEST), most) - 2
        days = spread(self._rng, first + dt.timedelta(days=1), last - dt.timedelta(days=1), count)
        return [day for day in days if not any(absence.holds(day) for absence in self._course.absences)]

    def _entry(self, on: dt.date, kind: EntryKind, phase: Phase) -> EntryPlan:
        if kind == EntryKind.NO_ANSWER and not self._course.person.phone:
            kind = EntryKind.NOTE
        return self._made(on, kind, self._text(kind, phase), is_call=phase is Phase.BEFORE)

    def _made(self, on: dt.date, kind: EntryKind, text: str, *, is_call: bool = False) -> EntryPlan:
        channel = self._channel(kind, is_call=is_call)
        minutes = MINUTES.get(kind) if channel != Channel.MESSAGE else None
        return EntryPlan(
            author=self._author(on),
            happened_on=on,
            kind=kind,
            channel=channel,
            minutes=self._rng.choice(minutes) if minutes and self._rng.random() < 0.7 else None,
            text=text.format(Alan=self._trade.alan.capitalize(), **self._trade._asdict()),
            created_at=at_work(self._rng, on),
        )

    def _author(self, on: dt.date) -> str:
        """Whoever stands in for the responsible coach that day, else the coach; the earliest entries too."""
        working = [each for each in self._course.assignments if each.holds(on)]
        substitutes = [each.member for each in working if each.role == AssignmentRole.SUBSTITUTE]
        coaches = [each.member for each in working if each.role == AssignmentRole.RESPONSIBLE]
        return next(iter(substitutes + coaches), self._course.assignments[0].member)

    def _channel(self, kind: EntryKind, *, is_call: bool) -> Channel | None:
        if kind in {EntryKind.OBSERVATION, EntryKind.NOTE}:
            return None
        if kind == EntryKind.MEETING:
            return self._rng.choice((Channel.FACE_TO_FACE,) * 5 + (Channel.REMOTE,))
        if kind == EntryKind.WORKPLACE_VISIT or not self._course.person.phone:
            return Channel.FACE_TO_FACE
        if kind == EntryKind.NO_ANSWER or is_call:
            return Channel.PHONE
        return self._rng.choice((Channel.PHONE, Channel.PHONE, Channel.MESSAGE))

    def _text(self, kind: EntryKind, phase: Phase) -> str:
        if kind == EntryKind.NO_ANSWER:
            return self._rng.choice(texts.NO_ANSWER)
        if kind == EntryKind.CONTACT:
            return self._unused(texts.CONTACTS[phase])
        if kind != EntryKind.MEETING:
            return self._unused(texts.OTHERS[kind])
        parts = [self._unused(texts.MEETINGS[phase])]
        if self._course.person.interpreter_language:
            parts.append(texts.INTERPRETED)
        if self._rng.random() < 0.5:
            parts.append(self._rng.choice(texts.NEXT_STEPS))
        return " ".join(parts)

    def _unused(self, stock: Sequence[str]) -> str:
        left = self._left.setdefault(tuple(stock), [])
        if not left:
            left.extend(self._rng.sample(stock, len(stock)))
        return left.pop()


def _phase(index: int, count: int, *, has_ended: bool) -> Phase:
    if index < count * 0.35:
        return Phase.MAPPING
    return Phase.TOWARDS_END if has_ended and index >= count * 0.85 else Phase.MIDDLE
