"""Which sign-ups of a form are selected: filters, search, and order, the same for every view.

Answers are encrypted, so a database cannot filter by them. It filters by what it can (status,
language, day); the rest happens in Python on decrypted rows, and only if requested. The result is
an ordered list of ids that is paginated afterwards: reading a few thousand rows takes well under a
second, and the displayed rows are fetched by id.
"""

import datetime
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from pages.text import alphabetical, folded
from signups.admin.base import language_choices, names_asked, person_name
from signups.form.answers import YES_NO
from signups.form.questions import Question
from signups.models import SignUpPage, Submission
from signups.privacy import tokens

SEARCH = "q"
ORDER = "ordering"
DEFAULT_ORDER = "-created_at"
BY_NAME = ("name", "-name")
BY_COLUMN = ("code", "status", "language", "created_at")
ORDERS = (*BY_NAME, *BY_COLUMN, *(f"-{name}" for name in BY_COLUMN))
ANSWER = "answer_"  # the filter of a question is named answer_<key>
NO_ANSWER = "-"  # never the key of a choice
CHUNK = 500


def countable(question: Question) -> list[tuple[str, str]]:
    """Return the answers that a question offers as (key, label); [] if it offers none."""
    if question.sensitive:
        return []
    if question.choices:
        return [(choice.key, str(choice.label)) for choice in question.choices]
    if question.kind in ("yes_no", "consent"):
        return [(key, str(label)) for key, label in YES_NO]
    return []


def chosen(question: Question, submission: Submission) -> list[str]:
    """Return the keys of the chosen answers; [NO_ANSWER] if there are none."""
    value = submission.answers.get(question.key)
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list):
        return value or [NO_ANSWER]
    return [NO_ANSWER] if value is None else [str(value)]


class AnswerFilter(ChoiceFilter):
    """A filter by an answer: part of the filter form, but applied to the rows afterwards."""

    def __init__(self, question: Question):
        choices = [*countable(question), (NO_ANSWER, _("No answer"))]
        super().__init__(label=str(question.label), choices=choices)
        self.question = question

    def filter(self, qs, value):
        return qs


class SubmissionFilterSet(WagtailFilterSet):
    status = ChoiceFilter(
        label=_("Status"),
        choices=[c for c in Submission.Status.choices if c[0] != Submission.Status.DUPLICATE],
    )
    language = ChoiceFilter(label=_("Language"), choices=language_choices)
    created_at = DateFromToRangeFilter(
        label=_("Signed up"), method="filter_days", widget=DateRangePickerWidget
    )

    class Meta:
        model = Submission
        fields = ["status", "language", "created_at"]

    def __init__(self, *args, questions: Sequence[Question], zone: ZoneInfo, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        for question in questions:
            if countable(question):
                answer_filter = AnswerFilter(question)
                answer_filter.parent = self
                answer_filter.model = Submission
                self.filters[f"{ANSWER}{question.key}"] = answer_filter

    def filter_days(self, queryset, _name, value: slice):
        """Filter by days in the time zone of the event, not the organizer's."""
        if value.start:
            queryset = queryset.filter(created_at__gte=self._there(value.start))
        if value.stop:
            queryset = queryset.filter(created_at__lte=self._there(value.stop))
        return queryset

    def _there(self, value: datetime.datetime) -> datetime.datetime:
        return timezone.make_naive(value).replace(tzinfo=self.zone)

    @property
    def answers(self) -> dict[str, tuple[Question, str]]:
        """Return the requested answers as (question, key of the choice), by filter name."""
        return {
            name: (self.filters[name].question, value)
            for name, value in self.form.cleaned_data.items()
            if name.startswith(ANSWER) and value
        }


class Selection:
    """The sign-ups of `page` that a request (its `GET`) asks for."""

    def __init__(self, page: SignUpPage, questions: Sequence[Question], request):
        self.page = page
        self.questions = questions
        self.text = request.GET.get(SEARCH, "").strip()
        asked = request.GET.get(ORDER, "")
        self.order = asked if asked in ORDERS else DEFAULT_ORDER
        self.filters = SubmissionFilterSet(
            request.GET,
            queryset=page.submissions.all(),
            request=request,
            questions=questions,
            zone=ZoneInfo(page.zone_name),
        )

    @cached_property
    def keys(self) -> list[int]:
        """Return the ids of the selected sign-ups, in order."""
        if not self.filters.is_valid():  # the requested value does not exist
            return []
        found = self.filters.filter_queryset(self.page.submissions.all())
        if self.order not in BY_NAME:
            found = found.order_by(self.order, "-pk")
        if not (self.text or self.filters.answers or self.order in BY_NAME):
            return list(found.values_list("pk", flat=True))
        rows = [row for row in found.only("pk", "code", "answers") if self._is_meant(row)]
        if self.order in BY_NAME:
            rows.sort(
                key=lambda row: alphabetical(person_name(row, self.questions)),
                reverse=self.order.startswith("-"),
            )
        return [row.pk for row in rows]

    def _is_meant(self, row: Submission) -> bool:
        if any(key not in chosen(question, row) for question, key in self.filters.answers.values()):
            return False
        return not self.text or found_by(row, self.text, self.questions)

    def rows(self, keys: Sequence[int] | None = None) -> Iterator[Submission]:
        """Yield the sign-ups with these `keys`, or all, in order, reading them in chunks."""
        keys = self.keys if keys is None else keys
        for start in range(0, len(keys), CHUNK):
            portion = keys[start : start + CHUNK]
            by_key = self.page.submissions.in_bulk(portion)
            for key in portion:
                if key in by_key:  # it may have been deleted meanwhile
                    by_key[key].page = self.page
                    yield by_key[key]

    @property
    def trace(self) -> dict:
        """Return what the audit log keeps: the filter, and whether there was a search."""
        filters: dict[str, str] = {}
        if self.filters.is_valid():
            for name, value in self.filters.form.cleaned_data.items():
                if isinstance(value, slice):
                    edges = {f"{name}_from": value.start, f"{name}_to": value.stop}
                    filters |= {k: v.date().isoformat() for k, v in edges.items() if v}
                elif value:
                    filters[name] = str(value)
        return {"filter": filters, "search": bool(self.text)}


def found_by(row: Submission, text: str, questions: Sequence[Question]) -> bool:
    """Return whether the search text matches the code of a sign-up, part of it, or a name."""
    code = tokens.normal_code(text)
    # Three characters occur in the middle of many codes.
    if code and (row.code.startswith(code) or (len(code) > 3 and code in row.code)):
        return True
    names = [folded(str(row.answers.get(item.key) or "")) for item in names_asked(questions)]
    # Find "O Connor" as "oconnor" too, and "De la O" as "delao".
    known = " ".join([*names, *(name.replace(" ", "") for name in names)])
    words = folded(text).split()
    return bool(words) and all(word in known for word in words)
