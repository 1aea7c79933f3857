"""The blocks a form is built from: one block a question, each with a key that no language changes.

A key names a column of the list of sign-ups; the key of a choice is what is stored when it is
chosen. `KeyBlock` hides both from translators.
"""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from signups.form.questions import BOUNDS, KEY_LENGTH, KEY_PATTERN

AUTOCOMPLETE = [
    ("name", _("Full name")),
    ("given-name", _("Given name")),
    ("family-name", _("Family names")),
    ("nickname", _("Name used every day")),
    ("email", _("E-mail address")),
    ("tel", _("Telephone")),
    ("organization", _("Organisation")),
    ("organization-title", _("Role in the organisation")),
    ("street-address", _("Street and number")),
    ("postal-code", _("Postal code")),
    ("address-level2", _("City")),
    ("address-level1", _("State")),
    ("country-name", _("Country")),
    ("language", _("Language")),
    ("bday", _("Date of birth")),
    ("url", _("Web address")),
]


MOST = BOUNDS["number"][1]
LARGEST_GROUP = 999


class OneForAllLanguages:
    """A part of a question that is never offered for translation: the same in every language."""

    def get_translatable_segments(self, value):
        return []

    def restore_translated_segments(self, value, segments):
        return value


class KeyBlock(OneForAllLanguages, blocks.CharBlock):
    def __init__(self, **kwargs):
        message = _("Use small letters without accents, digits and _; begin with a letter.")
        always = {
            "max_length": KEY_LENGTH,
            "required": False,
            "default": "",
            "validators": [RegexValidator(KEY_PATTERN, message)],
        }
        super().__init__(**always, **kwargs)

    def get_searchable_content(self, value):
        return []


class LinkedPageBlock(OneForAllLanguages, blocks.PageChooserBlock):
    """A page that a question leads to: chosen once; readers get the one in their language."""


def _box(label, help_text) -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=label, required=False, default=False, help_text=help_text)


class ChoiceItemBlock(blocks.StructBlock):
    """One answer to choose: what is shown, and what is stored."""

    label = blocks.CharBlock(label=_("Words shown"), default="", max_length=200)
    key = KeyBlock(
        label=_("Key"),
        help_text=_(
            "What is stored, the same in every language. Left empty, it is made from the words "
            "shown. It cannot be changed once somebody has signed up."
        ),
    )
    retired = _box(
        label=_("No longer offered"),
        help_text=_("Nobody can choose it any more; who chose it before keeps it in the list."),
    )


class FieldBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Question"), default="", max_length=200)
    help_text = blocks.CharBlock(
        label=_("Help"),
        required=False,
        default="",
        max_length=400,
        help_text=_("Shown below the question: why it is asked, or how to answer."),
    )
    required = _box(
        label=_("Must be answered"),
        help_text=_("Ask for as little as possible: many who sign up are at risk."),
    )
    key = KeyBlock(
        label=_("Key"),
        help_text=_(
            "The name of the column in the list of sign-ups, the same in every language. Left "
            "empty, it is made from the question. It cannot be changed once somebody has signed up."
        ),
    )
    autocomplete = blocks.ChoiceBlock(
        label=_("The browser may fill in"),
        choices=AUTOCOMPLETE,
        required=False,
        default="",
        help_text=_("What the browser or telephone knows about its owner and offers to fill in."),
    )
    sensitive = _box(
        label=_("Sensitive"),
        help_text=_(
            "Health, origin (also a language or a sign language), migration status, religion, "
            "anything that could harm: sealed at once, so that only the organizers can open it, "
            "neither in the list nor in the figures, and kept for a shorter time. The form tells "
            "visitors."
        ),
    )
    days_to_keep = blocks.IntegerBlock(
        label=_("Days to keep"),
        required=False,
        min_value=0,
        max_value=3650,
        help_text=_(
            "Days after the event, or after the form was sent where there is no event. Left empty: "
            "30, and 7 for what is sensitive. The form tells visitors."
        ),
    )
    retired = _box(
        label=_("No longer asked"),
        help_text=_("Not shown in the form any more; the answers given before stay in the list."),
    )


class TextFieldBlock(FieldBlock):
    class Meta:
        icon = "pilcrow"
        label = _("One line of text")
        description = _("A short answer: a name, a city, an organisation.")
        preview_value = {"label": "Full name", "key": "full_name", "required": True}


class ParagraphFieldBlock(FieldBlock):
    class Meta:
        icon = "doc-full"
        label = _("Several lines of text")
        description = _("A longer answer in the visitor's own words.")
        preview_value = {"label": "What would you like to talk about?", "key": "topics"}


