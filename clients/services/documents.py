"""Documents of a case: a file becomes the next version in its series; removing hides it and can be undone."""

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max, QuerySet

from clients.choices import DocumentKind
from clients.models import Case, Document
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.files.storage import StoredFile, put
from tasmat.files.uploads import Upload
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import current_organisation
from tasmat.tenancy.models import Membership

ROOM = "documents"
# Every other kind may speak of health, its title too: those are the coach role's.
OF_FACTS = frozenset({DocumentKind.AGREEMENT, DocumentKind.COMPETENCE})


@dataclass(frozen=True)
class Sheet:
    """What a document is, whatever its file: `series` is what its versions share, `key` makes it once."""

    kind: DocumentKind | str
    title: str
    series: UUID
    key: UUID
    language: str = "fi"


@dataclass(frozen=True)
class Series:
    """The versions of one document that are shown, newest first."""

    latest: Document
    older: list[Document]


def visible_documents(case: Case, member: Membership) -> QuerySet[Document]:
    """The case's documents that the member may know of, removed ones too, newest first."""
    documents: QuerySet[Document] = Document.objects.filter(case=case)
    return documents if member.can(Action.READ_TEXTS) else documents.filter(kind__in=OF_FACTS)


def shelf(documents: QuerySet[Document]) -> tuple[list[Series], list[Document]]:
    """Documents by series, the one with the newest version first, and those that were removed."""
    series: dict[UUID, list[Document]] = {}
    removed = []
    for document in documents.select_related("made_by__user", "removed_by__user"):
        if document.removed_at is None:
            series.setdefault(document.series, []).append(document)
        else:
            removed.append(document)
    return [Series(latest, older) for latest, *older in series.values()], removed


@transaction.atomic
def record(
    case: Case,
    sheet: Sheet,
    stored: StoredFile,
    member_id: UUID,
    *,
    file_name: str,
    content_type: str,
    subject: UUID | None = None,
) -> Document:
    """The row of a stored file as the next version of its series; the same key gives the row that is there.

    `subject` is the row that the program made the document from; None for an upload.
    """
    Case.objects.select_for_update(no_key=True).get(id=case.id)  # two versions at once get two numbers
    known = Document.objects.filter(submission_key=sheet.key).first()
    if known is not None:
        return known
    last = Document.objects.filter(series=sheet.series).aggregate(last=Max("number"))["last"]
    made: Document = Document.objects.create(
        case=case,
        kind=sheet.kind,
        title=sheet.title,
        series=sheet.series,
        number=(last or 0) + 1,
        submission_key=sheet.key,
        language=sheet.language,
        file_name=file_name,
        content_type=content_type,
        is_generated=subject is not None,
        subject=subject,
        made_by_id=member_id,
        made_at=clock.now(),
        **stored._asdict(),
    )
    return made


def keep_upload(case: Case, sheet: Sheet, upload: Upload, member: Membership) -> Document:
    """Stores an uploaded file and records it; sent twice it is there once."""
    # With case and content: whoever goes back in the browser and sends another file makes another document.
    key = uuid5(sheet.key, f"{case.id} {hashlib.sha256(upload.content).hexdigest()}")
    sheet = replace(sheet, key=key)
    known: Document | None = Document.objects.filter(submission_key=key).first()
    if known is not None:
        return known
    stored = put(upload.content, ROOM, current_organisation(), new_id().hex)
    return record(case, sheet, stored, member.id, file_name=upload.name, content_type=upload.content_type)


def remove(document: Document, member: Membership, now: dt.datetime) -> bool:
    """Hides the document; False when it was hidden already."""
    shown = Document.objects.filter(id=document.id, removed_at=None)
    return bool(shown.update(removed_at=now, removed_by=member))


def bring_back(document: Document) -> bool:
    """Shows a hidden document again; False when it was shown already."""
    hidden = Document.objects.filter(id=document.id, removed_at__isnull=False)
    return bool(hidden.update(removed_at=None, removed_by=None))
