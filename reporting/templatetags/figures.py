"""Filters of the reporting pages: texts kept in every language."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def in_language(texts: Mapping[str, str]) -> str:
    """The text of the page's language, Finnish when it is missing."""
    return texts.get(get_language() or "fi") or texts["fi"]
