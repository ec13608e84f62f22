"""The catalogues are complete in every language, and what checks them finds each kind of flaw."""

import os
from pathlib import Path

import pytest
from babel.messages import Catalog
from django.conf import settings

from tasmat.i18n import catalogues, compile_changed
from tasmat.i18n.sources import collect

SOURCES = """
from django.utils.translation import gettext_lazy as _, ngettext

NAME = _("Name of %(client)s")
PEOPLE = ngettext("%(count)s person", "%(count)s people", 3)
"""
TEMPLATE = """
<p>{% translate "Today's list" %}
     {% blocktranslate trimmed count n=people context "group" %}
       one seat
     {% plural %}
       {{ n }} seats at 100 %
     {% endblocktranslate %}</p>
"""
FINNISH = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Name of %(client)s"
msgstr "Asiakkaan %(client)s nimi"

msgid "%(count)s person"
msgid_plural "%(count)s people"
msgstr[0] "yksi henkilö"
msgstr[1] "%(count)s henkilöä"

msgid "Today's list"
msgstr "Tämän päivän lista"

msgctxt "group"
msgid "one seat"
msgid_plural "%(n)s seats at 100 %%"
msgstr[0] "yksi paikka"
msgstr[1] "%(n)s paikkaa, 100 %%"
"""


@pytest.fixture(scope="module")
def product() -> Catalog:
    return collect()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small source tree with a complete Finnish catalogue."""
    (tmp_path / "clients" / "templates").mkdir(parents=True)
    (tmp_path / "clients" / "forms.py").write_text(SOURCES)
    (tmp_path / "clients" / "templates" / "today.html").write_text(TEMPLATE)
    write_finnish(tmp_path, FINNISH)
    return tmp_path


def write_finnish(project: Path, text: str) -> None:
    path = catalogues.path_of("fi", project / "locale")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def problems(project: Path) -> list[str]:
    return catalogues.problems("fi", collect(project), catalogues.read("fi", project / "locale"))


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_catalogue_is_complete(language: str, product: Catalog) -> None:
    found = catalogues.problems(language, product, catalogues.read(language))

    assert found == [], "run `make messages` and translate what is empty"


def test_languages_are_those_of_the_settings() -> None:
    assert set(catalogues.LANGUAGES) == {code for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_update_would_change_nothing(language: str, product: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "django.po"

    catalogues.write(catalogues.renewed(language, product, catalogues.read(language)), path)

    assert path.read_text() == catalogues.path_of(language).read_text()


def test_ids_are_found_in_modules_and_templates(project: Path) -> None:
    found = {(message.id, message.context) for message in collect(project) if message.id}

    assert found == {
        ("Name of %(client)s", None),
        (("%(count)s person", "%(count)s people"), None),
        ("Today's list", None),
        (("one seat", "%(n)s seats at 100 %%"), "group"),
    }


def test_complete_catalogue_has_no_problems(project: Path) -> None:
    assert problems(project) == []


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ("Tämän päivän lista", "", 'fi: not translated: "Today\'s list"'),
        ("yksi henkilö", "", "fi: not translated: ('%(count)s person', '%(count)s people')"),
        ("%(client)s nimi", "nimi", "fi: other placeholders: 'Name of %(client)s'"),
        ("%(client)s nimi", "%(clent)s nimi", "fi: other placeholders: 'Name of %(client)s'"),
        ('msgid "Today', '#, fuzzy\nmsgid "Today', 'fi: fuzzy: "Today\'s list"'),
        (
            "%(n)s paikkaa",
            "paikkaa",
            "fi: other placeholders: ('one seat', '%(n)s seats at 100 %%')",
        ),
    ],
)
def test_flaw_is_found(project: Path, written: str, instead: str, problem: str) -> None:
    assert written in FINNISH
    write_finnish(project, FINNISH.replace(written, instead))

    assert problems(project) == [problem]


@pytest.mark.parametrize(
    ("written", "instead"),
    [("Today's list", "Yesterday's list"), ("%(count)s people", "%(count)s persons")],
)
def test_changed_id_is_missing_and_its_former_self_no_longer_used(
    project: Path, written: str, instead: str
) -> None:
    write_finnish(project, FINNISH.replace(written, instead))

    found = problems(project)

    assert [problem.split(":")[1] for problem in found] == [" no longer used", " missing"]


def test_update_keeps_translations_and_drops_what_is_no_longer_used(project: Path) -> None:
    write_finnish(project, FINNISH.replace("Today's list", "Yesterday's list"))

    renewed = catalogues.renewed("fi", collect(project), catalogues.read("fi", project / "locale"))

    texts = {message.id: message.string for message in renewed}
    assert texts["Name of %(client)s"] == "Asiakkaan %(client)s nimi"
    assert not texts["Today's list"]
    assert "Yesterday's list" not in texts


def test_untranslated_text_is_shown_by_its_id_not_empty(project: Path) -> None:
    write_finnish(project, FINNISH.replace("yksi henkilö", "").replace("Tämän päivän lista", ""))

    compile_changed(project / "locale")

    compiled = catalogues.path_of("fi", project / "locale").with_suffix(".mo").read_bytes()
    assert b"Asiakkaan" in compiled
    assert b"Today's list" not in compiled
    assert b"person" not in compiled


def test_only_changed_catalogues_are_compiled(project: Path) -> None:
    compiled = catalogues.path_of("fi", project / "locale").with_suffix(".mo")

    first = compile_changed(project / "locale")
    second = compile_changed(project / "locale")
    os.utime(compiled, (0, 0))
    third = compile_changed(project / "locale")

    assert (first, second, third) == ([compiled], [], [compiled])
