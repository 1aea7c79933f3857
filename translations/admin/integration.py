"""Translation status in the page and snippet views of Wagtail."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, TranslatableMixin

from pages import page_views, required_pages
from pages.languages import language_in_a_sentence, languages_in_a_sentence, source_locale
from translations.admin import status_display
from translations.admin.base import ICON, object_url
from translations.admin.coordinated_release import may_publish
from translations.admin.worklist import Roles
from translations.compat_views import upstream
from translations.engine import permissions, release, status_store
from translations.engine.objects import display_title
from translations.models import Status

CLOSED = "/localize/"  # part of every wagtail-localize URL
#: Notes on the other languages, by the action on a page in one of them.
STAYS = {
    "unpublish": gettext_lazy("“%(title)s” stays live in other languages: %(names)s"),
    "delete": gettext_lazy("“%(title)s” will not be deleted in other languages: %(names)s"),
    "move": gettext_lazy("“%(title)s” will not be moved in other languages: %(names)s"),
}


def status_rows_of(instances: Iterable[TranslatableMixin]) -> dict[UUID, list[dict]]:
    """Return the display data of each object in each language, by translation key.

    The number of queries does not depend on the number of objects.
    """
    found = status_store.for_keys([each.translation_key for each in instances]).values()
    lines: dict[UUID, list[dict]] = defaultdict(list)
    for line in status_display.status_rows(
        sorted(found, key=lambda state: state.locale.language_code)
    ):
        lines[line["state"].translation_key].append(line)
    return lines


def own_status_rows(instance: TranslatableMixin, lines: list[dict]) -> list[dict]:
    """Return all rows for a source, but only its own row for a translation."""
    if instance.locale_id in {line["state"].locale_id for line in lines}:
        return [line for line in lines if line["state"].locale_id == instance.locale_id]
    return lines


class TranslationColumn(Column):
    """The translation status of each listed object, queried once for the whole table."""

    cell_template_name = "translations/dashboard/statuses_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        table = parent_context["table"]
        if not hasattr(table, "translation_lines"):
            table.translation_lines = status_rows_of(table.data)
        lines = table.translation_lines[instance.translation_key]
        context["lines"] = own_status_rows(instance, lines)
        return context

    def get_value(self, instance):
        return ""


# ------------------------------------------------------------------ side panel
class TranslationsSidePanel(BaseSidePanel):
    """The side panel of a page: its status in other languages and the possible actions."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle translations")
        icon_name = ICON
        has_counter = False

    name = "translations"
    title = gettext_lazy("Translations")
    template_name = "translations/dashboard/side_panel.html"
    order = 150

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        user = self.request.user
        roles = Roles(user)
        lines = status_rows_of([self.object])[self.object.translation_key]
        for line in lines:
            state = line["state"]
            if state.locale_id in roles.own and (state.translation_id or state.target_pk):
                line["url"] = status_display.editor_url(state)
        context["lines"] = lines
        context["buttons"] = buttons_for(self.object, user)
        context["held"] = release.release_of(self.object) is not None
        return context


def with_translations(panels, page: Page, request) -> MediaContainer:
    if not page.pk or page.is_root() or page.alias_of_id:
        return panels
    return MediaContainer([*panels, TranslationsSidePanel(page, request)])


# ------------------------------------------------------------------ what can be done
def send_button(instance, priority: int = 80) -> Button:
    url = object_url("translations_send", instance)
    return Button(_("Send for translation"), url, icon_name="mail", priority=priority)


def buttons_for(instance, user) -> list[Button]:
    """Return the actions that `user` may take on the translations of `instance`."""
    if getattr(instance, "alias_of_id", None) or not permissions.may_send(user, instance):
        return []
    found = [send_button(instance)]
    if may_publish(user, instance):
        url = reverse("translations_coordinated_release", args=[instance.pk])
        found.append(Button(_("Publish together"), url, icon_name="time", priority=81))
        if instance.live:
            url = reverse("translations_unpublish_all", args=[instance.pk])
            words = _("Unpublish in all languages")
            found.append(Button(words, url, icon_name="download", priority=82))
    url = object_url("translations_source_only", instance)
    words = _("Do not translate")
    return [*found, Button(words, url, icon_name="cross", priority=83)]


def without_closed(buttons: list) -> list:
    """Remove the buttons of wagtail-localize, whose views are closed."""
    return [button for button in buttons if CLOSED not in (getattr(button, "url", "") or "")]


# ------------------------------------------------------------------ pages
def _columns(columns: list) -> list:
    """Return `columns` with the translation column before Wagtail's status."""
    found = list(columns)
    place = next((n for n, column in enumerate(found) if column.name == "status"), len(found))
    found.insert(place, TranslationColumn("translations", label=gettext_lazy("Translations")))
    return found


