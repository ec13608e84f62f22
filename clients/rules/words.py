"""How names are compared and found: folded words, so that å, ä, ö, hyphens and capitals do not matter."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
SHORTEST_PHONE_TAIL = 4  # digits


def fold(text: str) -> str:
    """Lower case without accents, words joined by one space: "Äyräväinen-Öst" → "ayravainen ost"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain))


def name_tokens(*names: str) -> set[str]:
    """Every word of the names, folded."""
    return {word for name in names for word in fold(name).split()}


def phone_tokens(phone: str) -> set[str]:
    """The digits of a number nationally written: +358 40 123 4567 and 040 1234567 give the same token."""
    digits = re.sub(r"\D", "", phone)
    if not digits:
        return set()
    return {"0" + digits[3:] if digits.startswith("358") else digits}


def search_words(query: str) -> list[str]:
    """What a person typed into the search box as tokens, all of which must be found.

    A query without letters is a phone number: its spaces and hyphens do not split it.
    """
    if query.strip() and not any(character.isalpha() for character in query):
        return sorted(phone_tokens(query))
    return fold(query).split()
