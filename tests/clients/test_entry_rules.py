"""Pure rules of entries: texts that meet, the lock, shared visits in sums, codes of the ICF."""

import datetime as dt
from functools import reduce
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.rules.drafts import holds, joined
from clients.rules.entries import Effort, is_locked, total
from clients.rules.icf import BRIEF_VOCATIONAL, parse_code, word_of

LINES = st.text(st.characters(exclude_characters="\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=6)
TEXTS = st.lists(LINES, max_size=6).map("\n".join)


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("Soitin.", "Soitin.", "Soitin."),
        ("Soitin.", "Soitin. Ei vastannut.", "Soitin. Ei vastannut."),
        ("Soitin.\nHyvin menee.", "Soitin.\nTavataan ti.", "Soitin.\nHyvin menee.\nTavataan ti."),
        ("Alku\nyhteinen", "yhteinen\nloppu", "Alku\nyhteinen\nloppu"),
        ("", "Vain toinen", "Vain toinen"),
        ("rivi\r\ntoinen", "rivi\ntoinen", "rivi\ntoinen"),
    ],
)
def test_two_texts_are_joined(first: str, second: str, both: str) -> None:
    assert joined(first, second) == both


@given(TEXTS, TEXTS)
def test_every_line_of_both_texts_is_in_the_joined_one(first: str, second: str) -> None:
    both = joined(first, second)

    for text in (first, second):
        assert all(line.rstrip() in both for line in text.strip().split("\n"))


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_nothing_is_lost_however_many_pages_meet(texts: list[str]) -> None:
    everything = reduce(joined, texts)

    assert all(line.rstrip() in everything for text in texts for line in text.strip().split("\n"))


@given(TEXTS, TEXTS)
def test_a_text_holds_what_it_goes_on_from(first: str, more: str) -> None:
    assert holds(first, first)
    assert holds(f"{first}\n{more}", first)
    assert holds(first, "")


@pytest.mark.parametrize(
    ("whole", "part", "does"),
    [
        ("Soitin. Ei vastannut.", "Soitin. Ei", True),
        ("a\nb\nc", "a\nc", True),
        ("a\nb\nc", "c\na", False),
        ("Soitin.", "Kävin.", False),
    ],
)
def test_when_words_may_be_dropped(whole: str, part: str, *, does: bool) -> None:
    assert holds(whole, part) is does


WRITTEN = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("hours", "locked"), [(0, False), (14 * 24 - 1, False), (14 * 24, True), (9999, True)]
)
def test_an_entry_is_locked_after_whole_days(hours: int, *, locked: bool) -> None:
    assert is_locked(WRITTEN, WRITTEN + dt.timedelta(hours=hours), 14) is locked


ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("efforts", "minutes", "kilometres"),
    [
        ([], 0, 0),
        ([Effort(30, None, None), Effort(None, 12, None)], 30, 12),
        ([Effort(60, 40, ONE)] * 4, 60, 40),
        ([Effort(60, 40, ONE), Effort(60, 40, OTHER), Effort(15, None, None)], 135, 80),
        ([Effort(60, 40, ONE), Effort(90, None, ONE)], 90, 40),
    ],
)
def test_a_shared_visit_counts_once(efforts: list[Effort], minutes: int, kilometres: int) -> None:
    assert total(efforts) == Effort(minutes, kilometres, None)


@given(
    st.permutations([Effort(60, 40, ONE), Effort(45, 10, ONE), Effort(30, 5, OTHER), Effort(5, None, None)])
)
def test_the_sum_does_not_depend_on_the_order(efforts: list[Effort]) -> None:
    assert total(efforts) == Effort(95, 45, None)


@pytest.mark.parametrize("code", ["d8", "d850", "D850", "b1300", "s750", "e31000", " d845 "])
def test_codes_of_the_icf(code: str) -> None:
    assert parse_code(code) == code.strip().lower()


@pytest.mark.parametrize(
    "code", ["", "d", "d85", "d850.2", "x850", "d850123", "850", "d0", "d٨٥٠", "d850 d845"]
)
def test_what_is_no_code_of_the_icf(code: str) -> None:
    assert parse_code(code) is None


def test_the_brief_set_has_its_thirteen_codes_in_words() -> None:
    assert len(BRIEF_VOCATIONAL) == 13
    assert all(parse_code(code) == code for code in BRIEF_VOCATIONAL)
    assert word_of("d850").startswith("d850 ")
    assert word_of("d450") == "d450"
