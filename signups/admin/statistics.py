"""Sign-up counts by day, language, status, and answer, for the active filter."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from signups.admin import audit
from signups.admin.base import SignUpFormPageMixin
from signups.admin.selection import NO_ANSWER, Selection, chosen, countable
from signups.form.questions import Question
from signups.models import Submission
from signups.templatetags.sign_ups import mark_language

MOST_DAYS = 400


@dataclass(frozen=True)
class Bar:
    """One line of a chart: a label, a count, and the length of its bar (percent)."""

    label: str
    count: int
    share: float


@dataclass(frozen=True)
class Chart:
    """A table with bars that count `unit`.

    `several`: one sign-up may count in several lines.
    """

    title: str | SafeString
    bars: list[Bar]
    several: bool = False
    unit: str = ""


def chart(
    title: str, counted: Iterable[tuple[str, int]], whole: int, *, several=False, unit: str = ""
) -> Chart:
    """Return a chart of labels and counts; the length of a bar is its share of `whole`."""
    bars = [Bar(label, count, round(100 * count / whole, 1)) for label, count in counted if whole]
    return Chart(title, bars, several, unit or _("Sign-ups"))


def by_day(rows: Sequence[Submission], zone: ZoneInfo) -> list[tuple[datetime.date, int]]:
    """Return the count for each day in `zone`, from first to last, including empty days.

    If that spans more than a year, leave out empty days.
    """
    counted = Counter(row.created_at.astimezone(zone).date() for row in rows)
    if not counted:
        return []
    first, last = min(counted), max(counted)
    if (last - first).days >= MOST_DAYS:
        return sorted(counted.items())
    days = [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
    return [(day, counted[day]) for day in days]


def by_answer(rows: Sequence[Submission], question: Question) -> list[tuple[str, int]]:
    """Return how many people chose each answer to a question, and how many chose none."""
    counted = Counter(key for row in rows for key in chosen(question, row))
    found = [(label, counted.pop(key, 0)) for key, label in countable(question)]
    nothing = counted.pop(NO_ANSWER, 0)
    found += sorted(counted.items())  # choices that were removed since
    return [*found, (_("No answer"), nothing)] if nothing else found


def by_status(title: str, unit: str, counted: Iterable[tuple[str, int]]) -> Chart:
    """Return a chart of statuses, from pairs of a status and an amount of `unit`."""
    total: Counter[str] = Counter()
    for status, number in counted:
        total[status] += number
    found = [(str(label), total[s]) for s, label in Submission.Status.choices if total[s]]
    return chart(title, found, total.total(), unit=unit)


@dataclass(frozen=True)
class Column:
    """One day in the chart: the position and height of its column (percent)."""

    x: float
    width: float
    height: float


def columns(counts: Sequence[int]) -> list[Column]:
    """Return the columns of a chart 100 wide and 100 high, with gaps between them."""
    most = max(counts, default=0)
    step = 100 / len(counts) if counts else 0
    return [
        Column(round(n * step, 3), round(step * 0.8, 3), round(100 * count / most, 2))
        for n, count in enumerate(counts)
        if count
    ]


class StatisticsView(SignUpFormPageMixin, TemplateView):
    """The statistics of a form, on a separate page: the list is for people."""

    permission_required = "view"
    template_name = "signups/admin/statistics.html"
    header_icon = "view"
    page_title = gettext_lazy("Statistics")

    def get_context_data(self, **kwargs):
        selection = Selection(self.sign_up_page, self.questions, self.request)
        rows = list(selection.rows())
        trace = selection.trace
        audit.note(self.sign_up_page, "signups.figures", self.request.user, rows=len(rows), **trace)
        days = by_day(rows, self.zone)
        people = [(row.status, row.places) for row in rows]
        languages = Counter(self.language_of(row) for row in rows)
        charts = [
            by_status(_("By status"), _("Sign-ups"), ((row.status, 1) for row in rows)),
            *([by_status(_("People by status"), _("People"), people)] if self.has_groups else []),
            chart(_("By language"), languages.most_common(), len(rows)),
            *(
                chart(
                    mark_language(question.label),
                    by_answer(rows, question),
                    len(rows),
                    several=question.kind == "checkboxes",
                )
                for question in self.questions
                if countable(question)
            ),
        ]
        return super().get_context_data(
            **kwargs,
            count=len(rows),
            people=sum(row.places for row in rows),
            whole=self.sign_up_page.submissions.count(),
            filtered=self._filters_in_words(selection),
            days=[(date_format(day, "DATE_FORMAT"), count) for day, count in days],
            columns=columns([count for _day, count in days]),
            most=max((count for _day, count in days), default=0),
            charts=charts,
        )

    def _filters_in_words(self, selection: Selection) -> list[str]:
        """Return the active filters, as worded in the filter form."""
        days = {
            "created_at_from": _("Signed up on or after"),
            "created_at_to": _("Signed up on or before"),
        }
        found: list[str] = []
        for name, value in selection.trace["filter"].items():
            field = selection.filters.form.fields.get(name)
            label = field.label if field else days.get(name, name)
            choices = dict(getattr(field, "choices", []))
            found.append(format_html("{}: {}", label, choices.get(value, value)))
        if selection.text:
            found.append(_("search: “%(text)s”") % {"text": selection.text})
        return found

    @property
    def header_buttons(self):
        asked = self.request.GET.urlencode()
        url = reverse("signups_list", args=[self.page_id]) + (f"?{asked}" if asked else "")
        return [HeaderButton(_("View the list"), url=url, icon_name="list-ul")]
