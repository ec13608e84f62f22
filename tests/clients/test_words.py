"""What of a word has to stand in a text: tables of Finnish and Swedish stems, and what holds for any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.rules.words import beginning, fold, words_of

WORDS = st.text("abdeghijklmnoprstuvyäö", min_size=1, max_size=15)


@pytest.mark.parametrize(
    ("word", "finnish", "swedish", "expected"),
    [
        ("työkokeilussa", "työkokeilu", "työkokeiluss", "tyokokeil"),
        ("hakemuksen", "hakemuks", "hakemuks", "hakem"),  # hakemus, hakemuksen, hakemusta
        ("suomalaisen", "suomalais", "suomalais", "suomal"),
        ("puhelimen", "puhelim", "puhelim", "puhel"),
        ("palkkatuki", "palkkatuk", "palkkatuki", "palkkatu"),  # palkkatuen
        ("asunnon", "asuno", "asunnon", "asun"),  # the stem is no part of the word
        ("työpaikka", "työpaik", "työpaikk", "tyopaik"),  # of kk one k always stays; not työpäivä
        ("kotikäynti", "kotikäynt", "kotikäynti", "kotikayn"),
        ("lapsi", "lap", "laps", "laps"),  # never fewer than four letters
        ("velka", "velk", "velk", "velk"),
        ("työ", "työ", "työ", "tyo"),
        ("ansökan", "ansökan", "ansök", "ansok"),
        ("skulder", "skulder", "skuld", "skuld"),
        ("2026", "2026", "2026", "2026"),
    ],
)
def test_as_much_as_all_forms_begin_with(word: str, finnish: str, swedish: str, expected: str) -> None:
    assert beginning(fold(word), finnish=finnish, swedish=swedish) == expected


@given(word=WORDS.map(fold), finnish=WORDS, swedish=WORDS)
def test_whatever_stemmers_say_the_word_itself_is_found(word: str, finnish: str, swedish: str) -> None:
    found = beginning(word, finnish=finnish, swedish=swedish)

    assert word.startswith(found)
    assert len(found) >= min(4, len(word))


@given(text=st.text(st.characters(max_codepoint=0x17F)))
def test_words_are_those_that_are_compared(text: str) -> None:
    assert "".join(map(fold, words_of(text))).replace(" ", "") == fold(text).replace(" ", "")
