"""Labels for the parts of an object: "Text › Quotation" instead of "body.quote.text".

The same fields and blocks also define the maximum length of each part.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.models import Translation, TranslationContext
from wagtail_localize.strings import StringValue

from pages import head

#: The approximate length that search engines show, by field name.
ADVISED = {"seo_title": head.TITLE_LENGTH, "search_description": head.DESCRIPTION_LENGTH}


@dataclass(frozen=True)
class SegmentLocation:
    """The location of a segment: its group in the editor, its label, and its length limits.

    `limit` is the maximum number of characters, `advised` the recommended one; None: no limit.
    """

    group: str
    name: str
    limit: int | None = None
    advised: int | None = None

    @property
    def counted(self) -> int | None:
        """Return the number of characters that the editor compares with while typing."""
        return self.advised or self.limit


def length_of(html: str) -> int:
    """Return the number of characters of a segment, without its tags."""
    return len(StringValue(html).render_text()) if html else 0


def location_of(translation: Translation, context: TranslationContext) -> SegmentLocation:
    """Return the location of a segment of a translation."""
    model = translation.source.specific_content_type.model_class()
    path = context.field_path or context.path
    steps = path.split(".")
    try:
        field: Any = (model or models.Model)._meta.get_field(steps[0])
    except (AttributeError, FieldDoesNotExist):  # the field or the model has been removed since
        return SegmentLocation(_("Other texts"), path)
    if isinstance(field, StreamField):
        names, block = _blocks_to(field.stream_block, steps[1:])
        limit = _limit_of_block(block)
        return SegmentLocation(
            names[0] if names else _name(field), (names or [_name(field)])[-1], limit
        )
    if field.one_to_many or field.one_to_one:
        related = field.related_model
        name = steps[-1]
        try:
            child = related._meta.get_field(name)
        except FieldDoesNotExist:
            return SegmentLocation(str(capfirst(related._meta.verbose_name)), name)
        return SegmentLocation(
            str(capfirst(related._meta.verbose_name)), _name(child), _limit(child)
        )
    return SegmentLocation("", _name(field), _limit(field), ADVISED.get(field.name))


def _name(field) -> str:
    return str(capfirst(getattr(field, "verbose_name", field.name)))


def _limit(field) -> int | None:
    # A rich text has many segments, and its limit applies to all of them together.
    plain = isinstance(field, (models.CharField, models.TextField))
    return field.max_length if plain and not isinstance(field, RichTextField) else None


def _limit_of_block(block: blocks.Block) -> int | None:
    plain = isinstance(block, (blocks.CharBlock, blocks.TextBlock))
    return block.field.max_length if plain else None


def _blocks_to(block: blocks.Block, steps: list[str]) -> tuple[list[str], blocks.Block]:
    """Return the labels of the blocks along a path, without duplicates, and the last block."""
    names: list[str] = []
    for step in steps:
        if isinstance(block, blocks.ListBlock):
            block = block.child_block
            continue  # the items of a list have no label
        child = getattr(block, "child_blocks", {}).get(step)
        if child is None:
            break
        block = child
        label = str(capfirst(block.label or step))
        if not names or names[-1] != label:
            names.append(label)
    return names, block
