"""The visitor's form, built from the questions as plain data (`signups.form.questions`)."""

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from pages import email_addresses
from pages.text import clean
from pages.times import typed_dates
from signups.form import typed
from signups.form.keeping import Keeping
from signups.form.questions import BOUNDS, Field, group_question
from signups.privacy.keys import sealing_key
from signups.privacy.sealing import seal

TEXT_LENGTH = 300
PARAGRAPH_LENGTH = 5000
EMAIL_LENGTH = 254
TELEPHONE_LENGTH = 40
NUMBER_DIGITS = 9
# A name with a hyphen cannot be the key of a question.
TAKE_BACK = "take-back-"
EMPTY_VALUES: tuple[Any, ...] = ("", None, [])
CONSENT_GIVEN = ("on", True)

# What stands for bytes that are no text, such as half a surrogate pair (Unicode 23.8).
UNREADABLE = "\ufffd"

YES_NO = (("yes", _("Yes")), ("no", _("No")))
ERRORS = {
    "required": _("Please answer this question."),
    "invalid_choice": _("Please choose one of the answers."),
    "max_length": _("This is too long: %(limit_value)d characters at most, please."),
    "null_characters_not_allowed": _(
        "There is a character here that cannot be stored. Please write it anew."
    ),
}
EMAIL_ERRORS = {**ERRORS, "invalid": email_addresses.ERRORS["invalid"]}
CONSENT_ERRORS = {
    "required": _("Please tick this box to go on."),
    "invalid": _("Please tick this box to go on."),
}
DATE_ERRORS = {**ERRORS, "invalid": typed_dates.ERRORS["invalid"]}
NUMBER_ERRORS = {**ERRORS, "invalid": typed.NUMBER_ERRORS["invalid"]}


def validate_readable(text: str) -> None:
    """Refuse what is no text instead of storing something else in its place."""
    if UNREADABLE in text:
        raise forms.ValidationError(ERRORS["null_characters_not_allowed"], code="unreadable")


class TextField(forms.CharField):
    """One line of text. White space at both ends is not kept, nor what cannot be seen."""

    default_validators = [validate_readable]


class ParagraphField(TextField):
    """Text of several lines, whose line ends count as one character as they do in the browser."""

    def to_python(self, value):
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class AddressField(email_addresses.AddressField):
    default_validators = [*forms.EmailField.default_validators, validate_readable]


class TelephoneField(TextField):
    def to_python(self, value):
        text = super().to_python(value)
        return typed.telephone(text) if text and UNREADABLE not in text else text


