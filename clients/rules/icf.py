"""Codes of the ICF as an entry names them, and the brief vocational set in our own plain words.

The titles of the classification belong to the WHO; these prompts are ours. The set is the brief core set of
vocational rehabilitation: 13 codes.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CODE = re.compile(r"[bsde](?:[1-9]|[1-9][0-9]{2,4})", re.ASCII)

BRIEF_VOCATIONAL: dict[str, Promise] = {
    "d155": _("learning new skills"),
    "d240": _("coping with stress and responsibility"),
    "d720": _("getting on with other people"),
    "d845": _("finding, keeping and leaving a job"),
    "d850": _("paid work"),
    "d855": _("unpaid work"),
    "e310": _("support of the family"),
    "e330": _("support of supervisors"),
    "e580": _("health services"),
    "e590": _("employment services and rules of work"),
    "b130": _("energy and motivation"),
    "b164": _("planning and solving problems"),
    "b455": _("physical endurance"),
}


def parse_code(text: str) -> str | None:
    """The code in lower case: b, s, d or e and 1, 3, 4 or 5 digits; None for anything else.

    A qualifier (d850.2) is an assessment, not an item an entry speaks of, and is refused.
    """
    code = text.strip().lower()
    return code if _CODE.fullmatch(code) else None


def word_of(code: str) -> str:
    """The code with our words, where there are any: "d845 finding, keeping and leaving a job"."""
    words = BRIEF_VOCATIONAL.get(code)
    return f"{code} {words}" if words else code
