"""Addresses of people who are there twice, and of the personal identity code."""

from clients.urls.cases import CASE
from clients.views import different, identity, merging
from tasmat.access.actions import Action
from tasmat.tenancy.routes import route

urlpatterns = [
    route("asiakkaat/kahdesti/", merging.duplicates, action=Action.MERGE_CLIENTS, name="duplicates"),
    route(
        "asiakkaat/kahdesti/<uuid:client_id>/<uuid:other_id>/",
        merging.clients_merge,
        action=Action.MERGE_CLIENTS,
        name="clients_merge",
    ),
    route(
        "asiakkaat/kahdesti/<uuid:client_id>/<uuid:other_id>/eri/",
        different.clients_different,
        action=Action.MERGE_CLIENTS,
        name="clients_different",
    ),
    route("asiakkaat/eri/", different.different_people, action=Action.MERGE_CLIENTS, name="different_people"),
    route(
        "asiakkaat/kahdesti/<uuid:client_id>/<uuid:other_id>/ei-eri/",
        different.clients_different_undo,
        action=Action.MERGE_CLIENTS,
        name="clients_different_undo",
    ),
    route(CASE + "kahdesti/", merging.case_twins, action=Action.MERGE_CLIENTS, name="case_twins"),
    route(CASE + "yhdistetyt/", merging.case_merges, action=Action.EDIT_CASE, name="case_merges"),
    route(
        CASE + "yhdistetyt/<uuid:merge_id>/peru/",
        merging.merge_undo,
        action=Action.MERGE_CLIENTS,
        name="case_merge_undo",
    ),
    route(CASE + "henkilotunnus/", identity.case_identity, action=Action.EDIT_CASE, name="case_identity"),
]
