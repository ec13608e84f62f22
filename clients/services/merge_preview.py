"""What a merge would do, told before it is done: facts side by side, cases, coaches and rows that move."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, TextField, Value
from django.utils.text import capfirst

from clients.models import Case, Client, Stay
from clients.rules.merging import ENTRY_FACTS, EXIT_FACTS, united_entry, united_exit
from clients.services.merge_rows import keys_to, unions_of
from clients.services.merge_words import table_words, value_words
from clients.services.merging import CHOSEN
from tasmat.ui.templatetags.ui import day_of_year

ADDRESS = {"municipality_id", "street_address"}


@dataclass(frozen=True)
class Fact:
    """One fact of both persons in words; an unknown one is empty."""

    name: str
    label: str
    kept: str
    merged: str

    @property
    def differs(self) -> bool:
        """Whether both are known and one has to be chosen."""
        return bool(self.kept and self.merged and self.kept != self.merged)


@dataclass(frozen=True)
class CaseFate:
    """What becomes of a case of the person who goes: it stays as it is, or becomes one with `twin`."""

    case: Case
    twin: Case | None
    stays: list[str]


def facts_of(kept: Client, merged: Client) -> list[Fact]:
    """The facts that are chosen or filled; address and municipality of a protected person are not shown."""
    hidden = ADDRESS if kept.has_protected_address or merged.has_protected_address else set()
    return [
        Fact(name, capfirst(_label(name)), _words(kept, name), _words(merged, name))
        for name in CHOSEN
        if name not in hidden
    ]


def fates_of(kept: Client, merged: Client) -> list[CaseFate]:
    """Each case of the person who goes, with the stays that come of it; four queries at most."""
    cases = Case.objects.not_merged().select_related("project").order_by("id")
    twins = {case.project_id: case for case in cases.filter(client=kept)}
    return [_fate(case, twins.get(case.project_id)) for case in cases.filter(client=merged)]


def rows_that_move(merged: Client) -> list[tuple[str, int]]:
    """Tables in words with the number of rows that hang on the person who goes; one query."""
    cases = Case.objects.not_merged().filter(client=merged).values("id")
    parts = [
        model._default_manager.filter(**{f"{key}__in": owners})
        .order_by()
        .annotate(table=Value(model._meta.label, output_field=TextField()))
        .values("table")
        .annotate(number=Count("id"))
        .values_list("table", "number")
        for target, owners in ((Client, [merged.pk]), (Case, cases))
        for model, key in keys_to(target)
        if model is not Case
    ]
    found = Counter[str]()
    for label, number in parts[0].union(*parts[1:], all=True):
        found[table_words(label)] += number
    return sorted((words, number) for words, number in found.items() if number)


def _fate(case: Case, twin: Case | None) -> CaseFate:
    own = Stay.objects.filter(case=case)
    if twin is None:
        return CaseFate(case, None, [_span(stay) for stay in own])
    kept = Stay.objects.filter(case=twin)
    unions = unions_of(kept, own)
    rows = {stay.pk: stay for stay in (*kept, *own)}
    for absorbed, first, last in unions:
        gone = rows.pop(absorbed.pk)
        _put(rows[first.pk], united_entry(_facts(rows[first.pk], ENTRY_FACTS), _facts(gone, ENTRY_FACTS)))
        _put(rows[last.pk], united_exit(_facts(rows[last.pk], EXIT_FACTS), _facts(gone, EXIT_FACTS)))
    stays = sorted(rows.values(), key=lambda stay: stay.entry_on)
    return CaseFate(case, twin, [_span(stay) for stay in stays])


def _facts(stay: Stay, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(stay, name) for name in names}


def _put(stay: Stay, facts: dict[str, object]) -> None:
    for name, value in facts.items():
        setattr(stay, name, value)


def _span(stay: Stay) -> str:
    return f"{day_of_year(stay.entry_on)} – {day_of_year(stay.exit_on)}"


def _label(name: str) -> str:
    return str(Client._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _words(person: Client, name: str) -> str:
    """The value as pages show it; empty when it is not known."""
    return person.shown_municipality if name == "municipality_id" else value_words(person, name)
