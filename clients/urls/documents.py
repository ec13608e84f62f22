"""Addresses of documents, papers and competences of a case, and of units of qualifications."""

from django.urls import URLPattern

from clients.urls.cases import of_case
from clients.views import competences, documents, papers
from tasmat.access.actions import Action
from tasmat.tenancy.routes import View, route


def _of_case(address: str, view: View, name: str, action: Action = Action.EDIT_DOCUMENTS) -> URLPattern:
    return of_case(address, view, action, name)


def _settings(address: str, view: View, name: str) -> URLPattern:
    return route(f"asetukset/tutkinnon-osat/{address}", view, action=Action.EDIT_LISTS, name=name)


DOCUMENT = "asiakirjat/<uuid:document_id>/"

urlpatterns = [
    _of_case("asiakirjat/", documents.case_documents, "case_documents", Action.EDIT_CASE),
    _of_case("asiakirjat/uusi/", documents.case_document_new, "case_document_new"),
    _of_case("asiakirjat/tee/", papers.case_paper, "case_paper", Action.EDIT_CASE),
    _of_case(DOCUMENT, documents.case_document, "case_document", Action.EDIT_CASE),
    _of_case(f"{DOCUMENT}uusi-versio/", documents.case_document_version, "case_document_version"),
    _of_case(f"{DOCUMENT}poista/", documents.case_document_remove, "case_document_remove"),
    _of_case(f"{DOCUMENT}palauta/", documents.case_document_return, "case_document_return"),
    _of_case("osaaminen/uusi/", competences.case_competence_new, "case_competence_new"),
    _of_case("osaaminen/<uuid:competence_id>/", competences.case_competence, "case_competence"),
    _settings("", competences.units, "settings_units"),
    _settings("uusi/", competences.unit_new, "settings_unit_new"),
    _settings("tuonti/", competences.units_look, "settings_units_look"),
    _settings("tuonti/vahvista/", competences.units_import, "settings_units_import"),
    _settings("<uuid:unit_id>/", competences.unit, "settings_unit"),
]
