"""Define how topics and menus are edited in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.compat_views import upstream
from pages.languages import source_locale
from pages.models import Topic
from pages.permissions import may_work_on
from pages.translation_status import TranslationStatusColumn


class SavedByTheButton:
    """Mixin for views of objects without drafts: do not save, and so publish, while typing.

    Wagtail autosaves every model with revisions. Autosave would also confirm the overwriting of
    other people's changes on behalf of the user.
    """

    autosave_enabled: bool

    def setup(self, request, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False


def _own_language(view, instance):
    """Return `instance`; raise `PermissionDenied` outside the user's working languages.

    Wagtail's snippet views only check the model permission, which ignores languages.
    """
    if not may_work_on(view.request.user, instance):
        raise PermissionDenied
    return instance


class OwnLanguageEditView(SavedByTheButton, upstream.EditSnippetView):
    def get_object(self, *args, **kwargs):
        return _own_language(self, super().get_object(*args, **kwargs))


class OwnLanguageDeleteView(upstream.DeleteSnippetView):
    def get_object(self, *args, **kwargs):
        return _own_language(self, super().get_object(*args, **kwargs))


def _source_language(instance):
    """Return a new `instance`; raise `PermissionDenied` unless it is in the source language.

    Objects without drafts are public at once. In other languages they come from the source, through
    translation and review.
    """
    if instance.locale_id != source_locale().pk:
        raise PermissionDenied
    return instance


class SourceLanguageCreateView(SavedByTheButton, upstream.CreateSnippetView):
    def get_initial_form_instance(self):
        return _source_language(super().get_initial_form_instance())


class SourceLanguageCopyView(SavedByTheButton, upstream.CopySnippetView):
    def get_initial_form_instance(self):
        return _source_language(super().get_initial_form_instance())


class ObjectViewSet(SnippetViewSet):
    """Wagtail's viewset, with breadcrumbs in the user's language."""

    @property
    def breadcrumbs_items(self):
        """Return Wagtail's items, translated when shown: Wagtail does so once, at startup."""
        return [item | {"label": _(item["label"])} for item in super().breadcrumbs_items]


class TranslatedSnippetViewSet(ObjectViewSet):
    """The base of the viewsets of topics and menus."""

    add_view_class = SourceLanguageCreateView
    copy_view_class = SourceLanguageCopyView
    edit_view_class = OwnLanguageEditView
    delete_view_class = OwnLanguageDeleteView


class TopicViewSet(TranslatedSnippetViewSet):
    """Topics: a short list, shared by news, events and partners."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name", Column("slug", label=_("Slug")), TranslationStatusColumn()]
    ordering = ["name"]
