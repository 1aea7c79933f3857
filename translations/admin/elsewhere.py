"""The same status where pages and other objects are listed and edited."""

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

from pages import kept, page_views
from pages.languages import source_locale
from translations.admin import shown
from translations.admin.base import ICON, address
from translations.admin.together import may_publish
from translations.admin.waiting import Roles
from translations.compat_views import upstream
from translations.engine import people, release, states
from translations.engine.objects import display_title
from translations.models import Status

CLOSED = "/localize/"  # in an address of wagtail-localize
#: What is said of the other languages when something is done with a page in one.
STAYS = {
    "unpublish": gettext_lazy("“%(title)s” stays live in other languages: %(names)s"),
    "delete": gettext_lazy("“%(title)s” will not be deleted in other languages: %(names)s"),
    "move": gettext_lazy("“%(title)s” will not be moved in other languages: %(names)s"),
}


def lines_of(instances: Iterable[TranslatableMixin]) -> dict[UUID, list[dict]]:
    """Return what is shown of each object in each language, by translation key.

    The number of queries does not depend on how many there are.
    """
    found = states.of([each.translation_key for each in instances]).values()
    lines: dict[UUID, list[dict]] = defaultdict(list)
    for line in shown.lines(sorted(found, key=lambda state: state.locale.language_code)):
        lines[line["state"].translation_key].append(line)
    return lines


def own_lines(instance: TranslatableMixin, lines: list[dict]) -> list[dict]:
    """Return of the source every language, of a translation its own."""
    if instance.locale_id in {line["state"].locale_id for line in lines}:
        return [line for line in lines if line["state"].locale_id == instance.locale_id]
    return lines


class TranslationColumn(Column):
    """Where each object of a list stands, asked once for the whole table."""

    cell_template_name = "translations/desk/lines_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        table = parent_context["table"]
        if not hasattr(table, "translation_lines"):
            table.translation_lines = lines_of(table.data)
        lines = table.translation_lines[instance.translation_key]
        context["lines"] = own_lines(instance, lines)
        return context

    def get_value(self, instance):
        return ""


