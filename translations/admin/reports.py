"""Report how long translations take, from publication of the source to that of the translation."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from translations.admin import status_display
from translations.admin.base import ChoicesOfRequest, DashboardListing
from translations.engine import status_store
from translations.models import State, Status

DAY = 24 * 3600


@dataclass
class ReportLine:
    """Pages of one type that went live in one month, and their translations."""

    month: date
    model: str
    language: str
    days: list[float] = field(default_factory=list)
    never: int = 0

    @property
    def month_name(self) -> str:
        return date_format(self.month, "YEAR_MONTH_FORMAT")

    @property
    def type_name(self) -> str:
        return status_display.type_name(self.model)

    @property
    def translated(self) -> int:
        return len(self.days)

    @property
    def median_days(self) -> str:
        """Return the median number of days, formatted; "" if nothing has been translated."""
        return number_format(median(self.days), 1) if self.days else ""

    @property
    def longest(self) -> str:
        return number_format(max(self.days), 1) if self.days else ""


def days_between(source: datetime, target: datetime) -> float:
    """Return the days from source to translation; 0 if the translation was first."""
    return max(0.0, (target - source).total_seconds() / DAY)


def lines(rows) -> list[ReportLine]:
    """Return the lines of the report, newest month first.

    `rows` are (month, model, language, source published at, target published at or None).
    """
    found: dict[tuple, ReportLine] = {}
    for month, model, language, source, target in rows:
        line = found.setdefault((month, model, language), ReportLine(month, model, language))
        if target is None:
            line.never += 1
        else:
            line.days.append(days_between(source, target))
    return sorted(
        found.values(), key=lambda line: (-line.month.toordinal(), line.type_name, line.language)
    )


class DaysFilterSet(WagtailFilterSet):
    locale = ChoicesOfRequest(
        label=gettext_lazy("Language"),
        empty_label=gettext_lazy("All languages"),
        field_name="locale__language_code",
    )
    model = ChoicesOfRequest(label=gettext_lazy("Type"))

    class Meta:
        model = State
        fields: list[str] = []

    def __init__(self, *args, locales=(), **kwargs):
        super().__init__(*args, **kwargs)
        languages = [(each.language_code, status_display.language_label(each)) for each in locales]
        self.filters["locale"].extra["choices"] = languages
        labels = State.objects.filter(source_published_at__isnull=False).order_by()
        self.filters["model"].extra["choices"] = [
            (label, status_display.type_name(label))
            for label in sorted(labels.values_list("model", flat=True).distinct())
        ]


class DaysView(DashboardListing):
    """Median days until a translation is live, by month and type, and untranslated pages."""

    template_name = "translations/dashboard/report_days.html"
    results_template_name = "translations/dashboard/report_days_results.html"
    page_title = gettext_lazy("Days until translation")
    index_url_name = "translations_report_days"
    index_results_url_name = "translations_report_days_results"
    filterset_class = DaysFilterSet
    paginate_by = 60
    export_filename = "translation-days"
    export_headings = {
        "month_name": gettext_lazy("Month published"),
        "type_name": gettext_lazy("Type"),
        "language": gettext_lazy("Language"),
        "translated": gettext_lazy("Translated"),
        "median_days": gettext_lazy("Median days"),
        "longest": gettext_lazy("Most days"),
        "never": gettext_lazy("Never translated"),
    }
    list_export = list(export_headings)

    @cached_property
    def columns(self):
        return [Column(name, label=self.export_headings[name]) for name in self.list_export]

    @cached_property
    def found(self) -> QuerySet:
        return self.filter_queryset(
            status_store.all_statuses()
            .filter(source_published_at__isnull=False)
            .exclude(status=Status.SOURCE_ONLY)
            .order_by()
        )

    def get_queryset(self) -> list[ReportLine]:
        names = {each.pk: status_display.language_label(each) for each in self.roles.locales}
        rows = self.found.values_list(
            "model", "locale_id", "source_published_at", "target_published_at"
        )
        return lines(
            (
                timezone.localtime(source).date().replace(day=1),
                model,
                names.get(locale_id, ""),
                source,
                target,
            )
            for model, locale_id, source, target in rows
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        by_language: dict[str, list[float]] = defaultdict(list)
        for line in self.object_list:
            by_language[line.language] += line.days
        context["medians"] = [
            (language, number_format(median(days), 1), len(days))
            for language, days in sorted(by_language.items())
            if days
        ]
        missing = self.found.filter(target_published_at__isnull=True)
        oldest = list(missing.select_related("locale").order_by("source_published_at", "pk")[:50])
        for row in oldest:
            row.language = status_display.language_label(row.locale)
            row.type_name = status_display.type_name(row.model)
            row.url = status_display.url_for(row, self.roles)
            row.days = int(days_between(row.source_published_at, timezone.now()))
        context["oldest"] = oldest
        context["never"] = missing.count()
        context["missing_url"] = reverse("translations_dashboard_list", args=["missing"])
        return context

    @cached_property
    def no_results_message(self):
        return _("No page has been published yet.")