class EmailFieldBlock(FieldBlock):
    class Meta:
        icon = "mail"
        label = _("E-mail address")
        description = _("The first one in the form is where the confirmation will be sent.")
        preview_value = {"label": "E-mail", "key": "email", "autocomplete": "email"}


class TelephoneFieldBlock(FieldBlock):
    class Meta:
        icon = "mobile-alt"
        label = _("Telephone")
        description = _("A telephone number of any country.")
        preview_value = {"label": "Telephone", "key": "telephone", "autocomplete": "tel"}


def _bound(label, least: int, most: int, help_text="") -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        label=label, required=False, min_value=least, max_value=most, help_text=help_text
    )


class NumberFieldBlock(FieldBlock):
    usual = _("Left empty: %(number)s.") % {"number": BOUNDS["number"][0]}
    smallest = _bound(_("Smallest number"), 0, MOST, usual)
    largest = _bound(_("Largest number"), 0, MOST)

    class Meta:
        icon = "order"
        label = _("Number")
        description = _(
            "A whole number, such as how many years. It takes one place; for how many people a "
            "sign-up is, use “Size of a group”."
        )
        preview_value = {"label": "How many years have you been there?", "key": "years"}


class GroupSizeFieldBlock(FieldBlock):
    """How many people one sign-up is for, and so how many places it takes."""

    smallest = _bound(_("Smallest group"), 1, LARGEST_GROUP, _("Left empty: 1."))
    largest = _bound(_("Largest group"), 1, LARGEST_GROUP, _("Left empty: 10."))
    sensitive = None  # the list and the number of places show it

    class Meta:
        icon = "group"
        label = _("Size of a group")
        description = _(
            "How many people one sign-up is for, whoever signs up included: it takes that many "
            "places. At most one in a form. Who leaves it empty counts as one."
        )
        preview_value = {"label": "How many people are you?", "key": "people", "required": True}


class DateFieldBlock(FieldBlock):
    class Meta:
        icon = "date"
        label = _("Date")
        description = _("A day, for example of arrival.")
        preview_value = {"label": "Day of arrival", "key": "arrival"}


class ChoiceFieldBlock(FieldBlock):
    choices = blocks.ListBlock(ChoiceItemBlock(), label=_("Answers to choose from"), min_num=1)

    class Meta:
        preview_value = {
            "label": "Language",
            "key": "language",
            "choices": [{"label": "Spanish", "key": "es"}, {"label": "English", "key": "en"}],
        }


class RadioFieldBlock(ChoiceFieldBlock):
    class Meta:
        icon = "radio-full"
        label = _("One choice, all shown")
        description = _("One of a few answers, all of them in sight.")


class DropdownFieldBlock(ChoiceFieldBlock):
    class Meta:
        icon = "list-ul"
        label = _("One choice from a list")
        description = _("One of many answers, in a list that opens.")


class CheckboxesFieldBlock(ChoiceFieldBlock):
    class Meta:
        icon = "tasks"
        label = _("Several choices")
        description = _("As many of the answers as apply.")


class YesNoFieldBlock(FieldBlock):
    class Meta:
        icon = "check"
        label = _("Yes or no")
        description = _("A question with these two answers.")
        preview_value = {"label": "Do you need interpretation?", "key": "interpretation"}


class ConsentFieldBlock(FieldBlock):
    page = LinkedPageBlock(
        label=_("Page to read first"),
        required=False,
        help_text=_(
            "What is agreed to, such as the code of conduct. The title of the page becomes a link "
            "where the question names it, or behind the question. It opens in a new tab, so that "
            "nothing typed is lost."
        ),
    )

    class Meta:
        icon = "lock"
        label = _("Consent")
        description = _("One box to tick. Where it must be answered, it must be ticked.")
        preview_value = {"label": "I have read the privacy notice", "key": "privacy"}


class SectionBlock(blocks.StructBlock):
    """A heading inside the form. It asks nothing and has no key."""

    title = blocks.CharBlock(label=_("Title"), default="", max_length=150)
    text = blocks.TextBlock(
        label=_("Text"),
        required=False,
        default="",
        max_length=1000,
        help_text=_(
            "The form itself says below it which answers are sealed and when they are deleted."
        ),
    )

    class Meta:
        icon = "title"
        label = _("Section heading")
        description = _("Divides a long form; with a few words of explanation.")
        preview_value = {"title": "About you", "text": ""}
