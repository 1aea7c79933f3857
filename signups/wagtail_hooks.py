"""Hooks into Wagtail: the organiser's desk, and pages that must not be deleted."""

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from signups import desk
from signups.models import SignUpPage


@hooks.register("register_admin_urls")
def desk_urls():
    return [
        path("sign-ups/", desk.FormListView.as_view(), name="signups_forms"),
        path("sign-ups/<int:page_id>/", desk.SubmissionListView.as_view(), name="signups_list"),
        path(
            "sign-ups/<int:page_id>/results/",
            desk.SubmissionListView.as_view(results_only=True),
            name="signups_list_results",
        ),
        path("sign-ups/<int:page_id>/export.csv", desk.ExportView.as_view(), name="signups_export"),
    ]


class SignUpsMenuItem(MenuItem):
    def is_shown(self, request):
        return desk.policy.user_has_permission(request.user, "view")


@hooks.register("register_admin_menu_item")
def desk_menu_item():
    return SignUpsMenuItem(
        gettext_lazy("Sign-ups"),
        reverse("signups_forms"),
        name="sign-ups",
        icon_name="clipboard-list",
        order=350,
    )


@hooks.register("register_permissions")
def permissions():
    """Offer the permissions on sign-ups in the form of a group."""
    return Permission.objects.filter(
        content_type__app_label="signups", content_type__model="submission"
    )


def has_sign_ups(page: Page) -> bool:
    """Return whether somebody has signed up on `page` or on a page below it."""
    below = SignUpPage.objects.descendant_of(page, inclusive=True)
    return below.filter(submissions__isnull=False).exists()


def _say_why(request, page: Page) -> None:
    messages.error(
        request,
        _(
            "“%(title)s” cannot be deleted: people have signed up there. Unpublish it instead, "
            "or have an organiser delete the sign-ups first."
        )
        % {"title": page.get_admin_display_title()},
    )


@hooks.register("before_delete_page")
def keep_pages_with_sign_ups(request, page):
    """Say why instead of failing at the database, which protects the sign-ups."""
    if has_sign_ups(page):
        _say_why(request, page)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_pages_with_sign_ups_in_bulk(request, action_type, objects, action):
    if action_type != "delete" or not all(isinstance(item, Page) for item in objects):
        return None
    kept = [page for page in objects if has_sign_ups(page)]
    if not kept:
        return None
    _say_why(request, kept[0])
    return redirect("wagtailadmin_explore", kept[0].get_parent().pk)
