"""Wagtail hooks: the menu and URLs of the dashboard, and the status in Wagtail's views."""

from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from pages import translation_status
from translations import compat_views
from translations.admin import closed_routes, exchange, home_panel, integration, reports
from translations.admin.base import ICON
from translations.admin.editor import redirects
from translations.admin.glossary import TermViewSet
from translations.engine import history, permissions
from translations.engine.objects import is_translated

register_snippet(TermViewSet)
translation_status.register_provider(integration.status_html)
hooks.register("construct_homepage_panels", home_panel.add_panel)
hooks.register("register_log_actions", history.log_actions)
hooks.register("register_admin_viewset", integration.TranslationPageViewSet)
# Before wagtail-localize's own hooks, which would open its editor.
hooks.register("before_edit_page", redirects.redirect_to_editor, order=-10)
hooks.register("before_edit_snippet", redirects.redirect_to_editor, order=-10)


# ------------------------------------------------------------------ menu
class DashboardMenuItem(MenuItem):
    """A menu item for users of the dashboard."""

    def __init__(self, label, url_name: str, name: str, icon: str, order: int):
        super().__init__(label, reverse(url_name), name=name, icon_name=icon, order=order)

    def is_shown(self, request):
        return permissions.may_see_dashboard(request.user)


@hooks.register("register_admin_menu_item")
def dashboard_menu():
    days, terms = "translations_report_days", "wagtailsnippets_translations_term:list"
    items = [
        DashboardMenuItem(
            _("Translation dashboard"),
            "translations_dashboard",
            "translations-dashboard",
            "list-ul",
            100,
        ),
        DashboardMenuItem(_("Glossary"), terms, "translations-glossary", TermViewSet.icon, 300),
        DashboardMenuItem(
            _("Files"), "translations_exchange", "translations-files", exchange.ICON, 400
        ),
        DashboardMenuItem(_("Report"), days, "translations-report", "table", 900),
    ]
    return SubmenuMenuItem(
        _("Translations"), Menu(items=items), name="translations", icon_name=ICON, order=260
    )


@hooks.register("register_reports_menu_item")
def days_item():
    return DashboardMenuItem(
        _("Days until translation"), "translations_report_days", "translation-days", ICON, 9000
    )


@hooks.register("construct_reports_menu")
def without_old_report(request, items):
    old = reverse("wagtail_localize:translations_report")
    items[:] = [each for each in items if each.url != old]


@hooks.register("insert_global_admin_css")
def styles():
    """Load the styles of the status badge everywhere, also in the lists of other apps."""
    return format_html(
        '<link rel="stylesheet" href="{}">', versioned_static("translations/dashboard.css")
    )


# ------------------------------------------------------------------ URLs
@hooks.register("register_admin_urls")
def dashboard_urls():
    days, results = reports.DaysView.as_view(), reports.DaysView.as_view(results_only=True)
    return [
        path("translations/", include("translations.admin.urls")),
        path("reports/translation-days/", days, name="translations_report_days"),
        path("reports/translation-days/results/", results, name="translations_report_days_results"),
    ]


# The first match wins: no wagtail-localize view can be reached.
hooks.register("register_admin_urls", closed_routes.urls, order=-100)


@hooks.register("construct_admin_api")
def closed_actions(router):
    router.register_endpoint("pages", closed_routes.PagesWithoutActions)


# ------------------------------------------------------------------ buttons
@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def page_buttons(page, user, next_url=None, view_name=None):
    return integration.buttons_for(page, user)


@hooks.register("construct_page_listing_buttons")
def without_closed_buttons(buttons, page, user, context):
    """Remove the wagtail-localize buttons from the menu of each page."""
    for button in buttons:
        inner = getattr(button, "dropdown_buttons", None)
        if inner is not None:
            inner[:] = integration.without_closed(inner)


@hooks.register("register_snippet_listing_buttons")
def snippet_buttons(snippet, user, next_url=None):
    if is_translated(type(snippet)) and permissions.may_send(user, snippet):
        yield integration.send_button(snippet, priority=100)


@hooks.register("construct_snippet_listing_buttons")
def without_closed_snippet_buttons(buttons, snippet, user):
    buttons[:] = integration.without_closed(buttons)


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def without_alias_action(items, request, context):
    """Remove the action that makes a translation an alias, which would lose its text."""
    items[:] = [each for each in items if each.name != compat_views.TO_ALIAS]


# ------------------------------------------------------------------ messages
@hooks.register("before_edit_page", order=-50)
def held_banner(request, page):
    if request.method == "GET" and not request.headers.get("x-requested-with"):
        integration.warn_of_coordinated_release(request, page)


hooks.register("after_publish_page", integration.warn_of_missing_translations)


# Last, because another app may respond instead of the confirmation of deleting or moving.
@hooks.register("before_delete_page", order=1000)
def name_others_of_deleted(request, page):
    if request.method == "GET":
        integration.warn_of_live_translations(request, [page], "delete")


@hooks.register("before_move_page", order=1000)
def name_others_of_moved(request, page, destination):
    if request.method == "GET":
        integration.warn_of_live_translations(request, [page], "move")


@hooks.register("before_delete_snippet")
def name_other_objects(request, instances):
    if request.method == "GET":
        integration.warn_of_other_objects(request, instances)


@hooks.register("after_bulk_action")
def name_others_in_bulk(request, action_type, objects, action):
    if action_type in integration.STAYS:
        pages = [each for each in objects if isinstance(each, Page)]
        integration.warn_of_live_translations(request, pages[:5], action_type)
