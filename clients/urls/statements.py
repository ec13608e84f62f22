"""Addresses of statements to the referrer."""

from django.urls import URLPattern

from clients.urls.cases import of_case
from clients.views import statements
from tasmat.access.actions import Action
from tasmat.tenancy.routes import View

STATEMENT = "lausunnot/<uuid:statement_id>/"


def _of_case(address: str, view: View, name: str) -> URLPattern:
    return of_case(address, view, Action.WRITE_STATEMENT, name)


urlpatterns = [
    _of_case("lausunnot/", statements.case_statements, "case_statements"),
    _of_case("lausunnot/ei-tarvita/", statements.case_no_statement, "case_no_statement"),
    _of_case(STATEMENT, statements.case_statement, "case_statement"),
    _of_case(f"{STATEMENT}hyvaksy/", statements.case_statement_approve, "case_statement_approve"),
    _of_case(f"{STATEMENT}lahetetty/", statements.case_statement_sent, "case_statement_sent"),
]
