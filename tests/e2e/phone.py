"""A phone in the hand: counts how often a finger touches it, and keeps what is typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from playwright.sync_api import Locator, Page


@dataclass
class Phone:
    """`typed` are the words written into fields, in their order; `searches` were typed besides."""

    page: Page
    taps: int = 0
    searches: int = 0
    typed: list[str] = field(default_factory=list)

    def tap(self, target: Locator) -> None:
        self.taps += 1
        target.tap()

    def write(self, box: Locator, words: str) -> None:
        """Touches a field and types after what stands in it; the same words must not stand there already."""
        assert words not in box.input_value(), words
        self.tap(box)
        box.press("Control+End")
        self.page.keyboard.insert_text(words)
        self.typed.append(words)

    def choose(self, box: Locator, value: str) -> None:
        """Opens a list of choices and touches one of them."""
        self.taps += 2
        box.select_option(value)

    def look_for(self, box: Locator, beginning: str) -> None:
        """Types the beginning of what is looked for, which tells the program no fact."""
        self.tap(box)
        self.searches += 1
        self.page.keyboard.type(beginning)
        box.press("Enter")


class Step(NamedTuple):
    """One act of a day: the touches it took, those that put the cursor into a field among them."""

    name: str
    taps: int
    fields: int
    searches: int


@dataclass
class Diary:
    """What each act of a day took."""

    phone: Phone
    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        before = self._now(name)
        yield
        after = self._now(name)
        self.steps.append(
            Step(
                name,
                after.taps - before.taps,
                after.fields - before.fields,
                after.searches - before.searches,
            )
        )

    def table(self) -> str:
        """For people: a line for each act, and their sum."""
        width = max(len(step.name) for step in self.steps)
        header = ("", "taps", "fields typed", "searches typed")
        rows = [header, *self.steps, self._now("the whole day")]
        return "\n".join(
            f"{name:{width}}  {taps:>4}  {fields:>12}  {searches:>14}"
            for name, taps, fields, searches in rows
        )

    def _now(self, name: str) -> Step:
        return Step(name, self.phone.taps, len(self.phone.typed), self.phone.searches)
