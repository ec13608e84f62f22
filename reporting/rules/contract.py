"""ESF+ figures as JSON: the contract of `manage.py esf_indicators` with its readers."""

from collections.abc import Iterable

from reporting.rules.checks import Check
from reporting.rules.indicators import COLUMNS, SCOPES, Cells, EsfFigures


def as_json(figures: EsfFigures, checks: Iterable[Check], *, project: str) -> dict[str, object]:
    """The figures of `project` (its code) with days as ISO dates and people by reference.

    Everybody who has entered by `until` is in `all`; a figure that is not collected is null. The details of
    the checks are in the active language.
    """
    return {
        "project": project,
        "from": figures.start.isoformat(),
        "until": figures.until.isoformat(),
        "participants": {
            "all": figures.everybody,
            "complete": figures.complete,
            "incomplete": [person.reference for person in figures.incomplete],
        },
        "indicators": [
            {"code": code, **{scope: _by_column(figure.cells(scope)) for scope in SCOPES}}
            for code, figure in figures.by_code.items()
        ],
        "provisional_exits": [person.reference for person in figures.provisional_exits],
        "checks": [
            {"id": check.id, "level": check.level, "ok": check.ok, "detail": str(check.detail)}
            for check in checks
        ],
    }


def _by_column(cells: Cells) -> dict[str, int | None]:
    return {column: cells[column] for column in COLUMNS}
