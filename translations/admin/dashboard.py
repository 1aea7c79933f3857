"""The translation dashboard: the status of all translations and the user's own tasks."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.utils import get_user_display_name

from pages.text import alphabetical, folded
from translations.admin import status_display, worklist
from translations.admin.base import ChoicesOfRequest, DashboardListing
from translations.engine import status_store
from translations.engine.objects import section_titles
from translations.models import State, Status

EVERY = "all"
AGES = (7, 30, 90)
LABELS = {
    "waiting": gettext_lazy("Waiting for me"),
    "outdated": gettext_lazy("Out of date"),
    "missing": gettext_lazy("Untranslated"),
    "all": gettext_lazy("All"),
}


# ------------------------------------------------------------------ filters
def _types(request) -> list[tuple[str, str]]:
    labels = State.objects.exclude(model="").order_by().values_list("model", flat=True).distinct()
    return sorted(
        ((label, status_display.type_name(label)) for label in labels),
        key=lambda each: alphabetical(each[1]),
    )


def _sections(request) -> list[tuple[str, str]]:
    paths = State.objects.exclude(section="").order_by().values_list("section", flat=True)
    titles = section_titles(paths.distinct())
    return sorted(titles.items(), key=lambda each: alphabetical(each[1]))


def _persons(request) -> QuerySet:
    found = State.objects.filter(person__isnull=False).order_by().values("person")
    return get_user_model().objects.filter(pk__in=found)


class DashboardFilterSet(WagtailFilterSet):
    """The filters of the dashboard list."""

    locale = ChoicesOfRequest(label=gettext_lazy("Language"), method="in_language")
    status = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Status"), choices=Status.choices, widget=CheckboxSelectMultiple
    )
    model = ChoicesOfRequest(label=gettext_lazy("Type"))
    section = ChoicesOfRequest(label=gettext_lazy("Section"))
    age = ChoicesOfRequest(label=gettext_lazy("Waiting time"), method="older_than")
    person = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Person"),
        queryset=_persons,
        widget=RadioSelect,
        empty_label=gettext_lazy("Any"),
    )

    class Meta:
        model = State
        fields: list[str] = []

    def __init__(self, *args, locales=(), **kwargs):
        super().__init__(*args, **kwargs)
        languages = [(each.language_code, status_display.language_label(each)) for each in locales]
        self.filters["locale"].extra["choices"] = [*languages, (EVERY, _("All languages"))]
        self.filters["locale"].extra["empty_label"] = _("My languages")
        self.filters["status"].extra["choices"] = [
            (value, capfirst(label)) for value, label in Status.choices
        ]
        self.filters["model"].extra["choices"] = _types(self.request)
        self.filters["section"].extra["choices"] = _sections(self.request)
        self.filters["age"].extra["choices"] = [
            (str(days), _("More than %(days)d days") % {"days": days}) for days in AGES
        ]
        self.filters["person"].field.label_from_instance = get_user_display_name

    def in_language(self, queryset, name, code):
        if code == EVERY:
            return queryset
        return queryset.filter(locale__language_code=code)

    def older_than(self, queryset, name, days):
        return queryset.filter(since__lt=timezone.now() - timedelta(days=int(days)))


# ------------------------------------------------------------------ columns
class CheckboxColumn(BaseColumn):
    """A checkbox to select the row, labeled with its title."""

    header_template_name = "translations/dashboard/checkbox_header.html"
    cell_template_name = "translations/dashboard/checkbox_cell.html"


class TitleCell(Column):
    """The title, linked to where the user can act on it, and the language."""

    cell_template_name = "translations/dashboard/title_cell.html"


class DashboardView(DashboardListing):
    """A tab of the dashboard. The number of queries does not depend on the number of rows."""

    template_name = "translations/dashboard/dashboard.html"
    results_template_name = "translations/dashboard/dashboard_results.html"
    page_title = gettext_lazy("Translations")
    verbose_name_plural = gettext_lazy("translations")
    is_searchable = True
    search_backend_name = None
    filterset_class = DashboardFilterSet
    paginate_by = 50
    default_ordering = "since"
    table_classname = "listing dashboard-listing"
    export_filename = "translations"
    export_headings = {
        "title": gettext_lazy("Title"),
        "target_title": gettext_lazy("Translated title"),
        "type_name": gettext_lazy("Type"),
        "section_title": gettext_lazy("Section"),
        "language": gettext_lazy("Language"),
        "status_name": gettext_lazy("Status"),
        "notes": gettext_lazy("Notes"),
        "done": gettext_lazy("Segments translated"),
        "total": gettext_lazy("Segments"),
        "changed": gettext_lazy("Segments changed"),
        "since": gettext_lazy("Since"),
        "person_name": gettext_lazy("Person"),
    }
    list_export = list(export_headings)

    @cached_property
    def tab(self) -> str:
        tab = self.kwargs.get("tab", "waiting")
        if tab not in worklist.TABS:
            raise Http404
        return tab

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": _("Translations"), "sublabel": str(LABELS[self.tab])}
        return [*self.breadcrumbs_items, here]

    def get_index_url(self):
        return reverse("translations_dashboard_list", args=[self.tab])

    def get_index_results_url(self):
        return reverse("translations_dashboard_results", args=[self.tab])

    # ------------------------------------------------------------ rows
    @cached_property
    def everything(self) -> QuerySet[State]:
        """Return the statuses in the selected languages, before any tab filter."""
        found = status_store.all_statuses()
        if self.request.GET.get("locale"):
            return found
        return found.filter(locale__in=self.roles.default_locales)

    def get_base_queryset(self):
        found = self.everything.filter(self.roles.condition(self.tab))
        return found.select_related("locale", "person", "person__wagtail_userprofile")

    def search_queryset(self, queryset):
        """Find titles in either language that contain every word, ignoring accents and case."""
        if not self.is_searching:
            return queryset
        words = folded(self.search_query).split()
        if not words:
            return queryset.none()
        return queryset.filter(*(Q(words__contains=word) for word in words))

    def order_queryset(self, queryset):
        down = self.ordering.startswith("-")
        name = self.ordering.removeprefix("-")
        first: Any = worklist.URGENCY if name == "status" else F(name)
        order = first.desc(nulls_last=True) if down else first.asc(nulls_last=True)
        return queryset.order_by(order, *worklist.OLDEST_FIRST)

    def paginate_queryset(self, queryset, page_size):
        paginator, page, rows, more = super().paginate_queryset(queryset, page_size)
        return paginator, page, self.decorate(rows), more

    def decorate(self, rows: Iterable[Any]) -> list[Any]:
        lines = status_display.status_rows(rows)
        found: list[Any] = [line["state"] for line in lines]
        sections = section_titles({row.section for row in found})
        for row, line in zip(found, lines, strict=True):
            row.badge, row.language = line["badge"], line["name"]
            row.type_name = status_display.type_name(row.model)
            row.section_title = sections.get(row.section, "")
            row.status_name = row.badge.label
            row.notes = ", ".join(row.badge.notes)
            row.person_name = get_user_display_name(row.person) if row.person else ""
            row.url = status_display.url_for(row, self.roles)
        return found

    # ------------------------------------------------------------ what is shown
    @cached_property
    def one_language(self):
        """Return the language of the list if it shows only one, else None."""
        code = self.request.GET.get("locale", "")
        shown_now = [
            each
            for each in self.roles.locales
            if (each.language_code == code or code == EVERY)
            or (not code and each.pk in self.roles.default_locales)
        ]
        return shown_now[0] if len(shown_now) == 1 else None

    @cached_property
    def actions(self) -> list[tuple[str, str]]:
        """Return the actions for selected rows, as pairs of label and URL."""
        if self.one_language is None:
            return []
        export = (_("Export"), reverse("translations_exchange_export"))
        if not self.roles.writes_source:
            return [export]
        return [
            (_("Send for translation"), reverse("translations_send_selection")),
            (_("Do not translate"), reverse("translations_source_only_selection")),
            export,
        ]

    @cached_property
    def columns(self):
        columns = [
            TitleCell("title", label=_("Title"), sort_key="title", classname="title"),
            Column("type_name", label=_("Type")),
            Column("section_title", label=_("Section")),
            Column("badge", label=_("Status"), accessor="badge.html", sort_key="status"),
            DateColumn("since", label=_("Since"), sort_key="since"),
            Column("person_name", label=_("Person")),
        ]
        if len(self.roles.locales) > 1:
            columns.insert(3, Column("language", label=_("Language")))
        if self.actions:
            columns.insert(0, CheckboxColumn("tick", label=_("Choose")))
        return columns

    @cached_property
    def no_results_message(self):
        if self.is_searching or self.is_filtering:
            return _("No matches. Try fewer filters or different words.")
        return {
            "waiting": _("You’re all caught up. ✓"),
            "outdated": _("Nothing is out of date. ✓"),
            "missing": _("Nothing is left untranslated. ✓"),
            "all": _("There is nothing to translate yet."),
        }[self.tab]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = worklist.counts(self.roles, self.everything)
        asked = self.request.GET.copy()
        for name in ("p", "export", "_w_filter_fragment"):
            asked.pop(name, None)
        query = f"?{asked.urlencode()}" if asked else ""
        context["tabs"] = [
            {
                "label": LABELS[tab],
                "count": found[tab],
                "url": reverse("translations_dashboard_list", args=[tab]) + query,
                "current": tab == self.tab,
            }
            for tab in worklist.TABS
        ]
        context["progress"] = [
            {
                "name": status_display.language_label(each.locale),
                "code": each.locale.language_code,
                "each": each,
            }
            for each in worklist.progress(self.roles.locales)
        ]
        context["actions"] = self.actions
        context["locale"] = self.one_language
        context["all_url"] = reverse("translations_dashboard_list", args=["all"])
        context["tab"] = self.tab
        return context
