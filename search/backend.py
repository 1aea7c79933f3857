"""Wagtail's search in the database, for whatever somebody types.

Wagtail quotes words with `"` for SQLite and with `'` for PostgreSQL, and forgets that a word may
hold a `"`, a NUL or nothing but signs, and that there may be thousands of words. Here every
search goes by, those of the admin included, so it is mended once. So does all that is put into the
index: without what nobody can see, as it is taken out of what is looked for.
"""

from typing import Any

from wagtail.search.backends import database
from wagtail.search.query import (
    MATCH_NONE,
    And,
    Boost,
    Not,
    Or,
    Phrase,
    PlainText,
    SearchQuery,
)

from search import compat
from search.words import clean, is_searchable

MOST_PARTS = 20  # of a search that is made of "phrases" and words; each is a nesting for SQLite


class AnyWords:
    """What a backend of Wagtail gets to see: words with a letter or a digit, and not too many."""

    def search(self, query, *args: Any, **kwargs: Any):
        return super().search(searchable(query) or MATCH_NONE, *args, **kwargs)  # type: ignore[misc]

    def autocomplete(self, query, *args: Any, **kwargs: Any):
        return super().autocomplete(searchable(query) or MATCH_NONE, *args, **kwargs)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]):
    """Return the backend for the database that is used."""
    kind = type(database.SearchBackend(params))
    compat.index_what_is_seen(kind.__module__)
    return type(kind.__name__, (AnyWords, kind), {})(params)


def searchable(query: str | SearchQuery) -> str | SearchQuery:
    """Return what every database can look for; "" if nothing is left."""
    if isinstance(query, str):
        return words_of(query)
    if isinstance(query, PlainText):
        text = words_of(query.query_string)
        return PlainText(text, operator=query.operator, boost=query.boost) if text else ""
    if isinstance(query, Phrase):
        text = words_of(query.query_string)
        return Phrase(text) if text else ""
    if isinstance(query, And | Or):
        parts = [part for part in map(searchable, query.subqueries[:MOST_PARTS]) if part]
        return type(query)(parts) if parts else ""
    if isinstance(query, Not | Boost):
        part = searchable(query.subquery)
        if not part:
            return ""
        return Not(part) if isinstance(query, Not) else Boost(part, query.boost)
    return query


def words_of(text: str) -> str:
    """Return the words of `text` that hold a letter or a digit, without quotes."""
    return " ".join(filter(is_searchable, clean(text.replace('"', " ")).split()))
