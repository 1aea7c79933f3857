"""A form as a stream of blocks: its questions in order, with unique keys.

What an editor types is validated here, for one form; the page ensures that keys stay the same
after the first sign-up.
"""

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
    """A question set that is being inserted; see `signups.form.question_sets`."""

    def __init__(self, content: QuestionSet, **kwargs):
        self.content = content
        super().__init__(
            icon=content.icon,
            label=content.label,
            description=content.description,
            group=_("Question sets"),
            **kwargs,
        )

    def get_admin_text(self):
        labels = (value.get("label") for _kind, value in self.content.questions)
        words = gettext("After you save and reload the page, these questions will appear here:")
        return f"{words} {' · '.join(str(label) for label in labels if label)}"

    def deconstruct(self):
        """Let migrations see a plain block: nothing of a set is stored."""
        return ("wagtail.blocks.StaticBlock", [], {})


class FieldsBlock(blocks.StreamBlock):
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
        """Return the questions, with each set replaced by its questions."""
        cleaned = super().clean(value)
        errors = self.key_errors(cleaned)
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        stream = cleaned.get_prep_value()
        return self.to_python(expand(stream)) if holds_sets(stream) else cleaned

    def key_errors(self, value) -> dict[int, ValidationError]:
        """Return the errors in keys and numbers of a form, by position of the block."""
        errors: dict[int, ValidationError] = {}
        keys: set[str] = set()
        has_group = False
        for position, child in enumerate(value):
            # A heading has no key, and a set no value: its questions get keys when it is expanded.
            answer, kind = child.value or {}, child.block_type
            key, is_asked = answer.get("key") or "", not answer.get("retired")
            if key in keys:
                message = _(
                    "Another question in this form already has this key. Choose a different one."
                )
                errors[position] = _struct_error("key", message)
            keys |= {key} - {""}
            if key in RESERVED_KEYS:
                message = _("This key is reserved for the site. Choose a different one.")
                errors[position] = _struct_error("key", message)
            if kind in BOUNDS and _has_wrong_bounds(kind, answer):
                message = _("The largest number cannot be less than the smallest one.")
                errors[position] = _struct_error("largest", message)
            if kind == "group_size" and is_asked:
                if has_group:
                    message = _(
                        "Another question in this form already asks for the group size. Keep "
                        "only one of them."
                    )
                    errors[position] = _struct_error("label", message)
                has_group = True
            if kind in CHOICE_KINDS:
                items = answer["choices"]
                if items and is_asked and all(item.get("retired") for item in items):
                    message = _(
                        "All answers to this question are marked as “No longer offered.” "
                        "Offer at least one, or mark the question as “No longer asked.”"
                    )
                    errors[position] = _struct_error("label", message)
                if doubles := _double_choices(items):
                    errors[position] = doubles
        return errors


def _has_wrong_bounds(kind: str, answer) -> bool:
    least, most = BOUNDS[kind]
    smallest, largest = answer.get("smallest"), answer.get("largest")
    return (most if largest is None else largest) < (least if smallest is None else smallest)


def _double_choices(items) -> ValidationError | None:
    """Return the errors of all choices that reuse an earlier choice's key, or None."""
    keys = [item.get("key") or "" for item in items]
    message = _("Another answer to this question already has this key. Choose a different one.")
    errors = {
        n: _struct_error("key", message) for n, key in enumerate(keys) if key and key in keys[:n]
    }
    if not errors:
        return None
    in_list = blocks.ListBlockValidationError(block_errors=errors)
    return blocks.StructBlockValidationError(block_errors={"choices": in_list})


def _struct_error(name: str, message) -> ValidationError:
    return blocks.StructBlockValidationError(block_errors={name: ValidationError(message)})
