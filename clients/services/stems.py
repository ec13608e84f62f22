"""The stems of words, which the database knows for Finnish and Swedish."""

from django.db import connection

from clients.rules.words import beginning, fold, words_of

MOST_WORDS = 8  # of a query; more narrow nothing down

# The dictionaries of PostgreSQL's text search (12.6.6). Its index of words would not find "kokeilu" within
# "työkokeilussa", so the words of the query alone are stemmed, and looked for anywhere in the text.
_STEMS = """
select (ts_lexize('finnish_stem', word))[1], (ts_lexize('swedish_stem', word))[1]
  from unnest(%s::text[]) with ordinality as typed (word, place) order by place
"""


def beginnings(query: str) -> tuple[str, ...]:
    """The folded beginning of each word of a query that a text must contain; one query, none for no words."""
    words = words_of(query)[:MOST_WORDS]
    if not words:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [words])
        rows = cursor.fetchall()
    return tuple(
        beginning(fold(word), finnish=finnish, swedish=swedish)
        for word, (finnish, swedish) in zip(words, rows, strict=True)
    )
