"""Wagtail's database search, made safe for any input.

Wagtail quotes words with `"` for SQLite and with `'` for PostgreSQL, but does not expect words that
contain a `"` or a NUL, words of only punctuation, or thousands of words. All searches, including
those of the admin, use this backend. Invisible characters are removed both from queries and from
the index.
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

MOST_PARTS = 20  # per search of "phrases" and words; each part is a nesting level in SQLite


class AnyWords:
    """Pass only a limited number of words with a letter or digit to Wagtail's backend."""

    def search(self, query, *args: Any, **kwargs: Any):
        return super().search(searchable(query) or MATCH_NONE, *args, **kwargs)  # type: ignore[misc]

    def autocomplete(self, query, *args: Any, **kwargs: Any):
        return super().autocomplete(searchable(query) or MATCH_NONE, *args, **kwargs)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]):
    """Return the backend for the database in use."""
    kind = type(database.SearchBackend(params))
    compat.index_what_is_seen(kind.__module__)
    return type(kind.__name__, (AnyWords, kind), {})(params)


def searchable(query: str | SearchQuery) -> str | SearchQuery:
    """Return a query that every database can run; "" if nothing is left."""
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
    """Return the words of `text` that contain a letter or digit, without quotation marks."""
    return " ".join(filter(is_searchable, clean(text.replace('"', " ")).split()))
