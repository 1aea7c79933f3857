"""Lists: all forms, the sign-ups of one form, its duplicates, and its activity log."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from signups.admin import audit
from signups.admin.base import (
    AdminListView,
    FormListingView,
    canonical_pages,
    names_asked,
    person_name,
)
from signups.admin.quarantine import ChoiceColumn
from signups.admin.selection import DEFAULT_ORDER, Selection
from signups.form.answers import display_answer
from signups.form.questions import Question
from signups.models import SignUpPage, Submission
from signups.publishing.consent_pages import warnings
from signups.registration import transitions
from signups.templatetags.sign_ups import mark_language

LONGEST_CELL = 80
Status = Submission.Status


def _with_a_place(page) -> str:
    """Return how many people have a spot, and the number of sign-ups if it differs."""
    people, sign_ups = page.people or 0, page.confirmed
    if people == sign_ups:
        return number_format(people)
    text = ngettext(
        "%(people)s people in %(count)s sign-up",
        "%(people)s people in %(count)s sign-ups",
        sign_ups,
    )
    return text % {"people": number_format(people), "count": number_format(sign_ups)}


def _left(page) -> int | str:
    if page.capacity is None:
        return "∞"
    return max(page.capacity - (page.people or 0) - (page.repeated or 0), 0)


class FormListView(AdminListView):
    """All forms, with the number of sign-ups."""

    model = SignUpPage
    index_url_name = "signups_forms"
    page_title = gettext_lazy("Sign-ups")
    verbose_name_plural = gettext_lazy("sign-up pages")
    default_ordering = "title"
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Form"),
            get_url=lambda page: reverse("signups_list", args=[page.pk]),
            width="25%",
        ),
        Column(
            "capacity",
            label=gettext_lazy("Spots"),
            accessor=lambda page: "∞" if page.capacity is None else page.capacity,
        ),
        Column("left", label=gettext_lazy("Spots left"), accessor=_left),
        Column("people", label=gettext_lazy("With a spot"), accessor=_with_a_place),
        Column("checked_in", label=gettext_lazy("Checked in")),
        Column("waiting", label=gettext_lazy("On the waitlist")),
        Column("quarantined", label=gettext_lazy("In quarantine")),
        Column(
            "repeated",
            label=gettext_lazy("Held by duplicates"),
            accessor=lambda page: page.repeated or 0,
        ),
    ]

    def get_base_queryset(self):
        def having(*statuses):
            return Count("submissions", filter=Q(submissions__status__in=statuses))

        def places(condition):
            return Sum("submissions__places", filter=condition)

        takes_place = Q(submissions__status__in=Submission.TAKES_PLACE)
        repeats = Q(submissions__status=Status.DUPLICATE, submissions__shown_as=Status.CONFIRMED)
        return canonical_pages().annotate(
            people=places(takes_place),
            repeated=places(repeats),
            confirmed=having(*Submission.TAKES_PLACE),
            checked_in=having(Status.CHECKED_IN),
            waiting=having(Status.WAITING),
            quarantined=having(Status.QUARANTINED),
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        forms = context["object_list"].select_related("locale")
        return context | {"warnings": [text for form in forms for text in warnings(form)]}

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": _("Sign-ups")}]


class SubmissionListView(FormListingView):
    """All sign-ups of a form, without sensitive answers, which are encrypted."""

    is_searchable = True
    template_name = "signups/admin/list.html"
    default_ordering = DEFAULT_ORDER
    index_url_name = "signups_list"
    verbose_name_plural = Submission._meta.verbose_name_plural

    def get_page_title(self):
        return self.sign_up_page.title

    def get_index_results_url(self):
        return reverse("signups_list_results", args=[self.page_id])

    @cached_property
    def selection(self) -> Selection:
        return Selection(self.sign_up_page, self.questions, self.request)

    @cached_property
    def filters(self):
        return self.selection.filters

    @property
    def search_query(self):
        return self.selection.text

    def get_ordering(self):
        return self.selection.order

    def get_queryset(self):
        """Return the ids of the selected sign-ups: rows are read only after pagination."""
        return self.selection.keys

    def paginate_queryset(self, queryset, page_size):
        paginator, page, keys, more = super().paginate_queryset(queryset, page_size)
        rows = list(self.selection.rows(keys))
        data = {**self.selection.trace, "page": page.number}
        audit.note(self.sign_up_page, "signups.list", self.request.user, rows=len(rows), **data)
        return paginator, page, rows, more

    @cached_property
    def counts(self) -> dict[str, int]:
        rows = self.sign_up_page.submissions.order_by()
        return dict(rows.values_list("status").annotate(count=Count("pk")))

    @cached_property
    def can_release(self) -> bool:
        """Return whether there is a bulk action for this list."""
        return bool(self.counts.get(Status.QUARANTINED)) and self.may("change")

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["counts"] = [
            (label, self.counts[status])
            for status, label in Status.choices
            if status in self.counts
        ]
        if self.has_groups:
            context["people"] = self.sign_up_page.submissions.taking_a_place().places()
        return context

    # ------------------------------------------------------------ columns
    @cached_property
    def columns(self):
        names = names_asked(self.questions)
        first = next((item for item in names if item.is_name), None)
        return [
            *([ChoiceColumn()] if self.can_release else []),
            TitleColumn(
                "code",
                label=_("Code"),
                accessor="spaced_code",
                sort_key="code",
                get_title_id=ChoiceColumn.title_id,
                get_url=lambda row: reverse("signups_detail", args=[row.pk]),
                link_classname="sign-ups-code",
            ),
            *(
                [
                    Column(
                        "name",
                        label=first.label,
                        accessor=partial(person_name, questions=self.questions),
                        sort_key="name",
                    )
                ]
                if first
                else []
            ),
            Column("status", label=_("Status"), accessor=self._status, sort_key="status"),
            *([Column("places", label=_("People"), accessor="places")] if self.has_groups else []),
            Column("language", label=_("Language"), accessor=self.language_of, sort_key="language"),
            Column(
                "created_at",
                label=_("Signed up"),
                accessor=lambda row: self.local(row.created_at),
                sort_key="created_at",
            ),
            *(
                Column(
                    f"answer_{item.key}",
                    label=mark_language(item.label),
                    accessor=self._answer(item),
                )
                for item in self.questions
                if item is not first and item.kind != "group_size"
            ),
        ]

    @cached_property
    def sent_again(self) -> dict[int, int]:
        """Return the number of duplicates by sign-up id, with one query."""
        later = Submission.everything.filter(page=self.page_id, original__isnull=False)
        found = later.order_by().values_list("original").annotate(count=Count("pk"))
        return dict(found)

    def _status(self, row: Submission) -> str:
        status = row.get_status_display()
        if row.status == Status.WAITING and row.pk in self.places_in_line:
            status = _("On the waitlist, number %(place)d") % {"place": self.places_in_line[row.pk]}
        if again := self.sent_again.get(row.pk):
            return _("%(status)s; duplicates: %(count)d") % {"status": status, "count": again}
        return status

    @staticmethod
    def _answer(question: Question) -> Callable[[Submission], str]:
        def sealed(row: Submission) -> str:
            return _("encrypted") if question.key in row.sealed else ""

        def cell(row: Submission) -> str:
            text = display_answer(question, row.answers.get(question.key))
            return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"

        return sealed if question.sensitive else cell

    # ------------------------------------------------------------ actions
    @property
    def header_buttons(self):
        """Return one button: on a phone, two do not fit beside a title."""
        if not self.may("change"):
            return []
        check_in = reverse("signups_check_in", args=[self.page_id])
        return [HeaderButton(_("Check-in"), url=check_in, icon_name="check")]

    @property
    def header_more_buttons(self):
        attendee_list, history = (
            reverse(name, args=[self.page_id])
            for name in ("signups_attendee_list", "signups_history")
        )
        statistics = self._url("signups_statistics")
        buttons = [
            Button(_("Statistics"), url=statistics, icon_name="view", priority=5),
            Button(_("Attendee list"), url=attendee_list, icon_name="clipboard-list", priority=10),
            Button(_("Activity log"), url=history, icon_name="history", priority=40),
        ]
        if self.may("export"):
            csv, xlsx = self._url("signups_export"), self._url("signups_workbook")
            buttons += [
                Button(_("Download as CSV"), url=csv, icon_name="download", priority=20),
                Button(
                    _("Download as spreadsheet (XLSX)"), url=xlsx, icon_name="download", priority=20
                ),
            ]
        return buttons

    def _url(self, name: str) -> str:
        """Return a URL that keeps the filter and sort order, but not the page number."""
        asked = self.request.GET.copy()
        for parameter in (self.page_kwarg, "_w_filter_fragment"):
            asked.pop(parameter, None)
        url = reverse(name, args=[self.page_id])
        return f"{url}?{asked.urlencode()}" if asked else url

    def crumbs(self):
        return [{"url": "", "label": self.sign_up_page.title}]


class HistoryView(FormListingView):
    """What was done with the sign-ups of a form: who, when, how many. No answers."""

    header_icon = "history"
    page_title = gettext_lazy("Activity log")
    index_url_name = "signups_history"
    default_ordering = None

    def get_base_queryset(self):
        return audit.history_of_form(self.sign_up_page)

    @cached_property
    def columns(self):
        return [
            Column("timestamp", label=_("When"), accessor=lambda line: self.local(line.timestamp)),
            Column("user", label=_("Who"), accessor="user_display_name"),
            Column("label", label=_("What")),
            Column("message", label=_("Details")),
        ]


class ReleasePlaceColumn(Column):
    cell_template_name = "signups/admin/release_place_cell.html"


class DuplicatesView(FormListingView):
    """The duplicates of a form that hold a spot or a place on the waitlist. No answers."""

    template_name = "signups/admin/duplicates_list.html"
    page_title = gettext_lazy("Duplicate sign-ups")
    verbose_name_plural = gettext_lazy("duplicate sign-ups")
    no_results_message = gettext_lazy("No spots are held by duplicate sign-ups.")
    index_url_name = "signups_duplicates"
    default_ordering = ("created_at", "pk")

    def get_base_queryset(self):
        return self.sign_up_page.all_submissions.duplicates().select_related("original")

    @cached_property
    def columns(self):
        return [
            Column("code", label=_("Code"), accessor="spaced_code"),
            TitleColumn(
                "original",
                label=_("Original sign-up"),
                accessor=lambda row: row.original.spaced_code,
                get_url=lambda row: reverse("signups_detail", args=[row.original_id]),
                link_classname="sign-ups-code",
            ),
            Column(
                "created_at",
                label=_("Signed up"),
                accessor=lambda row: self.local(row.created_at),
            ),
            Column("holds", label=_("Holds"), accessor=self._holds),
            Column("places", label=_("People"), accessor="places"),
            *([ReleasePlaceColumn("give_back", label=_("Release"))] if self.may("change") else []),
        ]

    def _holds(self, row: Submission) -> str:
        if row.pk in self.places_in_line:
            return _("On the waitlist, number %(place)d") % {"place": self.places_in_line[row.pk]}
        return ngettext("%(count)d spot", "%(count)d spots", row.places) % {"count": row.places}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Release the spots held by one duplicate (`row`) or all of them (`all`)."""
        if not self.may("change"):
            raise PermissionDenied
        held = self.sign_up_page.all_submissions.duplicates()
        rows = held
        if "all" not in request.POST:
            number = request.POST.get("row", "")
            rows = rows.filter(pk=number if number.isdecimal() else 0)
        before = held.count()
        for row in list(rows.order_by("-pk")):
            if transitions.cancel(row):
                audit.note(row, "signups.release", request.user)
        count = before - held.count()  # including those that ended with them
        text = ngettext(
            "%(count)d duplicate sign-up no longer holds a spot.",
            "%(count)d duplicate sign-ups no longer hold any spots.",
            count,
        )
        messages.success(request, text % {"count": count})
        return redirect(self.get_index_url())
