"""Build the structured data of pages: schema.org as JSON-LD 1.1, from plain data.

URLs are absolute. A node described in full on one page keeps its `@id` permanently, so that other
pages can refer to it; the `@id` of a page is its URL.
"""

import datetime
import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from pages.languages import LocalizedText

type Node = dict[str, Any]

CONTEXT = "https://schema.org"
# Characters that could end the script element or start another one, as JSON escapes.
_ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}


def document(nodes: Iterable[Node]) -> SafeString:
    """Return `nodes` as one JSON-LD document, safe inside a script element."""
    graph = {"@context": CONTEXT, "@graph": list(nodes)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))


def properties(**values: Any) -> Node:
    """Return the properties that have a value."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def node(kind: str, key: str = "", **values: Any) -> Node:
    """Return a node of type `kind` with the properties that have a value; `key` is its `@id`."""
    return {"@type": kind} | ({"@id": key} if key else {}) | properties(**values)


def text(said: LocalizedText) -> str | Node:
    """Return a text for JSON-LD, with its language if that is not the page's."""
    if said.language:
        return {"@value": said.words, "@language": said.language}
    return said.words


def moment(when: datetime.datetime | datetime.date | None) -> str | None:
    """Return a date or a time in ISO 8601; times have seconds and an offset."""
    if isinstance(when, datetime.datetime):
        return when.isoformat(timespec="seconds")
    return when.isoformat() if when else None


def search_action(address: str) -> Node:
    """Return the search action of the site; `address` is the search URL without a query."""
    return node(
        "SearchAction",
        target=node("EntryPoint", urlTemplate=f"{address}?q={{search_term_string}}"),
        **{"query-input": "required name=search_term_string"},
    )
