"""The door to PDF: a template and its context become an archivable (PDF/A-3a) and accessible (PDF/UA-1) document."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from tasmat.ui.emblem import emblem

# The caption of the emblem may stand in few typefaces only; of those Ubuntu is free to embed.
FONTS = ("tasmat-sans-400.woff2", "tasmat-sans-600.woff2", "ubuntu-500.woff2")
NO_RESOURCES: Mapping[str, bytes] = {}


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    identity: str,
    resources: Mapping[str, bytes] = NO_RESOURCES,
) -> bytes:
    """The document in one language; the same arguments give the same bytes, whatever the day.

    Only a worker calls this: it takes from half a second to some seconds.
    """
    return convert(compose(template, context, language=language), identity=identity, resources=resources)


def compose(template: str, context: Mapping[str, Any], *, language: str) -> str:
    """The document as HTML: the quick half, to be done where its rows may be read."""
    with translation.override(language):
        return render_to_string(template, {**context, "language": language})


def convert(html: str, *, identity: str, resources: Mapping[str, bytes] = NO_RESOURCES) -> bytes:
    """The slow half, to be done outside any transaction.

    `identity` tells this document from every other: it becomes the identifier in the file. The document loads
    `asset:<name>` of `resources` (SVG), our fonts and `asset:emblem.svg`, and nothing else.
    """
    # Loading WeasyPrint takes most of a second, and only a worker that renders needs it.
    from weasyprint import HTML

    from tasmat.pdf.accessible import OPTIONS, finish
    from tasmat.pdf.resources import NamedResources

    assets = NamedResources({**_own_resources(), **resources})
    identifier = hashlib.sha256(identity.encode()).digest()[:16]
    pdf: bytes = HTML(string=html, url_fetcher=assets).write_pdf(
        finisher=finish, pdf_identifier=identifier, **OPTIONS
    )
    return pdf


def _own_resources() -> dict[str, bytes]:
    folder = Path(settings.BASE_DIR) / "static" / "fonts"
    return {"emblem.svg": emblem().encode(), **{name: (folder / name).read_bytes() for name in FONTS}}
