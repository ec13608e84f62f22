"""Filters of the reporting pages: sums of money and texts kept in every language."""

from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def euros(amount: Decimal | None) -> str:
    """96 039 with a narrow no-break space, cents only where there are some; nothing for None."""
    if amount is None:
        return ""
    text = f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",").replace("-", "−")
    return text.removesuffix(",00")


@register.filter
def in_language(texts: Mapping[str, str]) -> str:
    """The text of the page's language, Finnish when it is missing."""
    return texts.get(get_language() or "fi") or texts["fi"]
