"""Filters of a list: the choices in the form, and the effect on the query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from pages.languages import localize, localized_text
from pages.models import Topic
from pages.text import alphabetical


@dataclass(frozen=True)
class Option:
    """One choice of a filter.

    `language` is the language of the label if it is not the reader's.
    """

    value: str
    label: str
    selected: bool
    language: str = ""


class Filter:
    """One filter, for the query parameter `name`, with its choices and its current value.

    `choices` are (value, label) pairs; labels in other languages than the reader's are
    `LocalizedText`. The current value filters by `lookup`. `value` and `label` are "" if nothing is
    chosen. `label` is also "" in another language, because it is shown where that cannot be marked.
    """

    def __init__(self, name: str, lookup: str, choices: Iterable[tuple[str, Any]], params: Mapping):
        self.name, self.lookup = name, lookup
        self.wanted = params.get(name, "")
        self.options = [
            Option(value, str(label), value == self.wanted, getattr(label, "language", ""))
            for value, label in choices
        ]
        chosen = next((option for option in self.options if option.selected), None)
        self.value = chosen.value if chosen else ""
        self.label = chosen.label if chosen and not chosen.language else ""


class Filters(dict[str, Filter]):
    """The filters of one form, by name.

    A value that is not among the choices filters nothing; `not_understood` is then true, so that
    the page can say so.
    """

    def __init__(self, *filters: Filter):
        super().__init__((each.name, each) for each in filters)
        self.is_filtered = any(each.value for each in filters)
        self.not_understood = any(each.wanted and not each.value for each in filters)

    def narrow[Q: QuerySet](self, found: Q) -> Q:
        """Return the queryset with all filters applied."""
        return found.filter(**{each.lookup: each.value for each in self.values() if each.value})


def topic_choices(topics: QuerySet[Topic]) -> list[tuple[str, Any]]:
    """Return topics as choices in the reader's language, sorted by name."""
    found = localize(topics.select_related("locale"))
    found.sort(key=lambda topic: alphabetical(topic.name))
    return [(topic.slug, localized_text(topic.name, topic)) for topic in found]
