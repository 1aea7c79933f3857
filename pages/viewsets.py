"""How topics and menus are edited in the admin."""

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
    """A form of what has no drafts: nothing is saved, and so made public, while somebody types.

    Wagtail saves by itself whatever keeps revisions. It would also answer for the person when she
    is asked whether what somebody else has saved meanwhile is to be written over.
    """

    autosave_enabled: bool

    def setup(self, request, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False


def _own_language(view, instance):
    """Return `instance`; raise `PermissionDenied` in a language in which the person does not work.

    Wagtail's snippet views ask for the model's permission only, which knows no language.
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

    What has no drafts is public at once. In another language it comes from the source, by way of
    translators and reviewers.
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
    """Wagtail's, with breadcrumbs in the language of whoever reads them."""

    @property
    def breadcrumbs_items(self):
        """Return Wagtail's own, translated when they are shown: it does so once, at the start."""
        return [item | {"label": _(item["label"])} for item in super().breadcrumbs_items]


class TranslatedSnippetViewSet(ObjectViewSet):
    """What topics and menus have in common."""

    add_view_class = SourceLanguageCreateView
    copy_view_class = SourceLanguageCopyView
    edit_view_class = OwnLanguageEditView
    delete_view_class = OwnLanguageDeleteView


class TopicViewSet(TranslatedSnippetViewSet):
    """Topics: a short list, the same in news, events and partners."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name", Column("slug", label=_("Slug")), TranslationStatusColumn()]
    ordering = ["name"]
