"""A statement to the referrer on paper: an approved one, word for word."""

from django.db.models import Q
from django.utils.translation import gettext as _

from clients.choices import DocumentKind
from clients.models import Statement
from clients.services.papers import Paper, paper
from tasmat.access.actions import Action
from tasmat.ui.templatetags.ui import day_of_year


@paper(
    "statement",
    of=Statement,
    among=Q(approved_at__isnull=False),
    template="clients/pdf/statement.html",
    document=DocumentKind.STATEMENT,
    action=Action.WRITE_STATEMENT,
)
def statement_paper(statement: Statement) -> Paper:
    """The page asks for it in the language that the statement is written in."""
    client = statement.case.client
    approver = statement.approved_by.user.name if statement.approved_by else ""
    return Paper(
        title=statement.get_kind_display().capitalize(),
        context={
            "sections": [section for section in statement.sections if section["text"]],
            "client_has_seen": statement.client_has_seen,
            "facts": [
                (_("To whom"), statement.recipient),
                (_("Client"), client.full_name),
                (_("Date of birth"), day_of_year(client.born_on)),
                (_("Version"), str(statement.number)),
                (_("Approved"), day_of_year(statement.approved_at)),
            ],
            "signatories": [(_("coach"), approver)],
        },
    )
