"""Base classes of the dashboard views: permissions, page header, object lookup."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.forms import Media, RadioSelect
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from django.views.generic.base import ContextMixin
from wagtail.models import Locale, Page, TranslatableMixin

from pages.compat_views import upstream
from translations.admin import status_display
from translations.admin.worklist import Roles
from translations.engine import permissions, status_store
from translations.engine.objects import (
    display_title,
    in_source_language,
    is_translated,
    target_locales,
)
from translations.models import State

ICON = "wagtail-localize-language"
PAGE = "wagtailcore.page"


class DashboardAccessView(View):
    """Admit users who translate, review or edit sources. Permission is checked first."""

    def dispatch(self, request, *args, **kwargs):
        if not self.allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def allowed(self) -> bool:
        return permissions.may_see_dashboard(self.request.user)

    @cached_property
    def roles(self) -> Roles:
        return Roles(self.request.user)


class DashboardPageMixin(upstream.WagtailAdminTemplateMixin):
    """A dashboard page with Wagtail's header and breadcrumbs."""

    header_icon = ICON
    files = Media()  # styles and scripts of this view

    def get_breadcrumbs_items(self):
        dashboard = {"url": reverse("translations_dashboard"), "label": _("Translations")}
        return [*self.breadcrumbs_items, dashboard, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["media"] = context.get("media", Media()) + self.files
        if "form" in context:  # the date picker needs its own script
            context["media"] += context["form"].media
        return context


class ChoicesOfRequest(django_filters.ChoiceFilter):
    """A filter whose choices the filter set assigns when it is created."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("empty_label", gettext_lazy("Any"))
        super().__init__(*args, widget=RadioSelect, **kwargs)


class DashboardListing(
    DashboardAccessView,
    DashboardPageMixin,
    upstream.SpreadsheetExportMixin,
    upstream.BaseListingView,
):
    """A dashboard list, with CSV and XLSX export; the file name contains the date.

    `pages.spreadsheets` protects all exports against formula injection.
    """

    model = State

    def get_filterset_kwargs(self):
        return {**super().get_filterset_kwargs(), "locales": self.roles.locales}

    def get(self, request, *args, **kwargs):
        self.object_list = self.get_queryset()
        if self.is_export:
            return self.as_spreadsheet(self.decorate(self.object_list), request.GET["export"])
        return self.render_to_response(self.get_context_data())

    def decorate(self, rows):
        """Return `rows` with the attributes needed for display."""
        return rows

    def to_row_dict(self, item):
        row = super().to_row_dict(item)
        return {name: "" if value is None else value for name, value in row.items()}

    def get_filename(self):
        return f"{self.export_filename}-{timezone.localdate().isoformat()}"


class ObjectView(ContextMixin, DashboardAccessView):
    """A view of one object in the source language, found by model (default: a page) and key.

    Respond with 404 if the object does not exist or is not translatable.
    """

    def allowed(self):
        return permissions.may_send(self.request.user, self.instance)

    @cached_property
    def instance(self) -> TranslatableMixin:
        found = find_object(self.kwargs.get("label", PAGE), str(self.kwargs["pk"]))
        return in_source_language(found) or found

    @property
    def title(self) -> str:
        return display_title(self.instance)

    @property
    def back(self) -> str:
        if isinstance(self.instance, Page):
            return reverse("wagtailadmin_pages:edit", args=[self.instance.pk])
        return reverse("translations_dashboard")

    def get_context_data(self, **kwargs):
        return super().get_context_data(object_title=self.title, back=self.back, **kwargs)


class ObjectLanguagesView(ObjectView, DashboardPageMixin, FormView):
    """A form about one object in several languages, with its status in each."""

    @cached_property
    def states(self) -> list[State]:
        found = status_store.for_keys([self.instance.translation_key])
        return sorted(found.values(), key=lambda state: state.locale.language_code)

    def get_context_data(self, **kwargs):
        return super().get_context_data(lines=self.lines(), **kwargs)

    def lines(self) -> list[dict]:
        return status_display.status_rows(self.states)


def find_object(label: str, pk: str) -> TranslatableMixin:
    """Return a translatable object; raise `Http404` if there is none."""
    model = status_display.get_model(label)
    if model is None or not is_translated(model) or not pk.isdecimal() or len(pk) > 18:
        raise Http404
    instance = get_object_or_404(model, pk=int(pk))
    if not isinstance(instance, Page):
        return instance
    if instance.is_root() or instance.alias_of_id:
        raise Http404
    return instance.specific


def object_url(name: str, instance) -> str:
    """Return the URL of the view `name` for an object."""
    label = PAGE if isinstance(instance, Page) else instance._meta.label_lower
    return reverse(name, args=[label, instance.pk])


class LanguagesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return status_display.language_label(obj)


class LanguagesForm(forms.Form):
    """Select target languages, each labeled in its own language."""

    locales = LanguagesField(
        Locale.objects.none(),
        label=gettext_lazy("Languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["locales"].queryset = target_locales()  # type: ignore[attr-defined]
