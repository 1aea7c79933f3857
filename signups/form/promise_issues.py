"""Explain to editors which promises in the texts of a form its questions do not keep.

The form itself says which answers are encrypted and how long they are kept
(`signups.form.retention_notice`). Other texts of editors are compared with the questions
(`signups.form.promises`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from signups.form.promises import BrokenPromise, broken, scopes
from signups.form.questions import Question

TEXTS = ("introduction", "privacy_notice", "confirmation")


def params_of(found: BrokenPromise) -> dict[str, Any]:
    """Return the parameters of all messages about a promise."""
    return {
        "sentence": Truncator(found.promise.quote).chars(160),
        "question": found.question.label,
        "days": found.question.days_to_keep,
    }


@dataclass(frozen=True)
class PromiseIssue:
    """A broken promise; `field` is a field of the page, `block` and `name` are in its stream."""

    found: BrokenPromise
    field: str
    block: str = ""
    name: str = ""
    place: str = ""  # the heading or question that contains it

    def message(self) -> str:
        """Return what is wrong and what to do, for a message shown next to the text."""
        if self.found.promise.days is None:
            wrong = _("“%(sentence)s” However, this site can read the answers to “%(question)s.”")
            right = _(
                "Remove that sentence (the form itself says which answers are encrypted) or "
                "mark that question as sensitive."
            )
        else:
            wrong = ngettext(
                "“%(sentence)s” However, the answers to “%(question)s” are kept for %(days)s day.",
                "“%(sentence)s” However, the answers to “%(question)s” are kept for %(days)s days.",
                self.found.question.days_to_keep,
            )
            right = _(
                "Remove that sentence (the form itself says when answers are deleted) or "
                "change “Days to keep” for that question."
            )
        return f"{wrong % params_of(self.found)} {right}"

    def message_with_place(self, page: Model) -> str:
        """Return the same for a message that is shown elsewhere."""
        if self.place:
            place = _("In “%(place)s”:") % {"place": self.place}
        else:
            field = page._meta.get_field(self.field)
            place = f"{capfirst(getattr(field, 'verbose_name', self.field))}:"
        return f"{place} {self.message()}"


def issues_of(texts: dict[str, str], questions: tuple[Question, ...]) -> Iterator[PromiseIssue]:
    """Yield each broken promise in the texts and questions of a page."""
    for name, text in texts.items():
        for found in broken(text, questions, whole_form=True):
            yield PromiseIssue(found, name)
    for scope in scopes(questions):
        for found in broken(scope.text, scope.questions, whole_form=scope.whole_form):
            there = questions[scope.place]
            yield PromiseIssue(found, "fields", there.id, scope.name, str(there.label))


def stream_error(stream: list[dict], found: list[PromiseIssue]) -> ValidationError:
    """Return the error of the questions field, with each message at its text."""
    ids = [block.get("id") for block in stream]
    by_place: dict[int, dict[str, ValidationError]] = {}
    for fault in found:
        errors = by_place.setdefault(ids.index(fault.block), {})
        errors[fault.name] = ValidationError(fault.message())
    return StreamBlockValidationError(
        block_errors={
            place: StructBlockValidationError(block_errors=errors)
            for place, errors in by_place.items()
        }
    )
