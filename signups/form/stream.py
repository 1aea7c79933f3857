"""A form as a stream of blocks: its questions in their order, with keys that do not repeat.

What an editor types is validated here, for one form; that keys stay as they are once somebody has
signed up is seen to by the page.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from signups.form.blocks import (
    CheckboxesFieldBlock,
    ConsentFieldBlock,
    DateFieldBlock,
    DropdownFieldBlock,
    EmailFieldBlock,
    GroupSizeFieldBlock,
    NumberFieldBlock,
    ParagraphFieldBlock,
    RadioFieldBlock,
    SectionBlock,
    TelephoneFieldBlock,
    TextFieldBlock,
    YesNoFieldBlock,
)
from signups.form.question_sets import SETS, QuestionSet, expand, holds_sets
from signups.form.questions import BOUNDS, CHOICE_KINDS, RESERVED_KEYS


class SetBlock(blocks.StaticBlock):
    """A set of questions that is being inserted; see `signups.form.question_sets`."""

    def __init__(self, content: QuestionSet, **kwargs):
        self.content = content
        super().__init__(
            icon=content.icon,
            label=content.label,
            description=content.description,
            group=_("Ready-made questions"),
            **kwargs,
        )

    def get_admin_text(self):
        labels = (value.get("label") for _kind, value in self.content.questions)
        words = gettext("Once the page is saved and loaded anew, these questions stand here:")
        return f"{words} {' · '.join(str(label) for label in labels if label)}"

    def deconstruct(self):
        """Let migrations know it as the plain block that it is: nothing of it is stored."""
        return ("wagtail.blocks.StaticBlock", [], {})


def _doubles(keys: Iterable[str]) -> set[int]:
    """Return the positions of the keys that stand before them already; empty ones are free."""
    seen: set[str] = set()
    return {
        position
        for position, key in enumerate(keys)
        if key and (key in seen or seen.add(key))  # type: ignore[func-returns-value]
    }


class FieldsBlock(blocks.StreamBlock):
    """A form: its questions in their order."""

    text = TextFieldBlock()
    paragraph = ParagraphFieldBlock()
    email = EmailFieldBlock()
    telephone = TelephoneFieldBlock()
    number = NumberFieldBlock()
    group_size = GroupSizeFieldBlock()
    date = DateFieldBlock()
    radio = RadioFieldBlock()
    dropdown = DropdownFieldBlock()
    checkboxes = CheckboxesFieldBlock()
    yes_no = YesNoFieldBlock()
    consent = ConsentFieldBlock()
    section = SectionBlock()

    def __init__(self, local_blocks=None, **kwargs):
        sets = [(each.type, SetBlock(each)) for each in SETS]
        super().__init__([*(local_blocks or ()), *sets], **kwargs)

    def clean(self, value):
        """Return the questions, with those of each set in its place."""
        cleaned = super().clean(value)
        errors = self.key_errors(cleaned)
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        stream = cleaned.get_prep_value()
        return self.to_python(expand(stream)) if holds_sets(stream) else cleaned

    def key_errors(self, value) -> dict[int, ValidationError]:
        """Return what is wrong with the keys of a form, by the position of the block."""
        errors: dict[int, ValidationError] = {}
        # A heading has no key, and a set no value: its questions get theirs when it is opened.
        keys = [(child.value or {}).get("key") or "" for child in value]
        for position in _doubles(keys):
            message = _("Another question of this form has this key.")
            errors[position] = _struct_error("key", message)
        for position, key in enumerate(keys):
            if key in RESERVED_KEYS:
                message = _("The site needs this word for itself. Please choose another key.")
                errors[position] = _struct_error("key", message)
        errors |= _number_errors(value)
        for position, child in enumerate(value):
            if child.block_type not in CHOICE_KINDS:
                continue
            items = child.value["choices"]
            if items and all(item.get("retired") for item in items):
                message = _("No answer of this question is offered: offer one or ask no longer.")
                if not child.value.get("retired"):
                    errors[position] = _struct_error("label", message)
            doubles = _doubles(item.get("key") or "" for item in items)
            if doubles:
                message = _("Another answer of this question has this key.")
                errors[position] = blocks.StructBlockValidationError(
                    block_errors={
                        "choices": blocks.ListBlockValidationError(
                            block_errors={n: _struct_error("key", message) for n in doubles}
                        )
                    }
                )
        return errors


def _number_errors(value) -> dict[int, ValidationError]:
    """Return what is wrong with the questions for a number, by the position of the block."""
    errors: dict[int, ValidationError] = {}
    has_group = False
    for position, child in enumerate(value):
        if child.block_type not in BOUNDS:
            continue
        least, most = BOUNDS[child.block_type]
        if child.value.get("smallest") is not None:
            least = child.value["smallest"]
        if child.value.get("largest") is not None:
            most = child.value["largest"]
        if most < least:
            message = _("The largest number cannot be less than the smallest one.")
            errors[position] = _struct_error("largest", message)
        if child.block_type == "group_size" and not child.value.get("retired"):
            if has_group:
                message = _("Another question of this form asks for the size of the group.")
                errors[position] = _struct_error("label", message)
            has_group = True
    return errors


def _struct_error(name: str, message) -> ValidationError:
    return blocks.StructBlockValidationError(block_errors={name: ValidationError(message)})
