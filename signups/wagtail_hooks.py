"""Hooks into Wagtail: the organizers' screens, and pages that must not be deleted."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import Permission
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from pages.viewsets import ObjectViewSet
from signups.admin import (
    audit,
    base,
    check_in,
    detail,
    files,
    lists,
    outbox,
    quarantine,
    statistics,
)
from signups.models import SignUpPage, VenueNetwork


@register_snippet
class VenueNetworkViewSet(ObjectViewSet):
    """Networks that may send more sign-ups than usual: a short list without languages."""

    model = VenueNetwork
    icon = "globe"
    menu_label = gettext_lazy("Venue networks")
    menu_name = "sign-up-networks"
    menu_order = 400
    add_to_admin_menu = False
    menu_hook = "register_sign_ups_menu_item"
    list_display = ["network", "note"]
    ordering = ["note", "network"]
    panels = [FieldPanel("network"), FieldPanel("note")]


@hooks.register("register_admin_urls")
def admin_urls():
    of_form, of_one = "sign-ups/<int:page_id>/", "sign-ups/one/<int:pk>/"
    found = lists.SubmissionListView.as_view(results_only=True)
    return [
        path("sign-ups/", lists.FormListView.as_view(), name="signups_forms"),
        path("sign-ups/mails/", outbox.OutboxView.as_view(), name="signups_outbox"),
        path("sign-ups/receipts/", outbox.ReceiptsView.as_view(), name="signups_receipts"),
        path(
            "sign-ups/door/<str:code>/",
            check_in.CheckInCodeView.as_view(),
            name="signups_check_in_code",
        ),
        path(of_one, detail.SubmissionView.as_view(), name="signups_detail"),
        path(f"{of_one}correct/", detail.CorrectView.as_view(), name="signups_correct"),
        path(f"{of_one}<slug:action>/", detail.ActionView.as_view(), name="signups_action"),
        path(of_form, lists.SubmissionListView.as_view(), name="signups_list"),
        path(f"{of_form}results/", found, name="signups_list_results"),
        path(f"{of_form}figures/", statistics.StatisticsView.as_view(), name="signups_statistics"),
        path(f"{of_form}repeated/", lists.DuplicatesView.as_view(), name="signups_duplicates"),
        path(f"{of_form}history/", lists.HistoryView.as_view(), name="signups_history"),
        path(f"{of_form}door/", check_in.CheckInView.as_view(), name="signups_check_in"),
        path(f"{of_form}sheet/", check_in.AttendeeListView.as_view(), name="signups_attendee_list"),
        path(f"{of_form}export.csv", files.ExportView.as_view(), name="signups_export"),
        path(f"{of_form}export.xlsx", files.WorkbookView.as_view(), name="signups_workbook"),
    ]


class SignUpsMenuItem(MenuItem):
    def is_shown(self, request):
        return base.policy.user_has_permission(request.user, "view")


sign_ups_menu = Menu(register_hook_name="register_sign_ups_menu_item")


@hooks.register("register_admin_menu_item")
def admin_menu_item():
    return SubmenuMenuItem(
        gettext_lazy("Sign-ups"), sign_ups_menu, name="sign-ups", icon_name=base.ICON, order=350
    )


def register_screen(label: Promise, url_name: str, name: str, icon: str, order: int) -> None:
    """Add a screen of the sign-up admin to the menu, for users who may view sign-ups."""
    hooks.register(
        "register_sign_ups_menu_item",
        lambda: SignUpsMenuItem(label, reverse(url_name), name=name, icon_name=icon, order=order),
    )


register_screen(gettext_lazy("Forms"), "signups_forms", "sign-up-forms", base.ICON, 100)
register_screen(gettext_lazy("Outbox"), "signups_outbox", "sign-up-letters", "mail", 200)
register_screen(
    gettext_lazy("Deletion records"), "signups_receipts", "sign-up-receipts", "bin", 300
)
hooks.register("register_log_actions", audit.register_actions)
hooks.register("mail_is_tried_again", outbox.note_again)
hooks.register("construct_homepage_panels", outbox.warn_of_stuck_messages)
hooks.register("construct_homepage_panels", outbox.warn_of_lost_keys)
hooks.register("construct_homepage_panels", quarantine.add_quarantine_panel)
hooks.register("register_bulk_action", quarantine.ReleaseAction)
hooks.register("register_bulk_action", quarantine.DeclineAction)


@hooks.register("register_permissions")
def permissions():
    return Permission.objects.filter(
        content_type__app_label="signups", content_type__model="submission"
    )


def has_sign_ups(page: Page) -> bool:
    below = SignUpPage.objects.descendant_of(page, inclusive=True)
    return below.filter(submissions__isnull=False).exists()


def _refuse(request, page: Page):
    """Explain why a page cannot be deleted, instead of failing in the database."""
    text = _(
        "“%(title)s” cannot be deleted because people have signed up there. Unpublish it "
        "instead, or ask an organizer to delete the sign-ups first."
    )
    messages.error(request, text % {"title": page.get_admin_display_title()})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_delete_page")
def keep_pages_with_sign_ups(request, page):
    return _refuse(request, page) if has_sign_ups(page) else None


@hooks.register("before_bulk_action")
def keep_pages_with_sign_ups_in_bulk(request, action_type, objects, action):
    if action_type == "delete":
        for item in objects:
            if isinstance(item, Page) and has_sign_ups(item):
                return _refuse(request, item)
    return None


@hooks.register("forms_of_event")
def forms_of_event(event):
    """Return the forms, in the source language, that name an event, including drafts."""
    forms = SignUpPage.objects.filter(
        event__translation_key=event.translation_key, locale__language_code=settings.LANGUAGE_CODE
    )
    return forms.select_related("locale").order_by("path")


@hooks.register("page_is_taken_down")
def warn_of_people_affected(context: dict, page, deleting: bool = False):
    """Return a warning with the number of people whom deleting or unpublishing affects."""
    about = {"page": page, "deleting": deleting}
    return render_to_string("signups/admin/people_affected.html", about)