class NumberField(forms.IntegerField):
    """A whole number within its bounds; see `typed.number`.

    `had` is the number that was given before: it can be given again.
    """

    def __init__(self, *args, question: Field, had: Any = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.question = question
        self.had = had

    def to_python(self, value):
        text = clean(str("" if value is None else value)).strip()
        if not text:
            return None
        number = typed.number(text, most_digits=TEXT_LENGTH)
        smallest, largest = self.question.bounds
        if number != self.had and not smallest <= number <= largest:
            raise forms.ValidationError(bounds_error(self.question), code="bounds")
        return number


def bounds_hint(question: Field) -> str:
    """Return between which numbers an answer has to be, to be read before it is written."""
    if question.kind not in BOUNDS:
        return ""
    usual, (smallest, largest) = BOUNDS[question.kind], question.bounds
    if question.kind == "number" and (smallest, largest) == usual:
        return ""
    if question.kind == "number" and largest == usual[1]:
        return gettext("At least %(smallest)s.") % {"smallest": number_format(smallest)}
    words = {"smallest": number_format(smallest), "largest": number_format(largest)}
    return gettext("From %(smallest)s to %(largest)s.") % words


def bounds_error(question: Field) -> str:
    """Return what is wrong with a number that is too small or too large."""
    smallest, largest = (number_format(n, force_grouping=True) for n in question.bounds)
    words = {"smallest": smallest, "largest": largest}
    return gettext("Write a whole number from %(smallest)s to %(largest)s, in digits.") % words


def room_error(most: int) -> str:
    """Return that fewer places are free than are asked for: `most` people can have one."""
    if not most:
        return gettext("There is no place left.")
    text = ngettext(
        "There is room for %(most)s person only.", "There is room for %(most)s people only.", most
    )
    return text % {"most": number_format(most)}


class DayField(forms.DateField):
    """A day; a browser sends it as year-month-day, a person may write it otherwise."""

    def to_python(self, value):
        text = clean(value).strip() if isinstance(value, str) else value
        return typed_dates.day(text) if isinstance(text, str) and text else super().to_python(text)


class ConsentInput(forms.CheckboxInput):
    """A box whose one answer is "on": nothing else that is sent counts as consent."""

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


class DescribedField(forms.BoundField):
    """A question with its input, whose description ends with how its answer is kept.

    It is not called invalid before anything was sent: browsers tell screen readers that a
    required input is invalid as long as it is empty.
    """

    form: "SignUpForm"

    def build_widget_attrs(self, attrs, widget=None):
        return {"aria-invalid": "false", **super().build_widget_attrs(attrs, widget)}

    @property
    def aria_describedby(self):
        found = super().aria_describedby
        notes = [] if found is None else [found, *self.form.notes_of.get(self.name, ())]
        return " ".join(filter(None, notes)) or found


class ListSelect(forms.Select):
    """A list in which an answer that is not translated carries its language."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        if language := getattr(option["label"], "lang", ""):
            option["attrs"]["lang"] = language
        return option


@dataclass(frozen=True)
class Link:
    """A page that a question leads to; `lang` is "" where it is in the reader's language."""

    url: str
    title: str
    lang: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the form: a question with its input, or a section heading without."""

    field: Field
    bound: forms.BoundField | None
    take_back: forms.BoundField | None = None
    note: str = ""  # how the answers are kept, where that is not as usual
    note_id: str = ""
    link: Link | None = None

    @property
    def template_name(self) -> str:
        """Return which of the shapes in templates/signups/rows/ shows it."""
        shapes = {"radio": "choices", "checkboxes": "choices", "yes_no": "choices"}
        kind = self.field.kind
        shape = shapes.get(kind, kind if kind in ("consent", "section") else "input")
        return f"signups/rows/{shape}.html"

    @property
    def hint(self) -> str:
        """Return what the question itself does not say about how to answer it."""
        return bounds_hint(self.field)

    @property
    def colon(self) -> str:
        """Return what parts the label from a message behind it: nothing after a whole sentence."""
        return "" if str(self.field.label).endswith((".", "?", "!", ":", "…")) else ":"

    @property
    def target(self) -> str:
        """Return the id that a link in the list of errors leads to."""
        if self.bound is None:
            return ""
        several = self.field.kind in ("radio", "checkboxes", "yes_no")
        return f"{self.bound.auto_id}_0" if several else self.bound.auto_id


def form_field(field: Field, had: Any = None) -> forms.Field:
    """Return Django's form field for a question (not for a section).

    `had` is the answer that was given before, which can be given again although it is not
    offered any more.
    """
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help_text,
        "required": field.required,
        "error_messages": ERRORS,
    }
    # Nothing sensitive is kept by a browser, whatever the editor has chosen.
    completed = "off" if field.sensitive else field.autocomplete
    attrs = {"autocomplete": completed} if completed else {}
    choices: list[tuple[str, Any]] = [(each.key, each.label) for each in field.offered(had)]
    match field.kind:
        case "text":
            return TextField(max_length=TEXT_LENGTH, widget=forms.TextInput(attrs=attrs), **common)
        case "paragraph":
            return ParagraphField(
                max_length=PARAGRAPH_LENGTH, widget=forms.Textarea({**attrs, "rows": 5}), **common
            )
        case "email":
            return AddressField(
                max_length=EMAIL_LENGTH,
                widget=forms.EmailInput({"spellcheck": "false", **attrs}),
                **{**common, "error_messages": EMAIL_ERRORS},
            )
        case "telephone":
            return TelephoneField(
                max_length=TELEPHONE_LENGTH,
                widget=forms.TextInput({"type": "tel", **attrs}),
                **common,
            )
        case "number" | "group_size":
            hint = {"inputmode": "numeric", "pattern": "[0-9]*", "maxlength": NUMBER_DIGITS}
            return NumberField(
                question=field,
                had=had,
                widget=forms.TextInput({**hint, **attrs}),
                **{
                    **common,
                    "help_text": field.help_text or bounds_hint(field),
                    "error_messages": NUMBER_ERRORS,
                },
            )
        case "date":
            return DayField(
                widget=forms.DateInput({"type": "date", **attrs}, format="%Y-%m-%d"),
                **{**common, "error_messages": DATE_ERRORS},
            )
        case "radio":
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect(attrs), **common)
        case "dropdown":
            choices = [("", _("Choose")), *choices]
            return forms.ChoiceField(choices=choices, widget=ListSelect(attrs), **common)
        case "checkboxes":
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple(attrs), **common
            )
        case "yes_no":
            return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect(attrs), **common)
        case "consent":
            return ConsentField(**{**common, "error_messages": CONSENT_ERRORS})
    raise ValueError(f"no such kind of question: {field.kind}")


class SignUpForm(forms.Form):
    """The questions in their order. `answers()` and `sealed()` are what is stored, by key.

    `keeping` says how the answers are kept; without it, nothing is said of that.
    With `correcting`, a sign-up that was sent before, sensitive answers may be left empty: the
    site cannot read them, so what was sent stays unless it is replaced or taken back. With
    `unchecked`, what was typed is shown and not judged: the visitor is not done yet.
    """

    error_css_class = "has-error"
    bound_field_class = DescribedField

    def __init__(
        self,
        questions: Sequence[Field],
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        correcting: bool = False,
        unchecked: bool = False,
        keeping: Keeping | None = None,
    ):
        super().__init__(data, initial=dict(initial or {}))
        self.correcting = correcting
        self.unchecked = unchecked
        self.questions = [question for question in questions if not question.retired]
        self.notes = keeping.notes() if keeping else {}
        self.summary = keeping.summary() if keeping else ""
        # The ids of what is to be read out with a question, by its key.
        self.notes_of: dict[str, list[str]] = {}
        for place, heading in keeping.firsts().items() if keeping else ():
            if heading in self.notes:
                self.notes_of[self.questions[place].key] = [note_id(heading)]
        for place, question in enumerate(self.questions):
            if not question.key:
                continue
            if place in self.notes:
                self.notes_of[question.key] = [note_id(place)]
            asked = question
            if correcting and question.sensitive:
                asked = replace(question, required=False)
                label = _("Take back what I wrote here before")
                self.fields[f"{TAKE_BACK}{question.key}"] = forms.BooleanField(
                    required=False, label=label
                )
            had = (initial or {}).get(question.key)
            self.fields[question.key] = form_field(asked, had)

    def full_clean(self):
        if self.unchecked:
            self._errors = ErrorDict()
            self.cleaned_data = {}
            return
        super().full_clean()

    def typed(self) -> list[tuple[Field, str]]:
        """Return what was typed, judged or not, in words for people: each question that has any."""
        found = []
        for question in self.questions:
            value = self[question.key].value() if question.key else None
            if question.kind == "consent":
                value = True if value in CONSENT_GIVEN else None
            if value not in EMPTY_VALUES:
                found.append((question, shown(question, value)))
        return found

    def rows(self) -> Iterator[Row]:
        """Yield what the template shows, in order."""
        for place, question in enumerate(self.questions):
            back = f"{TAKE_BACK}{question.key}"
            yield Row(
                question,
                self[question.key] if question.key else None,
                self[back] if back in self.fields else None,
                self.notes.get(place, ""),
                note_id(place),
            )

    @property
    def first_note(self) -> str:
        """Return what is said of the answers to all questions before the first heading, or ""."""
        return self.notes.get(None, "")

    def rows_with_errors(self) -> list[Row]:
        return [row for row in self.rows() if row.bound is not None and row.bound.errors]

    def _given(self) -> Iterator[tuple[Field, Any]]:
        """Yield each question with its answer: texts, numbers, ISO dates, keys of choices."""
        for question in self.questions:
            if not question.key:
                continue
            value = self.cleaned_data[question.key]
            if question.kind == "date" and value:
                value = value.isoformat()
            if question.kind == "checkboxes":  # in the order of the form, each once
                chosen = set(value)
                value = [choice.key for choice in question.choices if choice.key in chosen]
            yield question, None if value in EMPTY_VALUES else value

    def answers(self) -> dict[str, Any]:
        """Return the answers of a valid form by key, without the sensitive ones.

        What was left empty is not in it; a consent that was not given is (False). When
        correcting, what is not asked any more stays as it was.
        """
        asked = {question.key for question in self.questions}
        kept = self.initial if self.correcting else {}
        return {key: value for key, value in kept.items() if key not in asked} | {
            question.key: value
            for question, value in self._given()
            if not question.sensitive and value is not None
        }

    def sealed(self, reference: uuid.UUID) -> dict[str, str]:
        """Return the sensitive answers, sealed for the sign-up `reference`, by key.

        An answer that was left empty is sealed too, so that nobody sees who answered; when
        correcting, it stays as it was. Raises `SealError` where no key is configured.
        """
        sensitive = [(question, value) for question, value in self._given() if question.sensitive]
        if not sensitive:
            return {}
        key = sealing_key()
        found = {}
        for question, value in sensitive:
            taken_back = self.correcting and self.cleaned_data[f"{TAKE_BACK}{question.key}"]
            if self.correcting and not value and not taken_back:
                continue
            found[question.key] = seal(
                None if taken_back else value,
                key,
                reference=str(reference),
                question=question.key,
            )
        return found

    def content(self) -> str:
        """Return all answers of a valid form as one text, the same for the same answers."""
        given = {question.key: value for question, value in self._given()}
        return json.dumps(given, sort_keys=True, ensure_ascii=False)

    def tells_people_apart(self) -> bool:
        """Return whether a name, a telephone number or an address was given."""
        return any(
            value is not None and (question.kind in ("email", "telephone") or question.is_name)
            for question, value in self._given()
        )

    def address(self) -> str:
        """Return the e-mail address to write to: the first one asked for, or ""."""
        question = self._address_question
        return self.cleaned_data[question.key] if question else ""

    def people(self) -> int:
        """Return for how many people a valid form is: one, where nothing else is said."""
        question = group_question(self.questions)
        return (self.cleaned_data[question.key] or 1) if question else 1

    def refuse_people(self, most: int) -> None:
        """Say at the question for it that there is room for `most` people only."""
        question = group_question(self.questions)
        self.add_error(question.key if question else None, room_error(most))

    def refuse_address(self, why: Any) -> None:
        """Say why the e-mail address cannot be used."""
        question = self._address_question
        self.add_error(question.key if question else None, why)

    @property
    def _address_question(self) -> Field | None:
        return next((item for item in self.questions if item.kind == "email"), None)


def note_id(place: int | None) -> str:
    """Return the id of what is said about the answers to a question or below a heading."""
    return f"kept-{'first' if place is None else place}"


def storable(data: QueryDict) -> QueryDict:
    """Return what was sent with each half of a surrogate pair replaced: no page can show one.

    A text with such a character is then refused (`validate_readable`), as with bytes that are no
    text, in whose place Django has put the same character.
    """
    clean = QueryDict(mutable=True)
    for key, values in data.lists():
        clean.setlist(key, [_whole(value) for value in values])
    return clean


def _whole(text: str) -> str:
    return re.sub(r"[\ud800-\udfff]", UNREADABLE, text)


def shown(question: Field, value: Any) -> str:
    """Return an answer in words for people, in the language of `question`."""
    if value is None:
        return ""
    if question.kind == "checkboxes":
        return ", ".join(question.choice_label(key) for key in value)
    if question.kind in ("radio", "dropdown"):
        return question.choice_label(value)
    if question.kind == "yes_no":
        return str(dict(YES_NO).get(value, value))
    if question.kind == "consent":
        return str(_("Yes") if value else _("No"))
    return str(value)


def exported(value: Any) -> str:
    """Return an answer for a table: codes that are the same in every language."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
