"""Words as the pages show them: looked up by their English message, whatever the catalogues say."""

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, override


def t(message: str | Promise, language: str = "fi", **values: object) -> str:
    """A message or a label of the code in a language, with the values of its placeholders."""
    with override(language):
        words = gettext(message) if isinstance(message, str) else str(message)
    return words % values if values else words


def heading(message: str | Promise, language: str = "fi") -> str:
    """As a heading or button shows a word that stands in small letters elsewhere."""
    return capfirst(t(message, language))
