"""Texts as search compares them, kept beside the texts by the database itself."""

from django.db import models
from django.db.models import Func, GeneratedField, TextField, Value
from django.db.models.functions import Concat


class Folded(Func):
    """A text as clients.rules.words folds it, but with its punctuation: enough to look for a folded word.

    Accents go first: lower() may know only the letters of ASCII.
    """

    template = "lower(regexp_replace(normalize(%(expressions)s, NFKD), '[\\u0300-\\u036f]', '', 'g'))"
    output_field = TextField()


def folded(*columns: str) -> "GeneratedField":
    """A column with the folded words of these columns; the database writes it, whoever writes them.

    Folding ten thousand texts while somebody waits takes seconds; looking through them folded, milliseconds.
    No index: where row-level security applies, the operators of text search may not use one.
    """
    texts = columns[0] if len(columns) == 1 else Concat(*_between(columns), output_field=TextField())
    return GeneratedField(expression=Folded(texts), output_field=TextField(), db_persist=True)


def _between(columns: tuple[str, ...]) -> "list[models.F | Value]":
    """The columns with a space after each, so that words do not grow together."""
    return [part for column in columns for part in (models.F(column), Value(" "))]
