"""Django's form field for each kind of question: what it accepts, and its error messages."""

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pages import email_addresses
from pages.text import clean
from pages.times import typed_dates
from signups.form import parsing
from signups.form.answers import YES_NO
from signups.form.questions import BOUNDS, Question

TEXT_LENGTH = 300
PARAGRAPH_LENGTH = 5000
EMAIL_LENGTH = 254
TELEPHONE_LENGTH = 40
NUMBER_DIGITS = 9
EMPTY_VALUES: tuple[Any, ...] = ("", None, [])
CONSENT_GIVEN = ("on", True)

# Replaces bytes that are not text, such as half a surrogate pair (Unicode 23.8).
UNREADABLE = "\ufffd"

ERRORS = {
    "required": _("Please answer this question."),
    "invalid_choice": _("Please choose one of the answers."),
    "max_length": _("This is too long. Use %(limit_value)d characters or fewer."),
    "null_characters_not_allowed": _(
        "This contains a character that cannot be saved. Please type it again."
    ),
}
EMAIL_ERRORS = {**ERRORS, "invalid": email_addresses.ERRORS["invalid"]}
CONSENT_ERRORS = {
    "required": _("Please check this box to continue."),
    "invalid": _("Please check this box to continue."),
}
DATE_ERRORS = {**ERRORS, "invalid": typed_dates.ERRORS["invalid"]}
NUMBER_ERRORS = {**ERRORS, "invalid": parsing.NUMBER_ERRORS["invalid"]}


def validate_readable(text: str) -> None:
    """Reject undecodable text instead of storing a replacement character."""
    if UNREADABLE in text:
        raise forms.ValidationError(ERRORS["null_characters_not_allowed"], code="unreadable")


class TextField(forms.CharField):
    """One line of text, stripped of surrounding white space and invisible characters."""

    default_validators = [validate_readable]


class ParagraphField(TextField):
    """Text of several lines; a line end counts as one character, as it does in browsers."""

    def to_python(self, value):
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class EmailField(email_addresses.EmailAddressField):
    default_validators = [*forms.EmailField.default_validators, validate_readable]


class TelephoneField(TextField):
    def to_python(self, value):
        text = super().to_python(value)
        return parsing.telephone(text) if text and UNREADABLE not in text else text


class NumberField(forms.IntegerField):
    """A whole number within its bounds; see `parsing.number`.

    `had` is the previous answer, which can be given again.
    """

    def __init__(self, *args, question: Question, had: Any = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.question = question
        self.had = had

    def to_python(self, value):
        text = clean(str("" if value is None else value)).strip()
        if not text:
            return None
        number = parsing.number(text, most_digits=TEXT_LENGTH)
        smallest, largest = self.question.bounds
        if number != self.had and not smallest <= number <= largest:
            raise forms.ValidationError(bounds_error(self.question), code="bounds")
        return number


def bounds_hint(question: Question) -> str:
    """Return a hint with the bounds of an answer, shown before people answer."""
    if question.kind not in BOUNDS:
        return ""
    usual, (smallest, largest) = BOUNDS[question.kind], question.bounds
    if question.kind == "number" and (smallest, largest) == usual:
        return ""
    if question.kind == "number" and largest == usual[1]:
        return gettext("At least %(smallest)s.") % {"smallest": number_format(smallest)}
    words = {"smallest": number_format(smallest), "largest": number_format(largest)}
    return gettext("From %(smallest)s to %(largest)s.") % words


def bounds_error(question: Question) -> str:
    smallest, largest = (number_format(n, force_grouping=True) for n in question.bounds)
    words = {"smallest": smallest, "largest": largest}
    return gettext("Enter a whole number from %(smallest)s to %(largest)s, in digits.") % words


class DayField(forms.DateField):
    """A day; browsers send it as year-month-day, but people may type other formats."""

    def to_python(self, value):
        text = clean(value).strip() if isinstance(value, str) else value
        return typed_dates.day(text) if isinstance(text, str) and text else super().to_python(text)


class ConsentInput(forms.CheckboxInput):
    """A checkbox whose only value is "on": nothing else that is sent counts as consent."""

    def value_from_datadict(self, data, files, name):
        return data.get(name, "")

    def format_value(self, value):
        return "on"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        if value in CONSENT_GIVEN:
            context["widget"]["attrs"]["checked"] = True
        return context


class ConsentField(forms.BooleanField):
    widget = ConsentInput

    def to_python(self, value):
        if value in EMPTY_VALUES or value is False:
            return False
        if value not in CONSENT_GIVEN:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return True


class ListSelect(forms.Select):
    """A select in which untranslated answers are marked with their language."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        if language := getattr(option["label"], "lang", ""):
            option["attrs"]["lang"] = language
        return option


def form_field(field: Question, had: Any = None) -> forms.Field:
    """Return Django's form field for a question (not for a section).

    `had` is the previous answer, which can be given again even if it is no longer offered.
    """
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help_text,
        "required": field.required,
        "error_messages": ERRORS,
    }
    # Browsers must not store sensitive answers, whatever the editor has chosen.
    completed = "off" if field.sensitive else field.autocomplete
    attrs = {"autocomplete": completed} if completed else {}
    widget: forms.Widget
    choices: list[tuple[str, Any]] = [(each.key, each.label) for each in field.offered(had)]
    match field.kind:
        case "text":
            return TextField(max_length=TEXT_LENGTH, widget=forms.TextInput(attrs=attrs), **common)
        case "paragraph":
            widget = forms.Textarea({**attrs, "rows": 5})
            return ParagraphField(max_length=PARAGRAPH_LENGTH, widget=widget, **common)
        case "email":
            common["error_messages"] = EMAIL_ERRORS
            widget = forms.EmailInput({"spellcheck": "false", **attrs})
            return EmailField(max_length=EMAIL_LENGTH, widget=widget, **common)
        case "telephone":
            widget = forms.TextInput({"type": "tel", **attrs})
            return TelephoneField(max_length=TELEPHONE_LENGTH, widget=widget, **common)
        case "number" | "group_size":
            hint = {"inputmode": "numeric", "pattern": "[0-9]*", "maxlength": NUMBER_DIGITS}
            common["help_text"] = field.help_text or bounds_hint(field)
            common["error_messages"] = NUMBER_ERRORS
            widget = forms.TextInput({**hint, **attrs})
            return NumberField(question=field, had=had, widget=widget, **common)
        case "date":
            common["error_messages"] = DATE_ERRORS
            widget = forms.DateInput({"type": "date", **attrs}, format="%Y-%m-%d")
            return DayField(widget=widget, **common)
        case "radio":
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect(attrs), **common)
        case "dropdown":
            choices = [("", _("Choose")), *choices]
            return forms.ChoiceField(choices=choices, widget=ListSelect(attrs), **common)
        case "checkboxes":
            widget = forms.CheckboxSelectMultiple(attrs)
            return forms.MultipleChoiceField(choices=choices, widget=widget, **common)
        case "yes_no":
            return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect(attrs), **common)
        case "consent":
            common["error_messages"] = CONSENT_ERRORS
            return ConsentField(**common)
    raise ValueError(f"no such kind of question: {field.kind}")
