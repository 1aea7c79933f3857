"""The organiser's desk in the admin: all sign-ups of a form in one list, whatever their language.

Everything here asks for permissions of its own on `Submission`; the right to edit pages opens
nothing. Messages, columns and files name questions in the words of the source page.
"""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from home.languages import language_name, source_locale
from signups.export import csv_lines
from signups.fields import Field
from signups.forms import exported, shown
from signups.models import SignUpPage, Submission

LONGEST_CELL = 80
policy = ModelPermissionPolicy(Submission)


def canonical_pages() -> QuerySet[SignUpPage]:
    """Return the sign-up pages on which sign-ups hang."""
    return SignUpPage.objects.filter(locale=source_locale())


def language_choices() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code, _name in settings.LANGUAGES]


class SubmissionFilterSet(WagtailFilterSet):
    status = ChoiceFilter(label=gettext_lazy("Status"), choices=Submission.Status.choices)
    language = ChoiceFilter(label=gettext_lazy("Language"), choices=language_choices)

    class Meta:
        model = Submission
        fields = ["status", "language"]


class FormListView(PermissionCheckedMixin, BaseListingView):
    """The forms, with how many have signed up."""

    permission_policy = policy
    permission_required = "view"
    model = SignUpPage
    index_url_name = "signups_forms"
    page_title = gettext_lazy("Sign-ups")
    header_icon = "clipboard-list"
    verbose_name_plural = gettext_lazy("sign-up pages")
    paginate_by = 50
    default_ordering = "title"
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Form"),
            get_url=lambda page: reverse("signups_list", args=[page.pk]),
        ),
        Column("confirmed", label=gettext_lazy("Confirmed")),
        Column("waiting", label=gettext_lazy("Waiting")),
        Column(
            "capacity",
            label=gettext_lazy("Places"),
            accessor=lambda page: "∞" if page.capacity is None else page.capacity,
        ),
    ]

    def get_base_queryset(self):
        return canonical_pages().annotate(
            confirmed=Count(
                "submissions", filter=Q(submissions__status__in=Submission.TAKES_PLACE)
            ),
            waiting=Count("submissions", filter=Q(submissions__status=Submission.Status.WAITING)),
        )

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": _("Sign-ups")}]


class OneForm(PermissionCheckedMixin):
    """What the views of one form share."""

    permission_policy = policy
    model = Submission

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.page_id = kwargs["page_id"]

    @cached_property
    def sign_up_page(self) -> SignUpPage:
        pages = canonical_pages().select_related("locale")
        return get_object_or_404(pages, pk=self.page_id)

    @cached_property
    def questions(self) -> list[Field]:
        """Return what is asked, and what was asked before and still has answers."""
        return [item for item in self.sign_up_page.canonical_questions() if item.key]

    @cached_property
    def languages(self) -> dict[str, str]:
        return dict(language_choices())


class SubmissionListView(OneForm, BaseListingView):
    """All sign-ups of a form. Sensitive answers are not in the list."""

    permission_required = "view"
    filterset_class = SubmissionFilterSet
    results_template_name = "signups/admin/list_results.html"
    header_icon = "clipboard-list"
    paginate_by = 50
    default_ordering = "-created_at"

    @cached_property
    def verbose_name_plural(self):
        return Submission._meta.verbose_name_plural

    def get_page_title(self):
        return self.sign_up_page.title

    def get_index_url(self):
        return reverse("signups_list", args=[self.page_id])

    def get_index_results_url(self):
        return reverse("signups_list_results", args=[self.page_id])

    def get_base_queryset(self):
        return self.sign_up_page.submissions.all()

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("signups_forms"), "label": _("Sign-ups")},
            {"url": "", "label": self.sign_up_page.title},
        ]

    @cached_property
    def columns(self):
        return [
            Column("code", label=_("Code"), accessor="spaced_code"),
            Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
            Column("language", label=_("Language"), accessor=self._language, sort_key="language"),
            DateColumn("created_at", label=_("Signed up"), sort_key="created_at"),
            *(
                Column(f"answer_{item.key}", label=item.label, accessor=self._answer(item))
                for item in self.questions
                if not item.sensitive
            ),
        ]

    def _language(self, submission: Submission) -> str:
        return self.languages.get(submission.language, submission.language)

    @staticmethod
    def _answer(question: Field) -> Callable[[Submission], str]:
        def cell(submission: Submission) -> str:
            text = shown(question, submission.answers.get(question.key))
            return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"

        return cell

    @cached_property
    def header_buttons(self):
        if not policy.user_has_permission(self.request.user, "export"):
            return []
        filters = self.request.GET.urlencode()
        url = reverse("signups_export", args=[self.page_id]) + (f"?{filters}" if filters else "")
        return [HeaderButton(_("Download (CSV)"), url=url, icon_name="download")]


class ExportView(OneForm, View):
    """The list as a CSV file, with the filter that is on: codes that no language changes."""

    permission_required = "export"
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        filters = SubmissionFilterSet(
            request.GET, queryset=self.sign_up_page.submissions.all(), request=request
        )
        found = filters.qs.order_by("created_at", "pk")
        header = [
            _("Code"),
            _("Status"),
            _("Language"),
            _("Signed up"),
            *(str(item.label) for item in self.questions),
        ]
        response = StreamingHttpResponse(
            csv_lines(header, self._rows(found)), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{self.sign_up_page.slug}.csv"'
        response["Cache-Control"] = "no-store, private"
        return response

    def _rows(self, found: QuerySet[Submission]) -> Iterator[list[str]]:
        zone = ZoneInfo(self.sign_up_page.zone_name)
        for submission in found.iterator(chunk_size=500):
            yield [
                submission.spaced_code,
                submission.status,
                submission.language,
                submission.created_at.astimezone(zone).isoformat(timespec="seconds"),
                *(exported(submission.answers.get(item.key)) for item in self.questions),
            ]
