"""Wagtail hooks: the outbox view."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from mailing import views

hooks.register("construct_homepage_panels", views.warn)


@hooks.register("register_admin_urls")
def urls():
    return [path("mails/", views.StuckView.as_view(), name="mailing_stuck")]


class MailsMenuItem(MenuItem):
    """A menu item for users who may see emails."""

    def is_shown(self, request):
        return views.policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def menu_item():
    return MailsMenuItem(
        gettext_lazy("Outbox"),
        reverse("mailing_stuck"),
        name="mails",
        icon_name="mail",
        order=1300,
    )


@hooks.register("register_permissions")
def permissions():
    """Offer the permissions on emails in the group form."""
    return Permission.objects.filter(content_type__app_label="mailing", content_type__model="mail")
