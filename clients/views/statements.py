"""Statements to the referrer: composed, edited section by section, approved, marked as sent, made anew."""

from copy import copy
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clients.choices import StatementKind
from clients.forms.statements import ApproveForm, BeginForm, NoStatementForm, SentForm, StatementForm
from clients.models import Case, Statement
from clients.rules.statements import State, state_of
from clients.services.caseload import Overview
from clients.services.statements import (
    approve,
    begin,
    body_of,
    discard,
    mark_sent,
    save_draft,
)
from clients.services.stays import need_no_statement
from clients.views.pages import (
    find_case,
    is_removal,
    nothing_done,
    posted,
    render_case,
    render_form,
    to_case,
)
from tasmat import clock
from tasmat.tenancy.base import new_id
from tasmat.tenancy.requests import TenantRequest


@require_http_methods(["GET", "POST"])
def case_statements(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """All statements of the case with their states, and the form to begin one."""
    found = find_case(request, case_id)
    kind = StatementKind.SERVICE_NEED if found.is_open else StatementKind.END
    form = BeginForm(posted(request), initial={"kind": kind, "language": "fi"})
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        statement = begin(
            found.case,
            StatementKind(asked["kind"]),
            request.membership,
            language=asked["language"],
            today=clock.today(),
        )
        return _to(request, statement)
    rows = Statement.objects.filter(case=found.case).select_related(
        "composed_by__user", "approved_by__user", "sent_by__user"
    )
    statements = [(row, _state(row).value) for row in rows]
    status = 422 if form.is_bound else 200
    return render_case(
        request, found, "clients/statements/list.html", status, form=form, statements=statements
    )


@require_http_methods(["GET", "POST"])
def case_statement(request: TenantRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    """A draft with a box for each section; an approved statement as it stands."""
    found = find_case(request, case_id)
    statement = _find(found.case, statement_id, to_save=request.method == "POST")
    if request.method != "POST":
        return (
            _read(request, found, statement) if statement.approved_at else _write(request, found, statement)
        )
    if "remove" in request.POST and discard(statement):
        messages.success(request, _("The draft has been removed."))
        return to_case(request, found.case, "case_statements")
    form = StatementForm(request.POST, statement=statement)
    if not _saved(form, statement):
        return _write(request, found, statement, form)
    messages.success(request, _("The draft has been saved."))
    return redirect(
        "case_statement_approve" if "approve" in request.POST else "case_statement",
        request.organisation.slug,
        found.case.id,
        statement.id,
    )


def _saved(form: StatementForm, statement: Statement) -> bool:
    """Saves a valid form; False with an error that keeps the words on the page."""
    is_valid = form.is_valid()
    if statement.approved_at is not None:
        form.add_error(None, _("The statement was approved meanwhile: copy your words into a new version."))
        return False
    if is_valid:
        save_draft(statement, form.cleaned_data["recipient"], form.texts())
    return is_valid


def _write(
    request: TenantRequest, found: Overview, statement: Statement, form: StatementForm | None = None
) -> HttpResponse:
    form = form or StatementForm(statement=statement)
    status = 422 if form.is_bound else 200
    context = {"form": form, "statement": statement, "theirs": form.theirs}
    return render_case(request, found, "clients/statements/write.html", status, **context)


def _read(
    request: TenantRequest, found: Overview, statement: Statement, form: SentForm | None = None
) -> HttpResponse:
    form = form or SentForm(initial={"sent_on": clock.today()}, statement=statement, today=clock.today())
    context = {
        "statement": statement,
        "state": _state(statement).value,
        "form": form,
        "body": body_of(found.case, clock.today()),
        "paper_key": new_id(),
    }
    status = 422 if form.is_bound else 200
    return render_case(request, found, "clients/statements/read.html", status, **context)


@require_http_methods(["GET", "POST"])
def case_statement_approve(request: TenantRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    """Shows the whole once more and freezes it."""
    found = find_case(request, case_id)
    statement = _find(found.case, statement_id)
    if statement.approved_at is not None:
        return _to(request, statement)
    form = ApproveForm(posted(request), statement=statement)
    if not (form.is_bound and form.is_valid()):
        template = "clients/statements/approve.html"
        return render_form(request, found, form, _("Approve the statement"), template, statement=statement)
    seen = form.cleaned_data["client_has_seen"]
    approve(statement, request.membership, client_has_seen=seen, now=clock.now())
    messages.success(request, _("The statement has been approved: its words change no more."))
    return _to(request, statement)


@require_POST
def case_statement_sent(request: TenantRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    """Records the day and the secure route; a second press records nothing more."""
    found = find_case(request, case_id)
    statement = _find(found.case, statement_id)
    if statement.approved_at is None:
        return _to(request, statement)
    form = SentForm(request.POST, statement=statement, today=clock.today())
    if not form.is_valid():
        return _read(request, found, statement, form)
    if mark_sent(statement, request.membership, **form.cleaned_data):
        messages.success(request, _("The statement is marked as sent."))
    return _to(request, statement)


@require_http_methods(["GET", "POST"])
def case_no_statement(request: TenantRequest, case_id: UUID) -> HttpResponse:
    """No end statement is needed, and why; or one is needed all the same."""
    found = find_case(request, case_id)
    if found.is_open:
        return nothing_done(request, found, _("The case goes on."))
    title = _("No end statement is needed")
    form = NoStatementForm(posted(request), instance=copy(found.last))
    if is_removal(request):
        need_no_statement(found.last, "")
        messages.success(request, _("The end statement is asked for again."))
        return to_case(request, found.case)
    if not (form.is_bound and form.is_valid()):
        is_said = bool(found.last.no_statement_reason)
        return render_form(request, found, form, title, "clients/statements/needless.html", is_said=is_said)
    need_no_statement(found.last, form.cleaned_data["no_statement_reason"])
    messages.success(request, _("No end statement is asked for any more."))
    return to_case(request, found.case)


def _find(case: Case, statement_id: UUID, *, to_save: bool = False) -> Statement:
    """The statement, or 404; locked when what is typed is to meet what is saved."""
    rows = Statement.objects.select_related("composed_by__user", "approved_by__user", "sent_by__user")
    rows = rows.select_for_update(of=("self",)) if to_save else rows
    found: Statement = get_object_or_404(rows, case=case, id=statement_id)
    return found


def _state(statement: Statement) -> State:
    return state_of(is_approved=statement.approved_at is not None, is_sent=statement.sent_on is not None)


def _to(request: TenantRequest, statement: Statement) -> HttpResponse:
    return redirect("case_statement", request.organisation.slug, statement.case_id, statement.id)
