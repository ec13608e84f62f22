"""Start-up checks: every address names an action, tenant tables have their walls."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

# Addresses outside any organisation: sign-in, language, start page, statement, static errors.
PLATFORM_PREFIXES = ("tili/", "kieli/")
PLATFORM_NAMES = {"home", "accessibility", "health", "set_language"}


def walk(patterns: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the resolver with its full path."""
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, path)
        else:
            yield path, entry


@register()
def every_route_names_an_action(**_: Any) -> list[CheckMessage]:
    """Deny by default: an address without an action does not start."""
    return [
        Error(f"/{path} names no action: publish it with tasmat.tenancy.routes.route().", id="tenancy.E003")
        for path, pattern in walk(get_resolver().url_patterns)
        if not hasattr(pattern.callback, "action")
        and not path.startswith(PLATFORM_PREFIXES)
        and pattern.name not in PLATFORM_NAMES
    ]
