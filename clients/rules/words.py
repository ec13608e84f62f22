"""How names and texts are compared and found: folded words, so that å, ä, ö, hyphens and capitals do not matter."""

import re
import unicodedata
from itertools import takewhile

_WORD = re.compile(r"[^\W_]+")
SHORTEST_BEGINNING = 4  # letters; fewer begin too many other words

# What changes at the end of a Finnish stem from form to form, in the order in which it is taken off: hakemus and
# hakemuksen, puhelin and puhelimen, suomalainen and suomalaisen; a last vowel; and the consonants of gradation,
# asunto and asunnon, palkkatuki and palkkatuen, but not the last one of työpaikka (Iso suomen kielioppi, § 41).
_CHANGING = (
    re.compile(r"(?:in|im|is|ks|s)$"),
    re.compile(r"[aeiouy]$"),
    re.compile(r"(?:[dptv]|(?<=[^aeiouy][aeiouy])k)$"),
)


def fold(text: str) -> str:
    """Lower case without accents, words joined by one space: "Äyräväinen-Öst" → "ayravainen ost"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain))


def words_of(text: str) -> list[str]:
    """Its words in lower case with their accents, as stemmers want them."""
    return _WORD.findall(unicodedata.normalize("NFKC", text.casefold()))


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


def beginning(word: str, *, finnish: str, swedish: str) -> str:
    """As much of a folded word as all its forms begin with, by its stems in two languages, not folded.

    A text that contains it is taken to contain the word in some form, also within a compound. Where stemmers
    go too far, four letters stay.
    """
    return min(_unchanging(word, _cut(word, finnish)), _cut(word, swedish), key=len)


def _cut(word: str, stem: str) -> str:
    """What the word has in common with a stem."""
    pairs = zip(word, fold(stem), strict=False)
    shared = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return word[: max(SHORTEST_BEGINNING, shared)]


def _unchanging(word: str, root: str) -> str:
    """The root without what is different in other forms."""
    for end in _CHANGING:
        shorter = end.sub("", root)
        is_double = word[len(root) - 1 : len(root) + 1] in {"kk", "pp", "tt"}
        if len(shorter) >= SHORTEST_BEGINNING and not is_double:
            root = shorter
    return root
