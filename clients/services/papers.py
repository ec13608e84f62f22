"""Papers: documents of a case that the program makes as PDF, by a job. Modules register what they can make."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.text import slugify

from clients.choices import DocumentKind
from clients.models import Case, Document
from clients.services.documents import ROOM, Sheet, record
from tasmat import clock, pdf
from tasmat.access.actions import Action
from tasmat.files.storage import put
from tasmat.jobs.models import Job
from tasmat.jobs.registry import Work
from tasmat.jobs.services import enqueue
from tasmat.tenancy.base import TenantModel
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership

PAPER = "paper"
EVERY_ROW = Q()

Subject = TypeVar("Subject", bound=TenantModel)


@dataclass(frozen=True)
class Paper:
    """What a builder gives: the title, what the template shows, and of what its versions are versions.

    Papers of one row are versions of the same document; `series` is the id of another row that several rows
    share, as versions of a plan share the plan.
    """

    title: str
    context: Mapping[str, Any]
    series: UUID | None = None


@dataclass(frozen=True)
class PaperKind:
    """A paper that can be made of a row; `case` is the lookup that leads from the row to its case.

    `among` are the rows that it can be made of.
    """

    name: str
    of: type[TenantModel]
    case: str
    among: Q
    template: str
    document: DocumentKind
    action: Action
    build: Callable[[Any], Paper]

    def row(self, case: Case, row_id: UUID | str) -> TenantModel | None:
        """The row of this case; None for a row of another case, one that is not ready, or no row."""
        ready = self.of.objects.filter(self.among, id=row_id)
        found: TenantModel | None = ready.filter(**{self.case: case.id}).first()
        return found


_kinds: dict[str, PaperKind] = {}


def paper(
    name: str,
    *,
    of: type[Subject],
    template: str,
    document: DocumentKind,
    action: Action,
    case: str = "case",
    among: Q = EVERY_ROW,
) -> Callable[[Callable[[Subject], Paper]], Callable[[Subject], Paper]]:
    """Decorator: the function builds the paper of one row, in the worker and in the language asked for.

    The template extends "pdf/letter.html". Members who may do `action` may ask for the paper.
    """

    def register(build: Callable[[Subject], Paper]) -> Callable[[Subject], Paper]:
        if name in _kinds:
            raise RuntimeError(f"Two builders for papers of the kind {name}.")
        _kinds[name] = PaperKind(name, of, case, among, template, document, action, build)
        return build

    return register


def paper_kind(name: str) -> PaperKind | None:
    return _kinds.get(name)


def ask_for_paper(
    name: str, case: Case, subject_id: UUID, member: Membership, *, language: str, key: str
) -> Job:
    """The job that makes the paper; the same key asks once. The caller has checked that the row is the case's."""
    params = {
        "paper": name,
        "case": str(case.id),
        "subject": str(subject_id),
        "member": str(member.id),
        "language": language,
        "asked_at": clock.now().isoformat(),
    }
    return enqueue(PAPER, params, key=key, requested_by=member.user_id)


@dataclass(frozen=True)
class _Composed:
    """A paper as HTML, with what its document will be."""

    html: str
    case: Case
    sheet: Sheet
    file_name: str


def make_paper(work: Work) -> Document:
    """Makes the paper once for the job: a second try after a killed worker finds what was recorded.

    The paper bears the day it was asked for, so that a second try writes the same bytes.
    """
    with tenant_context(work.organisation_id, work.user_id):
        made: Document | None = Document.objects.filter(submission_key=work.job_id).first()
        if made is not None:
            return made
        composed = _compose(work)
    work.progress(20)
    content = pdf.convert(composed.html, identity=str(work.job_id))
    # Of two workers at the same job the slower one must not change the file that the faster has recorded.
    name = f"{work.job_id.hex}-{hashlib.sha256(content).hexdigest()[:16]}"
    stored = put(content, ROOM, work.organisation_id, name)
    with tenant_context(work.organisation_id, work.user_id):
        return record(
            composed.case,
            composed.sheet,
            stored,
            UUID(work.params["member"]),
            file_name=composed.file_name,
            content_type="application/pdf",
            subject=UUID(work.params["subject"]),
        )


def _compose(work: Work) -> _Composed:
    params = work.params
    kind, language = _kinds[params["paper"]], params["language"]
    asked_on = timezone.localtime(dt.datetime.fromisoformat(params["asked_at"])).date()
    case = Case.objects.select_related("client", "project__organisation", "project__code").get(
        id=params["case"]
    )
    row = kind.row(case, params["subject"])
    if row is None:
        raise LookupError(f"The row of the paper {kind.name} is gone.")
    with translation.override(language):
        built = kind.build(row)
    context = {
        "organisation": case.project.organisation,
        "project": case.project,
        "case": case,
        "client": case.client,
        "reference": case.reference,
        "title": built.title,
        "made_on": asked_on,
        "made_at": params["asked_at"],
        **built.context,
    }
    series = uuid5(built.series or row.id, kind.name)
    return _Composed(
        html=pdf.compose(kind.template, context, language=language),
        case=case,
        sheet=Sheet(kind.document, built.title, series, work.job_id, language),
        file_name=f"{slugify(case.reference)}-{slugify(built.title)}-{asked_on}.pdf",
    )
