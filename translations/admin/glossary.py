"""The glossary in the admin: all dashboard users read it, translators edit their languages."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.models import Locale
from wagtail.permissions import register_permission_policy

from pages.edit_conflicts import EditConflictForm
from pages.permissions import LanguagePolicy
from pages.viewsets import OwnLanguageEditView, TranslatedSnippetViewSet
from translations.compat_views import upstream
from translations.engine import permissions
from translations.engine.objects import target_locales
from translations.models import Term


class TermPolicy(LanguagePolicy):
    """Model permissions in the user's languages; every dashboard user may view."""

    def user_has_permission(self, user, action):
        allowed = super().user_has_permission(user, action)
        if action == "view":
            return user.is_active and (allowed or _sees_dashboard(user))
        return allowed and (user.is_superuser or _writes_translations(user))


def _sees_dashboard(user) -> bool:
    """Return `permissions.may_see_dashboard`, cached on the user: lists check it for each row."""
    if not hasattr(user, "_sees_translation_dashboard"):
        user._sees_translation_dashboard = permissions.may_see_dashboard(user)
    return user._sees_translation_dashboard


def _writes_translations(user) -> bool:
    if not hasattr(user, "_writes_translations"):
        user._writes_translations = bool(permissions.languages(user))
    return user._writes_translations


register_permission_policy(Term, TermPolicy(Term))


class TermForm(EditConflictForm):
    """A term in one of the user's languages."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = permissions.languages(self.for_user) if self.for_user else set()
        self.fields["locale"].queryset = Locale.objects.filter(pk__in=own)
        if len(own) == 1:
            self.fields["locale"].initial = next(iter(own))

    def clean_source(self) -> str:
        return " ".join(self.cleaned_data["source"].split())

    def clean(self):
        cleaned = super().clean()
        source, locale = cleaned.get("source"), cleaned.get("locale")
        if source and locale:
            same = Term.objects.filter(source__iexact=source, locale=locale)
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("source", _("The glossary already has this word in this language."))
        return cleaned


class TermFilterSet(WagtailFilterSet):
    locale = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Language"),
        queryset=lambda request: target_locales(),
    )

    class Meta:
        model = Term
        fields = ["locale"]


class ForWhoMayChange(upstream.BaseObjectMixin):
    """A view of one term that also checks its language; Wagtail checks only the model."""

    def get_object(self, *args, **kwargs):
        term = super().get_object(*args, **kwargs)
        if not TermPolicy(Term).user_has_permission_for_instance(self.request.user, "change", term):
            raise PermissionDenied
        return term


class TermUsageView(ForWhoMayChange, upstream.UsageView):
    pass


class TermHistoryView(ForWhoMayChange, upstream.HistoryView):
    pass


class TermViewSet(TranslatedSnippetViewSet):
    """The glossary, with its menu item in the submenu of the dashboard."""

    model = Term
    icon = "openquote"
    menu_label = gettext_lazy("Glossary")
    menu_item_is_registered = True  # by the hook of the dashboard
    add_view_class = upstream.CreateView  # allows all languages of the user, not only the source
    edit_view_class = OwnLanguageEditView
    usage_view_class = TermUsageView
    history_view_class = TermHistoryView
    filterset_class = TermFilterSet
    copy_view_enabled = False
    list_display = [
        "source",
        Column("translation", label=gettext_lazy("Agreed translation")),
        Column("locale", label=gettext_lazy("Language")),
        Column("notes", label=gettext_lazy("Notes")),
    ]
    search_fields = ["source", "translation", "notes"]
    search_backend_name = None
    ordering = ["source", "pk"]
    list_per_page = 50
    edit_handler = ObjectList(
        ["source", "locale", "translation", "forbidden", "notes", "case_sensitive"],
        base_form_class=TermForm,
    )

    def get_queryset(self, request):
        return Term.objects.select_related("locale").order_by(*self.ordering)
