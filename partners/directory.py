"""The roll of partners by region, narrowed by what the address asks for.

Knows no model: it is given the partners, the topics and the parameters of the address.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pages.languages import Text
from pages.text import alphabetical
from partners.places import Country, Region


@dataclass(frozen=True)
class Option:
    """One entry of a filter's list.

    `language` is that of the label where it is not the reader's.
    """

    value: str
    label: str
    selected: bool
    language: str = ""


@dataclass(frozen=True)
class Filter:
    """What can be chosen for one parameter, and what is."""

    name: str
    options: list[Option]

    @property
    def value(self) -> str:
        """Return the chosen value, or "" for all."""
        return next((option.value for option in self.options if option.selected), "")

    @property
    def label(self) -> str:
        """Return the name of what is chosen, or "" for all.

        Also where it has none in the reader's language: this is said where nothing can be marked.
        """
        return next(
            (each.label for each in self.options if each.selected and not each.language), ""
        )


@dataclass(frozen=True)
class Group:
    """The partners of one region that remain."""

    code: str
    label: str
    partners: list = field(default_factory=list)


def build_filter(name: str, choices: Iterable[tuple[str, Any]], params: Mapping) -> Filter:
    """Return the filter `name` with `choices`, set to what `params` ask for.

    They are (value, label); a label in another language than the reader's has it as `language`.
    """
    wanted = params.get(name, "")
    options = [
        Option(value, str(label), value == wanted, getattr(label, "language", ""))
        for value, label in choices
    ]
    return Filter(name, options)


class Directory:
    """What the directory page shows.

    `partners` is a `PartnerQuerySet`; `topics` are (short name, `Text` of the name);
    `params` holds `region`, `country` and `theme`. A value that is not among the choices narrows
    nothing; `not_understood` is then true, so that the page can say so.
    """

    def __init__(self, partners, topics: Iterable[tuple[str, Text]], params: Mapping):
        countries = set(partners.order_by().values_list("country", flat=True).distinct())
        self.region = build_filter("region", Region.choices, params)
        self.country = build_filter(
            "country",
            sorted(
                (choice for choice in Country.choices if choice[0] in countries),
                key=lambda choice: alphabetical(str(choice[1])),
            ),
            params,
        )
        self.theme = build_filter(
            "theme", sorted(topics, key=lambda topic: alphabetical(str(topic[1]))), params
        )
        filters = (self.region, self.country, self.theme)
        self.not_understood = any(params.get(each.name) and not each.value for each in filters)
        self.is_filtered = any(each.value for each in filters)
        if self.region.value:
            partners = partners.in_region(self.region.value)
        if self.country.value:
            partners = partners.in_country(self.country.value)
        if self.theme.value:
            partners = partners.with_theme(self.theme.value)
        found = list(partners)
        self.count = len(found)
        self.groups = [
            Group(code, str(label), members)
            for code, label in Region.choices
            if (members := [partner for partner in found if partner.region == code])
        ]
