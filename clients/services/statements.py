"""Statements from composing to sending: drafts are edited, approved ones are frozen, new versions are new rows."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from clients.choices import ReferralState, SentHow, StatementKind
from clients.models import Case, Referral, ReferringBody, Statement
from clients.services.stays import end_statements
from clients.statements import compose
from tasmat import clock
from tasmat.tenancy.models import Membership

MOST_SUCCESSORS = 5  # of a chain of bodies; a longer one is an error of the lists


class AlreadyApproved(RuntimeError):
    """Somebody approved the statement meanwhile: its words are frozen."""


class NotApproved(RuntimeError):
    """Only an approved statement is sent."""


@transaction.atomic
def begin(case: Case, kind: StatementKind, member: Membership, *, language: str, today: dt.date) -> Statement:
    """A new draft: of what is known, or of the latest approved one. The draft that is there already, if any."""
    Case.objects.select_for_update().get(id=case.id)
    rows = Statement.objects.filter(case=case, kind=kind)
    draft: Statement | None = rows.filter(approved_at__isnull=True).first()
    if draft is not None:
        return draft
    approved = _words_to_begin_with(case, kind)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    if approved is not None:
        content = {
            "language": approved.language,
            "recipient": approved.recipient,
            "sections": approved.sections,
        }
    else:
        sections = [section._asdict() for section in compose(case, kind, language)]
        content = {"language": language, "recipient": recipient_of(case, today), "sections": sections}
    made: Statement = Statement.objects.create(
        case=case, kind=kind, number=number, composed_at=clock.now(), composed_by=member, **content
    )
    return made


def _words_to_begin_with(case: Case, kind: StatementKind) -> Statement | None:
    """The latest approved one; of end statements one of the same ending, since another one is told anew."""
    rows = Statement.objects.filter(case=case, kind=kind)
    if kind == StatementKind.END:
        rows = end_statements(case.stays.order_by("-entry_on")[0])
    latest: Statement | None = rows.filter(approved_at__isnull=False).order_by("-number").first()
    return latest


@transaction.atomic
def save_draft(statement: Statement, recipient: str, texts: Mapping[str, str]) -> Statement:
    """The words of the sections by key; sections not named stay. Raises AlreadyApproved."""
    locked = _locked(statement)
    if locked.approved_at is not None:
        raise AlreadyApproved(f"statement {statement.id}")
    locked.recipient = recipient
    locked.sections = [
        {**section, "text": texts.get(section["key"], section["text"])} for section in locked.sections
    ]
    locked.save(update_fields=["recipient", "sections"])
    return locked


@transaction.atomic
def approve(
    statement: Statement, member: Membership, *, client_has_seen: bool, now: dt.datetime
) -> Statement:
    """Freezes the words; sections left empty go. Approved already: nothing changes."""
    locked = _locked(statement)
    if locked.approved_at is None:
        locked.sections = [section for section in locked.sections if section["text"].strip()]
        locked.approved_at, locked.approved_by = now, member
        locked.client_has_seen = client_has_seen
        locked.save(update_fields=["sections", "approved_at", "approved_by", "client_has_seen"])
    return locked


@transaction.atomic
def mark_sent(statement: Statement, member: Membership, *, sent_on: dt.date, sent_how: SentHow | str) -> bool:
    """Records when and how it left; False when that was recorded already, or its ending undone. Raises NotApproved."""
    locked = _locked(statement)
    if locked.approved_at is None:
        raise NotApproved(f"statement {statement.id}")
    if locked.sent_on is not None or locked.void_since is not None:
        return False
    locked.sent_on, locked.sent_how, locked.sent_by = sent_on, sent_how, member
    locked.save(update_fields=["sent_on", "sent_how", "sent_by"])
    return True


def discard(statement: Statement) -> bool:
    """Takes a draft away; False when it has been approved."""
    deleted, _rows = Statement.objects.filter(id=statement.id, approved_at__isnull=True).delete()
    return bool(deleted)


def recipient_of(case: Case, today: dt.date) -> str:
    """The body and person that referred the client, or the body that came after it; "" when nobody did."""
    referral: Referral | None = _referral_of(case)
    if referral is None:
        return ""
    body = body_of(case, today)
    name = body.name if body else referral.referrer_organisation
    # Who worked for a body that is no more may not work for its successor.
    person = referral.referrer_name if body is None or body.id == referral.body_id else ""
    return ", ".join(filter(None, [name, person]))


def body_of(case: Case, today: dt.date) -> ReferringBody | None:
    """The referring body that exists on the day, by the chain of successors."""
    referral = _referral_of(case)
    body: Any = referral.body if referral else None
    for _step in range(MOST_SUCCESSORS):
        if body is None or body.valid_until is None or body.valid_until >= today or body.successor is None:
            break
        body = body.successor
    found: ReferringBody | None = body
    return found


def _referral_of(case: Case) -> Referral | None:
    accepted = Referral.objects.filter(case=case, state=ReferralState.ACCEPTED)
    found: Referral | None = accepted.select_related("body__successor").order_by("-received_at").first()
    return found


def _locked(statement: Statement) -> Statement:
    found: Statement = Statement.objects.select_for_update(of=("self",)).get(id=statement.id)
    return found
