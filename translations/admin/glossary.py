"""The glossary in the admin: everybody reads it, each language is kept by those who write in it."""

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.models import Locale
from wagtail.permissions import register_permission_policy

from pages.careful import CarefulForm
from pages.permissions import LanguagePolicy
from pages.viewsets import OwnLanguageEditView, TranslatedSnippetViewSet
from translations.compat_views import upstream
from translations.engine import people
from translations.engine.objects import target_locales
from translations.models import Term


class TermPolicy(LanguagePolicy):
    """Model permissions in the languages in which a person works; reading is for the whole desk."""

    def user_has_permission(self, user, action):
        allowed = super().user_has_permission(user, action)
        if action == "view":
            return user.is_active and (allowed or _sees_desk(user))
        return allowed and (user.is_superuser or _writes_translations(user))

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "view":
            return self.user_has_permission(user, "view")
        return super().user_has_permission_for_instance(user, action, instance)


def _sees_desk(user) -> bool:
    """As `people.may_see_desk`, asked once a request: lists ask about each row."""
    if not hasattr(user, "_sees_translation_desk"):
        user._sees_translation_desk = people.may_see_desk(user)
    return user._sees_translation_desk


def _writes_translations(user) -> bool:
    if not hasattr(user, "_writes_translations"):
        user._writes_translations = bool(people.languages(user))
    return user._writes_translations


register_permission_policy(Term, TermPolicy(Term))


class TermForm(CarefulForm):
    """A term, in one of the languages of whoever writes it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = people.languages(self.for_user) if self.for_user else set()
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
                self.add_error(
                    "source",
                    ValidationError(_("The glossary has this word in this language already.")),
                )
        return cleaned


class TermFilterSet(WagtailFilterSet):
    locale = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Language"),
        queryset=lambda request: Locale.objects.filter(
            pk__in=[locale.pk for locale in target_locales()]
        ),
    )

    class Meta:
        model = Term
        fields = ["locale"]


class TermCreateView(upstream.CreateView):
    """The form for a new term. Its languages are those of the person."""

    def dispatch(self, request, *args, **kwargs):
        if not people.languages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TermUsageView(upstream.UsageView):
    """A term stands nowhere by reference; asking is for those who may change it."""

    def get_object(self, *args, **kwargs):
        term = super().get_object(*args, **kwargs)
        return _demand_change(self.request.user, term)


class TermHistoryView(upstream.HistoryView):
    def get_object(self, *args, **kwargs):
        term = super().get_object(*args, **kwargs)
        return _demand_change(self.request.user, term)


def _demand_change(user, term: Term) -> Term:
    if not TermPolicy(Term).user_has_permission_for_instance(user, "change", term):
        raise PermissionDenied
    return term


class TermViewSet(TranslatedSnippetViewSet):
    """The glossary. Its entry in the menu stands with those of the desk."""

    model = Term
    icon = "openquote"
    menu_label = gettext_lazy("Glossary")
    menu_item_is_registered = True  # by the hook of the desk
    add_view_class = TermCreateView
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
    panels = [
        FieldPanel("source"),
        FieldPanel("locale"),
        FieldPanel("translation"),
        FieldPanel("forbidden"),
        FieldPanel("notes"),
        FieldPanel("case_sensitive"),
    ]

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = TermForm
        return handler.bind_to_model(self.model)

    def get_queryset(self, request):
        return Term.objects.select_related("locale").order_by(*self.ordering)
