"""What counts as a phone number and how it is written."""

import re
import unicodedata

FEWEST_DIGITS = 6  # area code and the shortest subscriber numbers in use
MOST_DIGITS = 15  # ITU-T E.164, with the country code

_PREFIX = re.compile(r"(?:\+|00)(?=[1-9])|(?=0[1-9])")
_BETWEEN_GROUPS = re.compile(r"[\s().\-–/]+")
_TRUNK_ZERO = re.compile(r"^((?:\+|00) ?358) ?0")  # +358 (0)40: the zero is not dialled


def tidy_phone(text: str) -> str | None:
    """The number with one space between its groups; None when it is no phone number.

    A Finnish number begins with 0, any other with + or 00 and the country code.
    """
    plain = _BETWEEN_GROUPS.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    plain = _TRUNK_ZERO.sub(r"\1 ", plain).replace("  ", " ")
    prefix = _PREFIX.match(plain)
    digits = plain[prefix.end() :].replace(" ", "") if prefix else ""
    fits = FEWEST_DIGITS <= len(digits) <= MOST_DIGITS and digits.isascii() and digits.isdigit()
    return plain if fits else None
