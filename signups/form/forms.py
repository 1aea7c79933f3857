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
    """A question with its input; the description also says how the answer is kept.

    The input is not marked as invalid before the form is submitted: browsers tell screen readers
    that a required input is invalid as long as it is empty.
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
    """A page that a question links to; `lang` is "" if it is in the reader's language."""

    url: str
    title: str
    lang: str = ""


@dataclass(frozen=True)
class FormRow:
    """One row of the form: a question with its input, or a section heading without one."""

    field: Question
    bound: forms.BoundField | None
    take_back: forms.BoundField | None = None
    note: str = ""  # how the answers are kept, if not as usual
    note_id: str = ""
    link: Link | None = None

    @property
    def template_name(self) -> str:
        """Return the name of its template in templates/signups/rows/."""
        shapes = {"radio": "choices", "checkboxes": "choices", "yes_no": "choices"}
        kind = self.field.kind
        shape = shapes.get(kind, kind if kind in ("consent", "section") else "input")
        return f"signups/rows/{shape}.html"

    @property
    def hint(self) -> str:
        """Return a hint on how to answer that the question itself does not give."""
        return bounds_hint(self.field)

    @property
    def colon(self) -> str:
        """Return the separator between a label and a message: none after a full sentence."""
        return "" if str(self.field.label).endswith((".", "?", "!", ":", "…")) else ":"

    @property
    def target(self) -> str:
        """Return the id that the link in the list of errors targets."""
        if self.bound is None:
            return ""
        several = self.field.kind in ("radio", "checkboxes", "yes_no")
        return f"{self.bound.auto_id}_0" if several else self.bound.auto_id


class SignUpForm(forms.Form):
    """The questions in order. `answers()` and `sealed()` are what is stored, by key.

    `retention` says how the answers are kept; without it, the form does not mention that. With
    `correcting`, for an existing sign-up, sensitive answers may be left empty: the site cannot read
    them, so they stay unless they are replaced or withdrawn. With `unchecked`, the input is shown
    without validation: the visitor is not done yet.
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
        # The ids of the notes that screen readers read with a question, by its key.
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
        """Return each question that has input, valid or not, with the input in words."""
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
        """Return the note on the answers to all questions before the first heading, or ""."""
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
            if question.kind == "checkboxes":  # in form order, without duplicates
                chosen = set(value)
                value = [choice.key for choice in question.choices if choice.key in chosen]
            yield question, None if value in EMPTY_VALUES else value

    def answers(self) -> dict[str, Any]:
        """Return the answers of a valid form by key, without the sensitive ones.

        Empty answers are left out; a consent that was not given is included (False). When
        correcting, answers to questions that are no longer asked stay unchanged.
        """
        asked = {question.key for question in self.questions}
        kept = self.initial if self.correcting else {}
        return {key: value for key, value in kept.items() if key not in asked} | {
            question.key: value
            for question, value in self._given()
            if not question.sensitive and value is not None
        }

    def sealed(self, reference: uuid.UUID) -> dict[str, str]:
        """Return the sensitive answers by key, encrypted for the sign-up `reference`.

        Empty answers are encrypted too, so that nobody sees who answered; when correcting, they
        stay unchanged. Raises `SealError` if no key is configured.
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
        """Return whether a name, a phone number, or an email address was given."""
        return any(
            value is not None and (question.kind in ("email", "telephone") or question.is_name)
            for question, value in self._given()
        )

    def email(self) -> str:
        """Return the email address to write to: that of the first email question, or ""."""
        question = email_question(self.questions)
        return self.cleaned_data[question.key] if question else ""

    def people(self) -> int:
        """Return how many people a valid form is for: one, unless it says otherwise."""
        question = group_question(self.questions)
        return (self.cleaned_data[question.key] or 1) if question else 1

    def refuse_people(self, most: int) -> None:
        """Add the error that there is room for only `most` people to the group size question."""
        question = group_question(self.questions)
        self.add_error(question.key if question else None, room_error(most))

    def refuse_email(self, why: str) -> None:
        question = email_question(self.questions)
        self.add_error(question.key if question else None, why)


def room_error(most: int) -> str:
    """Return the error that only `most` people can get a spot, fewer than requested."""
    if not most:
        return gettext("There are no spots left.")
    text = ngettext(
        "There is only room for %(most)s person.", "There is only room for %(most)s people.", most
    )
    return text % {"most": number_format(most)}


def note_id(place: int | None) -> str:
    return f"kept-{'first' if place is None else place}"


def storable(data: QueryDict) -> QueryDict:
    """Return the submitted data with each half surrogate pair replaced: no page can show one.

    A text with the replacement character is then rejected (`validate_readable`), like undecodable
    bytes, which Django has replaced with the same character.
    """
    clean = QueryDict(mutable=True)
    for key, values in data.lists():
        clean.setlist(key, [_whole(value) for value in values])
    return clean


def _whole(text: str) -> str:
    return re.sub(r"[\ud800-\udfff]", UNREADABLE, text)
