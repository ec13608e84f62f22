"""Places of a municipality: used, free, and where the present pace leads."""

import datetime as dt
from dataclasses import dataclass

SETTLED_DAYS = 90  # in the first weeks three who come by chance would make a forecast of dozens


@dataclass(frozen=True)
class Quota:
    """`used` counts participants since the start: the place of one who has left is not given again."""

    quota: int
    used: int

    @property
    def free(self) -> int:
        """Free places; 0 when full or over."""
        return max(self.quota - self.used, 0)

    @property
    def is_full(self) -> bool:
        return self.used >= self.quota


def forecast(used: int, starts_on: dt.date, ends_on: dt.date, today: dt.date) -> int | None:
    """Participants at the project's end if they go on coming at the pace so far; None while that pace says nothing."""
    gone = (min(today, ends_on) - starts_on).days + 1
    if gone < SETTLED_DAYS:
        return None
    total = (ends_on - starts_on).days + 1
    return round(used * total / gone)
