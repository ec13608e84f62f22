"""The letter that every paper of a case stands on: accessible, the same every time, loading nothing."""

import datetime as dt
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from tasmat import pdf
from tasmat.pdf.resources import NamedResources
from tests.pdf.checking import assert_accessible, pages


def letter(language: str = "fi", *, identity: str = "one", **changes: Any) -> bytes:
    context = {
        "organisation": SimpleNamespace(name="Säätiö & Pojat"),
        "project": SimpleNamespace(name="Kumppaniksi", contact=["Hanketoimisto", "040 000 0000"]),
        "title": "Valmennussuunnitelma",
        "made_on": dt.date(2026, 3, 3),
        "made_at": "2026-03-03T09:12:00+02:00",
        "reference": "K-17",
        "facts": [("Nimi", "Åke Äijälä"), ("Jakso", "")],
        "signatories": [("asiakas", "Åke Äijälä"), ("valmentaja", "Aino Valmentaja")],
        **changes,
    }
    return pdf.render("pdf/letter.html", context, language=language, identity=identity)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_letter_is_archivable_and_accessible(language: str, tmp_path: Path) -> None:
    assert_accessible(letter(language), tmp_path)


def test_a_letter_without_the_optional_parts_is_too(tmp_path: Path) -> None:
    assert_accessible(letter(facts=[], signatories=[], project=None, reference=""), tmp_path)


def test_a_letter_says_who_writes_when_and_who_signs() -> None:
    (text,) = pages(letter("en"))

    for words in (
        "Co-funded by the European Union",
        "Säätiö & Pojat",
        "Kumppaniksi",
        "Hanketoimisto, 040 000 0000",
        "3.3.2026",
        "Valmennussuunnitelma",
        "Nimi Åke Äijälä",
        "Jakso –",
        "Place and date Åke Äijälä",
        "Säätiö & Pojat · Valmennussuunnitelma · K-17 1 / 1",
    ):
        assert words in text


def test_the_same_letter_gives_the_same_bytes_on_another_day() -> None:
    first = letter()

    with time_machine.travel("2036-01-01"):
        assert letter() == first


def test_the_identity_tells_documents_apart() -> None:
    identifiers = {str(PdfReader(io.BytesIO(letter(identity=one))).trailer["/ID"]) for one in ("a", "b")}

    assert len(identifiers) == 2


def test_what_was_typed_is_text() -> None:
    hostile = '<img src="file:///etc/passwd">'

    (text,) = pages(letter(title=hostile))

    assert hostile in text


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "data:text/plain,x",
        "asset:other.svg",
        "asset:../emblem.svg",
    ],
)
def test_nothing_but_the_named_resources_can_be_loaded(url: str) -> None:
    resources = NamedResources({"emblem.svg": b"<svg/>"})

    with pytest.raises(ValueError, match="may not load"):
        resources.fetch(url)
    assert resources.fetch("asset:emblem.svg").read() == b"<svg/>"
