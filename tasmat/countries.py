"""Citizenship codes: ISO 3166-1 alpha-2, two additions, and their names from Unicode's CLDR (by Babel)."""

import unicodedata
from functools import cache
from typing import Final

from babel import Locale
from django.utils.translation import gettext, override

STATELESS: Final = "XX"
KOSOVO: Final = "XK"  # not in ISO 3166, but citizens come; the Union and CLDR use this user-assigned code
FINLAND: Final = "FI"

# Two-letter codes of CLDR that ISO 3166-1 has not assigned to a country: islands and exclaves with reserved
# codes, unions, pseudo-locales and "unknown".
_NOT_COUNTRIES: Final = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
_AFTER_Z: Final = str.maketrans("åäö", "{|}")  # the Finnish and Swedish alphabets end in å, ä, ö


def is_country(code: str) -> bool:
    """Whether a citizenship can be recorded so: upper-case ISO alpha-2, XK, or XX for stateless."""
    return code == STATELESS or code in _codes()


@cache
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) pairs in a language (fi, sv, en): Finland first, then by alphabet, stateless last."""
    names = Locale.parse(language).territories
    others = sorted(_codes() - {FINLAND}, key=lambda code: _alphabetical(names[code], language))
    with override(language):
        stateless = gettext("Stateless")
    return (*((code, names[code]) for code in (FINLAND, *others)), (STATELESS, stateless))


@cache
def _codes() -> frozenset[str]:
    territories = map(str, Locale("en").territories)
    return frozenset(code for code in territories if len(code) == 2 and code.isalpha()) - _NOT_COUNTRIES


def _alphabetical(name: str, language: str) -> str:
    folded = name.casefold()
    if language in {"fi", "sv"}:
        folded = folded.translate(_AFTER_Z)
    return unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
