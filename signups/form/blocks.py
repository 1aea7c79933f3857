"""The blocks of a form: one for each question, each with a key that is the same in all languages.

A key names a column of the list of sign-ups; the key of a choice is stored when it is chosen.
`KeyBlock` hides both from translators.
"""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from signups.form.questions import BOUNDS, KEY_LENGTH, KEY_PATTERN

AUTOCOMPLETE = [
    ("name", _("Full name")),
    ("given-name", _("Given name")),
    ("family-name", _("Family names")),
    ("nickname", _("Preferred name")),
    ("email", _("Email address")),
    ("tel", _("Phone")),
    ("organization", _("Organization")),
    ("organization-title", _("Role in the organization")),
    ("street-address", _("Street address")),
    ("postal-code", _("Postal code")),
    ("address-level2", _("City")),
    ("address-level1", _("State")),
    ("country-name", _("Country")),
    ("language", _("Language")),
    ("bday", _("Date of birth")),
    ("url", _("Website")),
]


MOST = BOUNDS["number"][1]
LARGEST_GROUP = 999


class OneForAllLanguages:
    """A part of a question that is the same in all languages and never offered for translation."""

    def get_translatable_segments(self, value):
        return []

    def restore_translated_segments(self, value, segments):
        return value


class KeyBlock(OneForAllLanguages, blocks.CharBlock):
    def __init__(self, **kwargs):
        message = _(
            "Use only lowercase letters without accents, digits, and _, and start with a letter."
        )
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
    """A page that a question links to: chosen once; readers get the version in their language."""


def _box(label, help_text) -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=label, required=False, default=False, help_text=help_text)


class ChoiceItemBlock(blocks.StructBlock):
    """One choice: the text that is shown, and the key that is stored."""

    label = blocks.CharBlock(label=_("Text shown"), default="", max_length=200)
    key = KeyBlock(
        label=_("Key"),
        help_text=_(
            "The value that is stored, the same in every language. If left empty, it is "
            "created from the text shown. It cannot be changed once someone has signed up."
        ),
    )
    retired = _box(
        label=_("No longer offered"),
        help_text=_(
            "No one can choose it anymore; sign-ups that already include it keep it in the list."
        ),
    )


class FieldBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Question"), default="", max_length=200)
    help_text = blocks.CharBlock(
        label=_("Help text"),
        required=False,
        default="",
        max_length=400,
        help_text=_("Shown below the question. Explain why you ask it or how to answer."),
    )
    required = _box(
        label=_("Required"),
        help_text=_("Ask for as little as possible: many people who sign up are at risk."),
    )
    key = KeyBlock(
        label=_("Key"),
        help_text=_(
            "The name of the column in the list of sign-ups, the same in every language. If "
            "left empty, it is created from the question. It cannot be changed once someone "
            "has signed up."
        ),
    )
    autocomplete = blocks.ChoiceBlock(
        label=_("Browser autofill"),
        choices=AUTOCOMPLETE,
        required=False,
        default="",
        help_text=_(
            "What the browser or phone knows about the person using it and can offer to fill in."
        ),
    )
    sensitive = _box(
        label=_("Sensitive"),
        help_text=_(
            "Health, origin (including a spoken or sign language), immigration status, "
            "religion, or anything else that could cause harm. These answers are encrypted "
            "right away so that only the organizers can open them, do not appear in the list "
            "or the statistics, and are kept for a shorter time. The form tells this to the "
            "people who fill it out."
        ),
    )
    days_to_keep = blocks.IntegerBlock(
        label=_("Days to keep"),
        required=False,
        min_value=0,
        max_value=3650,
        help_text=_(
            "Days after the event or, if there is no event, after the form was sent. If left "
            "empty: 30, or 7 for sensitive answers. The form tells this to the people who fill "
            "it out."
        ),
    )
    retired = _box(
        label=_("No longer asked"),
        help_text=_("No longer shown in the form; earlier answers stay in the list."),
    )


