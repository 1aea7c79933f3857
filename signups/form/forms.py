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

from signups.form.answers import display_answer
from signups.form.fields import (
    CONSENT_GIVEN,
    EMPTY_VALUES,
    UNREADABLE,
    bounds_hint,
    form_field,
)
from signups.form.questions import Question, email_question, group_question
from signups.form.retention_notice import RetentionNotice
from signups.privacy.keys import sealing_key
from signups.privacy.sealing import seal

# A name with a hyphen cannot be the key of a question.
TAKE_BACK = "take-back-"


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


@dataclass(frozen=True)
class Link:
    """A page that a question leads to; `lang` is "" where it is in the reader's language."""

    url: str
    title: str
    lang: str = ""


@dataclass(frozen=True)
class FormRow:
    """One line of the form: a question with its input, or a section heading without."""

    field: Question
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


class SignUpForm(forms.Form):
    """The questions in their order. `answers()` and `sealed()` are what is stored, by key.

    `retention` says how the answers are kept; without it, nothing is said of that.
    With `correcting`, a sign-up that was sent before, sensitive answers may be left empty: the
    site cannot read them, so what was sent stays unless it is replaced or taken back. With
    `unchecked`, what was typed is shown and not judged: the visitor is not done yet.
    """

    error_css_class = "has-error"
    bound_field_class = DescribedField

    def __init__(
        self,
        questions: Sequence[Question],
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        correcting: bool = False,
        unchecked: bool = False,
        retention: RetentionNotice | None = None,
    ):
        super().__init__(data, initial=dict(initial or {}))
        self.correcting = correcting
        self.unchecked = unchecked
        self.questions = [question for question in questions if not question.retired]
        self.notes = retention.notes() if retention else {}
        self.summary = retention.summary() if retention else ""
        # The ids of what is to be read out with a question, by its key.
        self.notes_of: dict[str, list[str]] = {}
        for place, heading in retention.firsts().items() if retention else ():
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
                label = _("Clear my earlier answer")
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

    def typed(self) -> list[tuple[Question, str]]:
        """Return what was typed, judged or not, in words for people: each question that has any."""
        found = []
        for question in self.questions:
            value = self[question.key].value() if question.key else None
            if question.kind == "consent":
                value = True if value in CONSENT_GIVEN else None
            if value not in EMPTY_VALUES:
                found.append((question, display_answer(question, value)))
        return found

    def rows(self) -> Iterator[FormRow]:
        for place, question in enumerate(self.questions):
            back = f"{TAKE_BACK}{question.key}"
            yield FormRow(
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

    def rows_with_errors(self) -> list[FormRow]:
        return [row for row in self.rows() if row.bound is not None and row.bound.errors]

    def _given(self) -> Iterator[tuple[Question, Any]]:
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

    def email(self) -> str:
        """Return the e-mail address to write to: the first one asked for, or ""."""
        question = email_question(self.questions)
        return self.cleaned_data[question.key] if question else ""

    def people(self) -> int:
        """Return for how many people a valid form is: one, where nothing else is said."""
        question = group_question(self.questions)
        return (self.cleaned_data[question.key] or 1) if question else 1

    def refuse_people(self, most: int) -> None:
        """Say at the question for it that there is room for `most` people only."""
        question = group_question(self.questions)
        self.add_error(question.key if question else None, room_error(most))

    def refuse_email(self, why: str) -> None:
        question = email_question(self.questions)
        self.add_error(question.key if question else None, why)


def room_error(most: int) -> str:
    """Return that fewer places are free than are asked for: `most` people can have one."""
    if not most:
        return gettext("There are no spots left.")
    text = ngettext(
        "There is only room for %(most)s person.", "There is only room for %(most)s people.", most
    )
    return text % {"most": number_format(most)}


def note_id(place: int | None) -> str:
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