class TranslationIndexView(upstream.ExplorableIndexView):
    base_columns = _columns(upstream.ExplorableIndexView.base_columns)

    @property
    def header_more_buttons(self):
        return without_closed(super().header_more_buttons)

    def get_side_panels(self):
        return with_translations(super().get_side_panels(), self.parent_page, self.request)


class TranslationEditView(upstream.EditView):
    @property
    def header_more_buttons(self):
        return without_closed(super().header_more_buttons)

    def get_side_panels(self):
        panels = super().get_side_panels()
        if self.expects_json_response or self.hydrate_create_view:
            return panels
        return with_translations(panels, self.page, self.request)


def warn_of_live_translations(request, pages: list[Page], action: str) -> None:
    """Warn which other languages of `pages` are live, with a link to unpublish all."""
    words = STAYS[action]
    for page in pages:
        names = _named(release.live_versions(page))
        if not names:
            continue
        buttons = []
        if may_publish(request.user, page):
            url = reverse("translations_unpublish_all", args=[page.pk])
            buttons.append(messages.button(url, _("Unpublish in all languages")))
        messages.warning(request, words % {"title": display_title(page), "names": names}, buttons)


def _named(versions: Iterable) -> str:
    return ", ".join(
        f"“{display_title(each)}” ({language_in_a_sentence(each.locale.language_code)})"
        for each in versions
    )


def warn_of_other_objects(request, instances) -> None:
    """Warn which other languages of a snippet remain when it is deleted in this one."""
    for each in instances:
        if not isinstance(each, TranslatableMixin):
            continue
        if names := _named(each.get_translations().select_related("locale")):
            messages.warning(request, STAYS["delete"] % {"title": each, "names": names})


class TranslationUnpublishView(upstream.UnpublishView):
    def get(self, request, *args, **kwargs):
        if refused := required_pages.refusal(request, self.object):
            return refused
        warn_of_live_translations(request, [self.object], "unpublish")
        return super().get(request, *args, **kwargs)


class TranslationMoveConfirmView(page_views.MoveWithRights, upstream.MoveConfirmView):
    pass


class TranslationPageViewSet(upstream.PageViewSet):
    """Wagtail's page views, with the translation status added."""

    index_view_class = TranslationIndexView
    edit_view_class = TranslationEditView
    unpublish_view_class = TranslationUnpublishView
    move_confirm_view_class = TranslationMoveConfirmView
    copy_view_class = page_views.CopyWithRights
    workflow_action_view_class = page_views.ReviewActionView
    collect_workflow_action_data_view_class = page_views.ReviewDataView
    confirm_workflow_cancellation_view_class = page_views.ReviewCancellationView
    workflow_preview_view_class = page_views.ReviewPreviewView
    set_privacy_view_class = page_views.PrivacyView


# ------------------------------------------------------------------ messages
def warn_of_missing_translations(request, page: Page) -> None:
    """After a page is published, list its untranslated languages with a link to send it."""
    if page.locale_id != source_locale().pk or not permissions.may_send(request.user, page):
        return
    found = status_store.for_keys([page.translation_key]).values()
    missing = [each.locale.language_code for each in found if each.status == Status.MISSING]
    if missing:
        names = languages_in_a_sentence(missing)
        url = object_url("translations_send", page)
        messages.info(
            request,
            _("“%(title)s” has not been translated yet into: %(names)s")
            % {"title": display_title(page), "names": names},
            [messages.button(url, _("Send for translation"))],
        )


def warn_of_coordinated_release(request, page: Page) -> None:
    """When the page editor opens, show which translations the page is waiting for."""
    held = release.release_of(page)
    if held is None:
        return
    names = languages_in_a_sentence(locale.language_code for locale in held.locales.all())
    buttons = []
    if may_publish(request.user, held.page):
        url = reverse("translations_coordinated_release", args=[held.page_id])
        buttons.append(messages.button(url, _("See progress")))
    messages.warning(
        request,
        _(
            "This page is on hold until it is translated into: %(names)s. It will go live at "
            "the same time as its translations."
        )
        % {"names": names},
        buttons,
    )


def status_html(instances: Sequence[Any], user) -> dict[int, SafeString]:
    """Return the status of objects as HTML, by primary key; for the lists of other apps."""
    lines = status_rows_of(instances)
    rights: dict[tuple, bool] = {}  # the same for all objects of a model and language
    found = {}
    for each in instances:
        own = lines[each.translation_key]
        kind = type(each), each.locale_id
        if kind not in rights:
            rights[kind] = permissions.may_send(user, each)
        is_missing = any(line["state"].status == Status.MISSING for line in own)
        send = rights[kind] and is_missing and object_url("translations_send", each)
        context = {"lines": own_status_rows(each, own), "send": send}
        found[each.pk] = render_to_string("translations/dashboard/statuses_list.html", context)
    return found
