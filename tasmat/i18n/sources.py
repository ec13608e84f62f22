"""Finds the message ids in Python modules and templates."""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_file, extract_python
from django.utils.translation.template import templatize

REPOSITORY = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("assessments", "clients", "groups", "placements", "reporting", "tasmat", "templates")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)


def extract_template(
    file: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],  # noqa: ARG001  Babel passes it by name
) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """Babel's extraction method for Django's templates.

    Django's `templatize` leaves Python calls of gettext in a field of letters. The bracket around it makes
    the field's indentation meaningless, which Python's tokens would trip over.
    """
    calls = templatize(file.read().decode())
    yield from extract_python(BytesIO(f"({calls}\n)".encode()), keywords, comment_tags, {"encoding": "utf-8"})


METHODS: dict[str, Any] = {".py": "python", ".html": extract_template, ".txt": extract_template}


def collect(root: Path = REPOSITORY) -> Catalog:
    """All message ids of the product's own sources, with the files they stand in."""
    found = Catalog(charset="utf-8")
    for path in _source_files(root):
        name = path.relative_to(root).as_posix()
        for line, text, comments, context in extract_from_file(
            METHODS[path.suffix], path, KEYWORDS, COMMENT_TAGS, strip_comment_tags=True
        ):
            found.add(text, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def _source_files(root: Path) -> list[Path]:
    return [
        path
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in METHODS
        and "migrations" not in path.parts
        and (path.suffix == ".py" or "templates" in path.relative_to(root).parts)
    ]
