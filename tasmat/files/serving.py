"""Handing out a stored file: always for saving, never shown or run by the browser as a page of ours."""

import logging

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from tasmat.files.storage import FileDamaged, Stored, read

logger = logging.getLogger(__name__)

# A file of a stranger's making must not act in our name, however a browser comes to open it.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store, private",
}


def attachment(stored: Stored, name: str, content_type: str) -> HttpResponse:
    """The file to be saved under `name`; raises Http404 for one that is missing or damaged, which is logged."""
    try:
        content = read(stored)
    except FileDamaged as error:
        logger.exception("A stored file is lost: restore it from the backup.")
        raise Http404 from error
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition, **HEADERS}
    )
