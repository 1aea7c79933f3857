"""What the parts of an object are called: "Text › Quotation", never "body.quote.text"."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail_localize.models import TranslationContext


@dataclass(frozen=True)
class Place:
    """Where a segment stands: its group on the sheet, its own name, and how long it may be."""

    group: str
    name: str
    limit: int | None = None


def place_of(model: type[models.Model], context: TranslationContext) -> Place:
    """Return where a segment stands in objects of `model`. No query."""
    path = context.field_path or context.path
    steps = path.split(".")
    try:
        field: Any = model._meta.get_field(steps[0])
    except FieldDoesNotExist:  # the model has lost it since
        return Place(_("Other texts"), path)
    if isinstance(field, StreamField):
        names = _block_names(field.stream_block, steps[1:])
        return Place(names[0] if names else _name(field), names[-1] if names else _name(field))
    if field.one_to_many or field.one_to_one:
        related = field.related_model
        name = steps[-1]
        try:
            child = related._meta.get_field(name)
        except FieldDoesNotExist:
            return Place(str(capfirst(related._meta.verbose_name)), name)
        return Place(str(capfirst(related._meta.verbose_name)), _name(child), _limit(child))
    return Place("", _name(field), _limit(field))


def _name(field) -> str:
    return str(capfirst(getattr(field, "verbose_name", field.name)))


def _limit(field) -> int | None:
    plain = isinstance(field, models.CharField) and not isinstance(field, StreamField)
    return field.max_length if plain else None


def _block_names(block: blocks.Block, steps: list[str]) -> list[str]:
    """Return the labels of the blocks on the way to a text, each once."""
    names: list[str] = []
    for step in steps:
        if isinstance(block, blocks.ListBlock):
            block = block.child_block
            continue  # the items of a list have no label of their own
        child = getattr(block, "child_blocks", {}).get(step)
        if child is None:
            break
        block = child
        label = str(capfirst(block.label or step))
        if not names or names[-1] != label:
            names.append(label)
    return names
