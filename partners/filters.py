"""The lists of a filter form, and what they leave of what is listed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from pages.languages import localize, localized_text
from pages.models import Topic
from pages.text import alphabetical


@dataclass(frozen=True)
class Option:
    """One entry of a filter's list.

    `language` is that of the label where it is not the reader's.
    """

    value: str
    label: str
    selected: bool
    language: str = ""


class Filter:
    """One list: what can be chosen for the parameter `name`, and what is.

    `choices` are (value, label); a label in another language than the reader's is a `Text`. What
    is chosen narrows by `lookup`. `value` and `label` are "" where nothing is, and the label also
    where it is in another language: it is said where that cannot be marked.
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
    """The lists of one form by their names.

    A value that is not among the choices narrows nothing; `not_understood` is then true, so that
    the page can say so.
    """

    def __init__(self, *filters: Filter):
        super().__init__((each.name, each) for each in filters)
        self.is_filtered = any(each.value for each in filters)
        self.not_understood = any(each.wanted and not each.value for each in filters)

    def narrow[Q: QuerySet](self, found: Q) -> Q:
        """Return what remains of a queryset."""
        return found.filter(**{each.lookup: each.value for each in self.values() if each.value})


def topic_choices(topics: QuerySet[Topic]) -> list[tuple[str, Any]]:
    """Return topics as choices in the reader's language, by name."""
    found = localize(topics.select_related("locale"))
    found.sort(key=lambda topic: alphabetical(topic.name))
    return [(topic.slug, localized_text(topic.name, topic)) for topic in found]
