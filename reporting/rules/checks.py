"""Checks E1–E10 (errors) and W1–W6 (warnings) of ESF+ figures and of the records behind them."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reporting.rules.catalogue import CATALOGUE
from reporting.rules.comparisons import RULES, Breach, Rule, breaches, strangers, sums
from reporting.rules.indicators import (
    SCOPES,
    Cells,
    Column,
    EsfFigures,
    EsfSettings,
    Scope,
    uncounted_results,
)
from reporting.rules.participants import (
    GENDERS,
    Participant,
    ServiceSpan,
    StayFacts,
    age_at_entry,
    deciding_status,
    final_exit,
    has_entered,
    window_state,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Level = Literal["error", "warning"]

ORDER = (*(f"E{number}" for number in range(1, 11)), *(f"W{number}" for number in range(1, 7)))

_COLUMN_NAMES: dict[Column, "_StrPromise"] = {
    "total": _("total"),
    "W": _("women"),
    "M": _("men"),
    "NB": _("non-binary"),
}
_SCOPE_NAMES: dict[Scope, "_StrPromise"] = {
    "in_period": _("in the period"),
    "cumulative": _("since the start"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check; `ids` are the participants and `cells` the indicator codes it means.

    `detail` has the numbers and is translated when it is shown.
    """

    id: str
    level: Level
    ok: bool
    detail: "_StrPromise"
    ids: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


def all_checks(
    figures: EsfFigures, participants: Sequence[Participant], settings: EsfSettings
) -> list[Check]:
    """E1–E10 and W1–W6 in this order, for figures computed from these participants."""
    of_people = check_people(participants, settings, figures.until, figures.today)
    return sorted([*check_figures(figures), *of_people], key=lambda check: ORDER.index(check.id))


def check_figures(figures: EsfFigures) -> list[Check]:
    """E1–E8, E10 and W6: what the figures say of each other and of earlier reports."""
    return [
        *(_kept_rules(check_id, figures) for check_id in RULES),
        _one_labour_result(figures),
        _genders_add_up(figures),
        _nothing_smaller(figures),
    ]


def check_people(
    participants: Sequence[Participant], settings: EsfSettings, until: dt.date, today: dt.date
) -> list[Check]:
    """E9 and W1–W5: what stands in the records themselves.

    E9 looks at every record, because a wrong date may be what keeps somebody out of the period; the
    warnings look at those who have entered by `until`, complete or not.
    """
    entered = [person for person in participants if has_entered(person, until)]

    def warning(check_id: str, text: "_StrPromise", concerns: Callable[[Participant], object]) -> Check:
        ids = _ids(person for person in entered if concerns(person))
        detail = format_lazy(text, count=len(ids), everybody=len(entered))
        return Check(check_id, "warning", not ids, detail, ids)

    return [
        _possible_dates(participants, settings, today),
        warning(
            "W1",
            _("Outside the project's age limits on the first day: {count} of {everybody}"),
            lambda person: _outside_age_limits(person, settings),
        ),
        warning(
            "W2",
            _("From a municipality outside the project: {count} of {everybody}"),
            lambda person: _outside_areas(person, settings, until),
        ),
        warning(
            "W3",
            _("In an excluded service while in the project: {count} of {everybody}"),
            lambda person: _in_excluded_service(person, until),
        ),
        warning(
            "W4",
            _("Left, time for results over, exit status missing: {count} of {everybody}"),
            lambda person: _lacks_exit_status(person, settings, until),
        ),
        warning(
            "W5",
            _("Result not counted because start data are missing: {count} of {everybody}"),
            lambda person: uncounted_results(person, settings, until),
        ),
    ]


def _kept_rules(check_id: str, figures: EsfFigures) -> Check:
    """A check made of rules; a rule is broken by a cell, or by people who stand on one side only."""
    broken: list[Rule] = []
    texts: list[object] = []
    ids: set[str] = set()
    for rule in RULES[check_id]:
        in_cells, people = list(breaches(rule, figures)), strangers(rule, figures)
        if in_cells or people:
            broken.append(rule)
            texts.append(_broken_rule(rule, in_cells, people))
            ids |= people
    cells = dict.fromkeys(code for rule in broken for code in (*rule.left, *rule.right))
    detail = _joined(texts or [_kept_rule(rule, figures) for rule in RULES[check_id]])
    return Check(check_id, "error", not broken, detail, tuple(sorted(ids)), tuple(cells))


def _kept_rule(rule: Rule, figures: EsfFigures) -> "_StrPromise":
    compared = sums(rule, figures, "cumulative", "total")
    if compared is None:
        return format_lazy(_("{rule} (not collected)"), rule=rule)
    left, right = compared
    return format_lazy("{rule} ({left} {sign} {right})", rule=rule, left=left, sign=rule.sign, right=right)


def _broken_rule(rule: Rule, in_cells: list[Breach], people: set[str]) -> "_StrPromise":
    reasons: list[object] = [_breach(rule, breach) for breach in in_cells]
    if people:
        reasons.append(format_lazy(_("not the same people: {count}"), count=len(people)))
    return format_lazy("{rule}: {reasons}", rule=rule, reasons=_joined(reasons, ", "))


def _breach(rule: Rule, breach: Breach) -> "_StrPromise":
    return format_lazy(
        "{left} {sign} {right} ({column}, {scope})",
        left=breach.left,
        sign="≠" if rule.sign == "=" else ">",
        right=breach.right,
        column=_COLUMN_NAMES[breach.column],
        scope=_SCOPE_NAMES[breach.scope],
    )