# ------------------------------------------------------------------ side panel
class TranslationsSidePanel(BaseSidePanel):
    """Beside a page: where it stands in the other languages, and what can be done about it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle translations")
        icon_name = ICON
        has_counter = False

    name = "translations"
    title = gettext_lazy("Translations")
    template_name = "translations/desk/side_panel.html"
    order = 150

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        user = self.request.user
        roles = Roles(user)
        lines = lines_of([self.object])[self.object.translation_key]
        for line in lines:
            state = line["state"]
            if state.locale_id in roles.own and (state.translation_id or state.target_pk):
                line["url"] = shown.open_url(state)
        context["lines"] = lines
        context["buttons"] = buttons_for(self.object, user)
        context["held"] = release.hold_of(self.object) is not None
        return context


def with_translations(panels, page: Page, request) -> MediaContainer:
    if not page.pk or page.is_root() or page.alias_of_id:
        return panels
    return MediaContainer([*panels, TranslationsSidePanel(page, request)])


# ------------------------------------------------------------------ what can be done
def send_button(instance, priority: int = 80) -> Button:
    url = address("translations_send", instance)
    return Button(_("Send for translation"), url, icon_name="mail", priority=priority)


def buttons_for(instance, user) -> list[Button]:
    """Return what `user` may do about the translations of `instance`."""
    if getattr(instance, "alias_of_id", None) or not people.may_send(user, instance):
        return []
    found = [send_button(instance)]
    if may_publish(user, instance):
        url = reverse("translations_together", args=[instance.pk])
        found.append(Button(_("Publish together"), url, icon_name="time", priority=81))
        if instance.live:
            url = reverse("translations_take_down", args=[instance.pk])
            words = _("Unpublish in all languages")
            found.append(Button(words, url, icon_name="download", priority=82))
    url = address("translations_source_only", instance)
    words = _("Do not translate")
    return [*found, Button(words, url, icon_name="cross", priority=83)]


def without_closed(buttons: list) -> list:
    """Leave out the buttons of wagtail-localize: what they led to is closed."""
    return [button for button in buttons if CLOSED not in (getattr(button, "url", "") or "")]


# ------------------------------------------------------------------ pages
def _columns(columns: list) -> list:
    """Return `columns` with ours before the status of Wagtail."""
    found = list(columns)
    place = next((n for n, column in enumerate(found) if column.name == "status"), len(found))
    found.insert(place, TranslationColumn("translations", label=gettext_lazy("Translations")))
    return found


class DeskIndexView(upstream.ExplorableIndexView):
    base_columns = _columns(upstream.ExplorableIndexView.base_columns)

    @property
    def header_more_buttons(self):
        return without_closed(super().header_more_buttons)

    def get_side_panels(self):
        return with_translations(super().get_side_panels(), self.parent_page, self.request)


class DeskEditView(upstream.EditView):
    @property
    def header_more_buttons(self):
        return without_closed(super().header_more_buttons)

    def get_side_panels(self):
        panels = super().get_side_panels()
        if self.expects_json_response or self.hydrate_create_view:
            return panels
        return with_translations(panels, self.page, self.request)


def name_others(request, pages: list[Page], action: str) -> None:
    """Say which other languages of `pages` are live, with the way to take down all of them."""
    words = STAYS[action]
    for page in pages:
        names = _named(release.live_versions(page))
        if not names:
            continue
        buttons = []
        if may_publish(request.user, page):
            url = reverse("translations_take_down", args=[page.pk])
            buttons.append(messages.button(url, _("Unpublish in all languages")))
        messages.warning(request, words % {"title": display_title(page), "names": names}, buttons)


def _named(versions: Iterable) -> str:
    return ", ".join(f"{shown.name_of(each.locale)}: “{display_title(each)}”" for each in versions)


def name_other_objects(request, instances) -> None:
    """Say in which other languages a topic or a menu stays when it is deleted in this one."""
    for each in instances:
        if not isinstance(each, TranslatableMixin):
            continue
        if names := _named(each.get_translations().select_related("locale")):
            messages.warning(request, STAYS["delete"] % {"title": each, "names": names})


class DeskUnpublishView(upstream.UnpublishView):
    def get(self, request, *args, **kwargs):
        if refused := kept.refusal(request, self.object):
            return refused
        name_others(request, [self.object], "unpublish")
        return super().get(request, *args, **kwargs)


class DeskMoveConfirmView(page_views.MoveWithRights, upstream.MoveConfirmView):
    pass


class DeskPageViewSet(upstream.PageViewSet):
    """Wagtail's views of pages, with the status of translations in them."""

    index_view_class = DeskIndexView
    edit_view_class = DeskEditView
    unpublish_view_class = DeskUnpublishView
    move_confirm_view_class = DeskMoveConfirmView
    copy_view_class = page_views.CopyWithRights
    workflow_action_view_class = page_views.ReviewActionView
    collect_workflow_action_data_view_class = page_views.ReviewDataView
    confirm_workflow_cancellation_view_class = page_views.ReviewCancellationView
    workflow_preview_view_class = page_views.ReviewPreviewView
    set_privacy_view_class = page_views.PrivacyView


# ------------------------------------------------------------------ messages
def say_what_is_missing(request, page: Page) -> None:
    """After a page was published: name the languages that it waits for, with the way to send it."""
    if page.locale_id != source_locale().pk or not people.may_send(request.user, page):
        return
    found = states.of([page.translation_key]).values()
    missing = [shown.name_of(each.locale) for each in found if each.status == Status.MISSING]
    if missing:
        names = ", ".join(missing)
        url = address("translations_send", page)
        messages.info(
            request,
            _("“%(title)s” has not been translated yet into: %(names)s")
            % {"title": display_title(page), "names": names},
            [messages.button(url, _("Send for translation"))],
        )


def say_that_it_is_held(request, page: Page) -> None:
    """When the editor of a page opens: say what it waits for."""
    held = release.hold_of(page)
    if held is None:
        return
    names = ", ".join(shown.name_of(locale) for locale in held.locales.all())
    buttons = []
    if may_publish(request.user, held.page):
        url = reverse("translations_together", args=[held.page_id])
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


def state_lines(instances: Sequence[Any], user) -> dict[int, SafeString]:
    """Return the status of objects as HTML, by primary key; for the lists of other apps."""
    lines = lines_of(instances)
    rights: dict[tuple, bool] = {}  # of what is no page: for all of one model and language
    found = {}
    for each in instances:
        own = lines[each.translation_key]
        kind = type(each), each.locale_id
        if kind not in rights:
            rights[kind] = people.may_send(user, each)
        is_missing = any(line["state"].status == Status.MISSING for line in own)
        send = rights[kind] and is_missing and address("translations_send", each)
        context = {"lines": own_lines(each, own), "send": send}
        found[each.pk] = render_to_string("translations/desk/lines_list.html", context)
    return found