class TextFieldBlock(FieldBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Single line of text")
        description = _("A short answer: a name, a city, an organization.")
        preview_value = {"label": "Full name", "key": "full_name", "required": True}


class ParagraphFieldBlock(FieldBlock):
    class Meta:
        icon = "doc-full"
        label = _("Multiple lines of text")
        description = _("A longer answer in the person’s own words.")
        preview_value = {"label": "What would you like to talk about?", "key": "topics"}


class EmailFieldBlock(FieldBlock):
    class Meta:
        icon = "mail"
        label = _("Email address")
        description = _("The confirmation is sent to the first email address in the form.")
        preview_value = {"label": "E-mail", "key": "email", "autocomplete": "email"}


class TelephoneFieldBlock(FieldBlock):
    class Meta:
        icon = "mobile-alt"
        label = _("Phone")
        description = _("A phone number from any country.")
        preview_value = {"label": "Telephone", "key": "telephone", "autocomplete": "tel"}


def _bound(label, least: int, most: int, help_text="") -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        label=label, required=False, min_value=least, max_value=most, help_text=help_text
    )


class NumberFieldBlock(FieldBlock):
    usual = _("If left empty: %(number)s.") % {"number": BOUNDS["number"][0]}
    smallest = _bound(_("Minimum value"), 0, MOST, usual)
    largest = _bound(_("Maximum value"), 0, MOST)

    class Meta:
        icon = "order"
        label = _("Number")
        description = _(
            "A whole number, such as a number of years. It takes only one spot. To ask how "
            "many people a sign-up is for, use “Group size” instead."
        )
        preview_value = {"label": "How many years have you been there?", "key": "years"}


class GroupSizeFieldBlock(FieldBlock):
    """How many people one sign-up is for, and so how many spots it takes."""

    smallest = _bound(_("Minimum group size"), 1, LARGEST_GROUP, _("If left empty: 1."))
    largest = _bound(_("Maximum group size"), 1, LARGEST_GROUP, _("If left empty: 10."))
    sensitive = None  # never encrypted: the list and the number of spots show it

    class Meta:
        icon = "group"
        label = _("Group size")
        description = _(
            "How many people a sign-up is for, including the person signing up. It takes that "
            "many spots. A form can have only one. If left empty, it counts as one person."
        )
        preview_value = {"label": "How many people are you?", "key": "people", "required": True}


class DateFieldBlock(FieldBlock):
    class Meta:
        icon = "date"
        label = _("Date")
        description = _("A date, such as the day of arrival.")
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
        label = _("Single choice, all shown")
        description = _("One of a few answers, all of them visible.")


class DropdownFieldBlock(ChoiceFieldBlock):
    class Meta:
        icon = "list-ul"
        label = _("Single choice from a list")
        description = _("One of many answers, in a drop-down list.")


class CheckboxesFieldBlock(ChoiceFieldBlock):
    class Meta:
        icon = "tasks"
        label = _("Multiple choices")
        description = _("All the answers that apply.")


class YesNoFieldBlock(FieldBlock):
    class Meta:
        icon = "check"
        label = _("Yes or no")
        description = _("A question to be answered yes or no.")
        preview_value = {"label": "Do you need interpretation?", "key": "interpretation"}


class ConsentFieldBlock(FieldBlock):
    page = LinkedPageBlock(
        label=_("Page to read first"),
        required=False,
        help_text=_(
            "What people agree to, such as the code of conduct. The page title becomes a link "
            "where the question mentions it; otherwise, it is added after the question. It "
            "opens in a new tab so that nothing already typed is lost."
        ),
    )

    class Meta:
        icon = "lock"
        label = _("Consent")
        description = _("A single checkbox. If the question is required, the box must be checked.")
        preview_value = {"label": "I have read the privacy notice", "key": "privacy"}


class SectionBlock(blocks.StructBlock):
    """A heading inside the form. It is not a question and has no key."""

    title = blocks.CharBlock(label=_("Title"), default="", max_length=150)
    text = blocks.TextBlock(
        label=_("Text"),
        required=False,
        default="",
        max_length=1000,
        help_text=_(
            "Below this text, the form itself says which answers are encrypted and when "
            "they are deleted."
        ),
    )

    class Meta:
        icon = "title"
        label = _("Section heading")
        description = _("Divides a long form into parts, with a short explanation.")
        preview_value = {"title": "About you", "text": ""}
