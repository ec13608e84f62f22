"""A person's names, and search by any of them."""

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import models, transaction

from clients.models import Client, EarlierName, SearchToken
from clients.models.case import CaseQuerySet
from clients.rules.merging import identity_code_in
from clients.rules.words import search_words
from clients.services.death import stop_everything
from clients.services.duplicates import with_code
from clients.services.opening import reindex
from tasmat import clock

MOST_WORDS = 8  # of a query; more narrow nothing down


class Name(NamedTuple):
    """A name that a person had until a day."""

    first_name: str
    last_name: str
    until_on: dt.date


@models.TextField.register_lookup
class Begins(models.Lookup[str]):
    """`token__begins`: the operator ^@, whose index is used under row-level security, unlike LIKE's."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", (*left_params, *right_params)


@transaction.atomic
def save_person(client: Client, columns: Collection[str], former: Name | None) -> None:
    """Saves these facts of the person; a former name is kept, so that search goes on finding it.

    When the client has died, links, reminders and appointments stop with the same save.
    """
    client.save(update_fields=columns)
    if "died_on" in columns and client.died_on is not None:
        stop_everything(client, clock.now())
    if former is not None:
        EarlierName.objects.create(client=client, **former._asdict())
    reindex(client)


def search(cases: CaseQuerySet, query: str) -> CaseQuerySet:
    """Those of the cases whose client has a word beginning with each word of the query; none for no words.

    A whole personal identity code finds the one who has it: whoever sees the case may read the code.
    """
    if code := identity_code_in(query):
        return cases.filter(client__in=with_code(code).values("id"))
    words = search_words(query)
    if not words:
        return cases.none()
    for word in words[:MOST_WORDS]:
        cases = cases.filter(client__in=SearchToken.objects.filter(token__begins=word).values("client"))
    return cases