def _one_labour_result(figures: EsfFigures) -> Check:
    seeking, at_work = (set().union(*figures.by_code[code].people.values()) for code in ("EECR01", "EECR04"))
    ids = tuple(sorted(seeking & at_work))
    detail = format_lazy(_("Counted in both EECR01 and EECR04: {count}"), count=len(ids))
    return Check("E7", "error", not ids, detail, ids, ("EECR01", "EECR04") if ids else ())


def _genders_add_up(figures: EsfFigures) -> Check:
    of_people = [figure for code, figure in figures.by_code.items() if CATALOGUE[code].counts_people]
    wrong = [
        figure.code for figure in of_people if not all(_adds_up(figure.cells(scope)) for scope in SCOPES)
    ]
    text = _("Women, men and non-binary do not add up to the total: {count} of {everybody} indicators")
    detail = format_lazy(text, count=len(wrong), everybody=len(of_people))
    return Check("E8", "error", not wrong, detail, cells=tuple(wrong))


def _adds_up(cells: Cells) -> bool:
    """Whether the genders give the total, or nothing at all is collected."""
    genders = [cells[gender] for gender in GENDERS]
    known = [value for value in genders if value is not None]
    if cells["total"] is None:
        return not known
    return len(known) == len(genders) and sum(known) == cells["total"]


def _nothing_smaller(figures: EsfFigures) -> Check:
    fallen = {}
    for code, figure in figures.by_code.items():
        now, before = figure.cumulative["total"], figures.earlier.get(code)
        if now is not None and before is not None and now < before:
            fallen[code] = format_lazy("{code}: {now} < {before}", code=code, now=now, before=before)
    text = _("Smaller than in an earlier report: {count} of {everybody} indicators ({codes})")
    if not fallen:
        text = _("Not smaller than in an earlier report: {everybody} indicators compared")
    detail = format_lazy(
        text, count=len(fallen), everybody=len(figures.earlier), codes=_joined(fallen.values())
    )
    return Check("W6", "warning", not fallen, detail, cells=tuple(fallen))


def _possible_dates(participants: Sequence[Participant], settings: EsfSettings, today: dt.date) -> Check:
    faults = {
        "exits": _ids(person for person in participants if any(map(_exit_before_entry, person.stays))),
        "entries": _ids(person for person in participants if _entry_outside_project(person, settings)),
        "births": _ids(person for person in participants if _birth_after_entry(person)),
        "future": _ids(person for person in participants if any(day > today for day in _days(person))),
    }
    ids = tuple(sorted({person for people in faults.values() for person in people}))
    text = _(
        "Exit before entry: {exits}; entry outside the project's time: {entries}; "
        "birth not before entry: {births}; date in the future: {future}"
    )
    detail = format_lazy(text, **{fault: len(people) for fault, people in faults.items()})
    return Check("E9", "error", not ids, detail, ids)


def _exit_before_entry(stay: StayFacts) -> bool:
    return stay.exit_on is not None and stay.exit_on < stay.entry_on


def _entry_outside_project(person: Participant, settings: EsfSettings) -> bool:
    return any(not settings.start <= stay.entry_on <= settings.end for stay in person.stays)


def _birth_after_entry(person: Participant) -> bool:
    return person.born_on is not None and person.born_on >= person.first.entry_on


def _days(person: Participant) -> Iterable[dt.date]:
    """Every date that says something has happened; the end of a service may be planned."""
    of_stays = (
        day
        for stay in person.stays
        for day in (
            stay.entry_on,
            stay.unemployed_since,
            stay.exit_on,
            *(event.on for event in stay.later_events),
        )
    )
    return (day for day in (person.born_on, *of_stays) if day is not None)


def _outside_age_limits(person: Participant, settings: EsfSettings) -> bool:
    age = age_at_entry(person)
    if age is None:
        return False
    is_too_young = settings.min_age is not None and age < settings.min_age
    is_too_old = settings.max_age is not None and age > settings.max_age
    return is_too_young or is_too_old


def _outside_areas(person: Participant, settings: EsfSettings, until: dt.date) -> bool:
    """Whether a stay begun by `until` names another municipality; a project without areas limits nobody."""
    begun = {stay.municipality for stay in person.stays if stay.entry_on <= until}
    return bool(settings.areas) and not begun <= settings.areas


def _in_excluded_service(person: Participant, until: dt.date) -> bool:
    return any(
        _overlap(stay, service, until) for stay in person.stays for service in person.excluded_services
    )


def _overlap(stay: StayFacts, service: ServiceSpan, until: dt.date) -> bool:
    """Whether stay and service share a day by `until`; first and last days belong to both."""
    first = max(stay.entry_on, service.start_on)
    last = min(stay.exit_on or until, service.end_on or until, until)
    return first <= last


def _lacks_exit_status(person: Participant, settings: EsfSettings, until: dt.date) -> bool:
    left = final_exit(person, until)
    if left is None or window_state(person, until, settings.window_days) != "closed":
        return False
    return deciding_status(left, settings.window_days) is None


def _ids(people: Iterable[Participant]) -> tuple[str, ...]:
    return tuple(sorted(person.id for person in people))


def _join(parts: Iterable[object], separator: str = "; ") -> str:
    return separator.join(str(part) for part in parts)


_joined: Callable[..., Any] = lazy(_join, str)
