"""Hooks into Wagtail: the menu, the addresses of the desk, and where its status is shown."""

from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from pages import standing
from translations import compat_views
from translations.admin import closed, dashboard, elsewhere, lists, reports, send, together
from translations.admin.base import ICON, DeskMenuItem
from translations.engine import people
from translations.engine.objects import is_translated

translations_menu = Menu(register_hook_name="register_translations_menu_item")


# ------------------------------------------------------------------ menu
class DeskSubmenu(SubmenuMenuItem):
    def is_shown(self, request):
        return people.may_see_desk(request.user) and super().is_shown(request)


@hooks.register("register_admin_menu_item")
def desk_menu():
    return DeskSubmenu(
        gettext_lazy("Translations"),
        translations_menu,
        name="translations",
        icon_name=ICON,
        order=260,
    )


@hooks.register("register_translations_menu_item")
def desk_item():
    return DeskMenuItem(
        gettext_lazy("Desk"),
        reverse("translations_desk"),
        name="translations-desk",
        icon_name="list-ul",
        order=100,
    )


@hooks.register("insert_global_admin_css")
def styles():
    """Let a status look the same wherever it is shown, also in the lists of other apps."""
    return format_html(
        '<link rel="stylesheet" href="{}">', versioned_static("translations/desk.css")
    )


# ------------------------------------------------------------------ addresses
@hooks.register("register_admin_urls")
def desk_urls():
    results = lists.DeskView.as_view(results_only=True)
    return [
        path("translations/", lists.DeskView.as_view(), name="translations_desk"),
        path(
            "translations/list/<slug:tab>/",
            lists.DeskView.as_view(),
            name="translations_desk_list",
        ),
        path("translations/list/<slug:tab>/results/", results, name="translations_desk_results"),
        path(
            "translations/send/<str:label>/<str:pk>/",
            send.SendView.as_view(),
            name="translations_send",
        ),
        path(
            "translations/chosen/send/",
            send.SendChosenView.as_view(),
            name="translations_send_chosen",
        ),
        path(
            "translations/chosen/source-only/",
            send.SourceOnlyChosenView.as_view(),
            name="translations_source_only_chosen",
        ),
        path(
            "translations/source-only/<str:label>/<str:pk>/",
            send.SourceOnlyView.as_view(),
            name="translations_source_only",
        ),
        path(
            "translations/together/<int:page_id>/",
            together.TogetherView.as_view(),
            name="translations_together",
        ),
        path(
            "translations/together/<int:page_id>/lift/",
            together.LiftView.as_view(),
            name="translations_lift",
        ),
        path(
            "translations/take-down/<int:page_id>/",
            together.TakeDownView.as_view(),
            name="translations_take_down",
        ),
        path(
            "translations/notices/seen/",
            dashboard.NoticesSeenView.as_view(),
            name="translations_notices_seen",
        ),
        path(
            "reports/translation-days/",
            reports.DaysView.as_view(),
            name="translations_report_days",
        ),
        path(
            "reports/translation-days/results/",
            reports.DaysView.as_view(results_only=True),
            name="translations_report_days_results",
        ),
    ]


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action(
        send.TO_TRANSLATE,
        gettext_lazy("Translate after all"),
        gettext_lazy("To be translated after all"),
    )


# What comes first answers: nothing of wagtail-localize is reached.
@hooks.register("register_admin_urls", order=-100)
def closed_urls():
    return closed.urls()


@hooks.register("construct_admin_api")
def closed_actions(router):
    router.register_endpoint("pages", closed.PagesWithoutActions)


# ------------------------------------------------------------------ lists, editors, reports
standing.told_by(elsewhere.state_lines)


@hooks.register("register_admin_viewset")
def page_views():
    return elsewhere.DeskPageViewSet()


@hooks.register("register_page_header_buttons")
def header_buttons(page, user, view_name, next_url=None):
    yield from page_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page, user, next_url=None):
    yield from page_buttons(page, user)


def page_buttons(page, user):
    if page.is_root() or page.alias_of_id:
        return
    for place, each in enumerate(elsewhere.buttons_for(page, user)):
        yield Button(each["label"], each["url"], icon_name=each["icon"], priority=80 + place)


@hooks.register("construct_page_listing_buttons")
def without_closed_buttons(buttons, page, user, context):
    """Take those of wagtail-localize out of the menu beside each page."""
    for button in buttons:
        inner = getattr(button, "dropdown_buttons", None)
        if inner is not None:
            inner[:] = elsewhere.without_closed(inner)


@hooks.register("register_snippet_listing_buttons")
def snippet_buttons(snippet, user, next_url=None):
    if is_translated(type(snippet)) and people.may_send(user, snippet):
        yield Button(
            gettext_lazy("Send to translators"),
            send.send_address(snippet),
            icon_name="mail",
            priority=100,
        )


@hooks.register("construct_snippet_listing_buttons")
def without_closed_snippet_buttons(buttons, snippet, user):
    buttons[:] = elsewhere.without_closed(buttons)


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def without_alias_action(items, request, context):
    """A translation is not made an alias: its readers would lose it."""
    items[:] = [each for each in items if each.name != compat_views.TO_ALIAS]


@hooks.register("register_reports_menu_item")
def days_item():
    return DeskMenuItem(
        gettext_lazy("Days until translated"),
        reverse("translations_report_days"),
        name="translation-days",
        icon_name=ICON,
        order=9000,
    )


@hooks.register("register_translations_menu_item")
def report_item():
    return DeskMenuItem(
        gettext_lazy("Report"),
        reverse("translations_report_days"),
        name="translations-report",
        icon_name="table",
        order=900,
    )


@hooks.register("construct_reports_menu")
def without_old_report(request, items):
    old = reverse("wagtail_localize:translations_report")
    items[:] = [each for each in items if each.url != old]


hooks.register("construct_homepage_panels", dashboard.add_panel)


# ------------------------------------------------------------------ messages
@hooks.register("before_edit_page", order=-50)
def held_banner(request, page):
    if request.method == "GET" and not request.headers.get("x-requested-with"):
        elsewhere.say_that_it_is_held(request, page)


@hooks.register("after_publish_page")
def name_missing(request, page):
    elsewhere.say_what_is_missing(request, page)


@hooks.register("before_delete_snippet")
def name_other_objects(request, instances):
    if request.method == "GET":
        elsewhere.name_other_objects(request, instances)


@hooks.register("after_bulk_action")
def name_others_in_bulk(request, action_type, objects, action):
    words = elsewhere.AFTER_BULK.get(action_type)
    pages = [each for each in objects if isinstance(each, Page)]
    if words and pages:
        elsewhere.name_others(request, pages[:5], str(words))
