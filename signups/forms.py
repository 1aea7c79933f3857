"""The visitor's form, built from the questions as plain data (`signups.fields`)."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from signups.fields import Field
from signups.keys import sealing_key
from signups.sealing import seal

TEXT_LENGTH = 300
PARAGRAPH_LENGTH = 5000
EMAIL_LENGTH = 254
TELEPHONE_LENGTH = 40
NUMBER_DIGITS = 9
# A name with a hyphen cannot be the key of a question.
NONCE = "form-number"
TAKE_BACK = "take-back-"
EMPTY_VALUES: tuple[Any, ...] = ("", None, [])

YES_NO = (("yes", _("Yes")), ("no", _("No")))
ERRORS = {
    "required": _("Please answer this question."),
    "invalid_choice": _("Please choose one of the answers."),
}
CONSENT_ERRORS = {"required": _("Please tick this box to go on.")}
DATE_ERRORS = {**ERRORS, "invalid": _("Write the date as year-month-day, such as 2030-02-23.")}
NUMBER_ERRORS = {**ERRORS, "invalid": _("Write a whole number, in digits.")}


class ParagraphField(forms.CharField):
    """Text of several lines, whose line ends count as one character as they do in the browser."""

    def to_python(self, value):
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class NumberField(forms.IntegerField):
    """A whole number. What has too many characters is not even read."""

    def to_python(self, value):
        text = str(value or "").strip()
        if len(text) > NUMBER_DIGITS + 1:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class ListSelect(forms.Select):
    """A list in which an answer that is not translated carries its language."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        if language := getattr(option["label"], "lang", ""):
            option["attrs"]["lang"] = language
        return option


@dataclass(frozen=True)
class Row:
    """One line of the form: a question with its input, or a section heading without."""

    field: Field
    bound: forms.BoundField | None
    take_back: forms.BoundField | None = None

    @property
    def template_name(self) -> str:
        """Return which of the shapes in templates/signups/rows/ shows it."""
        shapes = {"radio": "choices", "checkboxes": "choices", "yes_no": "choices"}
        kind = self.field.kind
        shape = shapes.get(kind, kind if kind in ("consent", "section") else "input")
        return f"signups/rows/{shape}.html"

    @property
    def target(self) -> str:
        """Return the id that a link in the list of errors leads to."""
        if self.bound is None:
            return ""
        several = self.field.kind in ("radio", "checkboxes", "yes_no")
        return f"{self.bound.auto_id}_0" if several else self.bound.auto_id


def form_field(field: Field) -> forms.Field:
    """Return Django's form field for a question (not for a section)."""
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help_text,
        "required": field.required,
        "error_messages": ERRORS,
    }
    attrs = {"autocomplete": field.autocomplete} if field.autocomplete else {}
    choices: list[tuple[str, Any]] = [(choice.key, choice.label) for choice in field.choices]
    match field.kind:
        case "text":
            return forms.CharField(
                max_length=TEXT_LENGTH, widget=forms.TextInput(attrs=attrs), **common
            )
        case "paragraph":
            return ParagraphField(
                max_length=PARAGRAPH_LENGTH, widget=forms.Textarea({**attrs, "rows": 5}), **common
            )
        case "email":
            return forms.EmailField(
                max_length=EMAIL_LENGTH,
                widget=forms.EmailInput({"spellcheck": "false", **attrs}),
                **common,
            )
        case "telephone":
            return forms.CharField(
                max_length=TELEPHONE_LENGTH,
                widget=forms.TextInput({"type": "tel", **attrs}),
                validators=[
                    RegexValidator(
                        r"\A[\d\s()+./#-]*\Z",
                        _("Write a telephone number: digits, spaces and +."),
                    )
                ],
                **common,
            )
        case "number":
            widget = forms.TextInput({"inputmode": "numeric", "maxlength": NUMBER_DIGITS, **attrs})
            return NumberField(
                min_value=0,
                max_value=10**NUMBER_DIGITS - 1,
                widget=widget,
                **{**common, "error_messages": NUMBER_ERRORS},
            )
        case "date":
            return forms.DateField(
                input_formats=["%Y-%m-%d"],
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
            return forms.BooleanField(**{**common, "error_messages": CONSENT_ERRORS})
    raise ValueError(f"no such kind of question: {field.kind}")


class SignUpForm(forms.Form):
    """The questions in their order. `answers()` and `sealed()` are what is stored, by key.

    With `correcting`, a sign-up that was sent before, sensitive answers may be left empty: the
    site cannot read them, so what was sent stays unless it is replaced or taken back.
    """

    error_css_class = "has-error"

    def __init__(
        self,
        questions: Sequence[Field],
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        correcting: bool = False,
    ):
        super().__init__(data, initial=initial)
        self.correcting = correcting
        self.questions = [question for question in questions if not question.retired]
        for question in self.questions:
            if not question.key:
                continue
            if correcting and question.sensitive:
                question = replace(question, required=False)
                label = _("Take back what I wrote here before")
                self.fields[f"{TAKE_BACK}{question.key}"] = forms.BooleanField(
                    required=False, label=label
                )
            self.fields[question.key] = form_field(question)

    def rows(self) -> Iterator[Row]:
        """Yield what the template shows, in order."""
        for question in self.questions:
            back = f"{TAKE_BACK}{question.key}"
            yield Row(
                question,
                self[question.key] if question.key else None,
                self[back] if back in self.fields else None,
            )

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

        What was left empty is not in it; a consent that was not given is (False).
        """
        return {
            question.key: value
            for question, value in self._given()
            if not question.sensitive and value is not None
        }

    def sealed(self, reference: uuid.UUID) -> dict[str, str]:
        """Return the sensitive answers, sealed for the sign-up `reference`, by key.

        An answer that was left empty is sealed too, so that nobody sees who answered; when
        correcting, it stays as it was. Raises `SealError` where no key is configured.
        """
        found = {}
        for question, value in self._given():
            if not question.sensitive:
                continue
            if self.correcting and not self.cleaned_data[f"{TAKE_BACK}{question.key}"]:
                if not value:
                    continue
            elif self.correcting:
                value = None
            found[question.key] = seal(
                value, sealing_key(), reference=str(reference), question=question.key
            )
        return found

    def address(self) -> str:
        """Return the e-mail address to write to: the first one asked for, or ""."""
        question = next((item for item in self.questions if item.kind == "email"), None)
        return self.cleaned_data[question.key] if question else ""

    def refuse_address(self) -> None:
        """Say that the e-mail address cannot be used, without saying that somebody has it."""
        question = next(item for item in self.questions if item.kind == "email")
        self.add_error(question.key, _("This address cannot be used here. Please use another."))


def storable(data: QueryDict) -> QueryDict:
    """Return what was sent with each half of a surrogate pair replaced: no page can show one."""
    clean = QueryDict(mutable=True)
    for key, values in data.lists():
        clean.setlist(key, [_whole(value) for value in values])
    return clean


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def form_number(text: str | None) -> uuid.UUID:
    """Return the number of a form as it was sent, or a new one where it is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()


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
