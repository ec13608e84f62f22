"""Reads, renews, compiles and checks the catalogues of the three languages."""

import io
import os
import re
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tasmat.i18n.sources import REPOSITORY

LOCALE = REPOSITORY / "locale"
LANGUAGES = ("fi", "sv", "en")
SOURCE_LANGUAGE = "en"  # message ids are its texts
HEADER = "# Texts of Täsmät."
HEADERS_OF_NO_USE = re.compile(
    r'^"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By).*\n',
    re.MULTILINE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")


def path_of(language: str, locale: Path = LOCALE) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def read(language: str, locale: Path = LOCALE) -> Catalog:
    """The catalogue of a language, empty when there is none yet."""
    path = path_of(language, locale)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str, sources: Catalog, old: Catalog) -> Catalog:
    """The ids of the sources with the translations of the old catalogue; ids no longer used are dropped.

    Nothing is guessed: a changed id begins untranslated. English texts are the ids themselves.
    """
    catalogue = Catalog(locale=language, header_comment=HEADER, fuzzy=False)
    for message in _messages(sources):
        known = _find(old, message) or Message(message.id)
        catalogue.add(
            message.id,
            message.id if language == SOURCE_LANGUAGE else known.string,
            locations=message.locations,
            flags=known.flags,
            auto_comments=message.auto_comments,
            user_comments=known.user_comments,
            context=message.context,
        )
    return catalogue


def write(catalogue: Catalog, path: Path) -> None:
    """Writes a catalogue sorted by file, without dates, so that a diff shows changed texts only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, width=100, sort_by_file=True, include_lineno=False)
    path.write_text(HEADERS_OF_NO_USE.sub("", text.getvalue().decode()), encoding="utf-8")


def compile_catalogue(path: Path) -> Path:
    """Writes the .mo beside a .po under a name of its own first: several processes may start at once."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    for message in _messages(catalogue):
        if _flaw(message, catalogue.num_plurals):
            catalogue.delete(message.id, message.context)  # its id is shown instead of an empty text
    compiled, draft = path.with_suffix(".mo"), path.with_suffix(f".{os.getpid()}.mo.tmp")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    return draft.replace(compiled)


def problems(language: str, sources: Catalog, catalogue: Catalog) -> list[str]:
    """What keeps a catalogue from being complete, one line for each message; empty when it is."""
    unused = [message for message in _messages(catalogue) if _find(sources, message) is None]
    flaws = [
        (_flaw(_find(catalogue, message), catalogue.num_plurals), message) for message in _messages(sources)
    ]
    return [f"{language}: no longer used: {message.id!r}" for message in unused] + [
        f"{language}: {flaw}: {message.id!r}" for flaw, message in flaws if flaw
    ]


def _flaw(message: Message | None, plural_forms: int) -> str | None:
    if message is None:
        return "missing"
    if message.fuzzy:
        return "fuzzy"
    texts = _forms(message.string)
    if message.pluralizable and len(texts) != plural_forms:
        return "wrong number of plural forms"
    if not all(texts):
        return "not translated"
    return None if _has_same_placeholders(_forms(message.id), texts) else "other placeholders"


def _has_same_placeholders(ids: tuple[str, ...], texts: tuple[str, ...]) -> bool:
    """The last form has those of its id; the singular may write its number as a word."""
    wanted = _placeholders(ids[-1])
    return _placeholders(texts[-1]) == wanted and all(_placeholders(text) <= wanted for text in texts)


def _forms(value: object) -> tuple[str, ...]:
    """An id or a translation as a tuple: its only text, or one for each plural form."""
    return tuple(value) if isinstance(value, list | tuple) else (str(value or ""),)


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def _messages(catalogue: Catalog) -> list[Message]:
    """All messages but the header."""
    return [message for message in catalogue if message.id]


def _find(catalogue: Catalog, wanted: Message) -> Message | None:
    """The message of the same id; Babel itself looks at the singular only."""
    found = catalogue.get(wanted.id, wanted.context)
    return found if found is not None and found.id == wanted.id else None
