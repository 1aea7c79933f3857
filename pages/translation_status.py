"""Provide translation statuses to apps that do not depend on `translations`.

`translations` registers its function with `register_provider`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

#: Takes objects and the user, returns the status to show for each, by primary key.
type Provider = Callable[[Sequence[Any], Any], dict[int, SafeString]]
_providers: list[Provider] = []


def register_provider(provider: Provider) -> None:
    """Make `provider` the function behind `for_objects`."""
    _providers[:] = [provider]


def for_objects(instances: Sequence[Any], user) -> dict[int, SafeString]:
    """Return the status of each object, by primary key, in a constant number of queries."""
    return _providers[0](instances, user) if _providers and instances else {}


class TranslationStatusColumn(Column):
    """A column of an admin list; the statuses of a whole table are loaded at once."""

    cell_template_name = "wagtailadmin/tables/cell.html"

    def __init__(self):
        super().__init__("statuses", label=_("Other languages"))

    def get_value(self, instance):
        return ""

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        table = parent_context["table"]
        if not hasattr(table, "statuses"):
            table.statuses = for_objects(list(table.data), parent_context["request"].user)
        return context | {"value": table.statuses.get(instance.pk, "")}
