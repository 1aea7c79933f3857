"""Hooks into Wagtail: the screen of the mails that are stuck."""

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
    """An entry for whoever may see the mails."""

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
    """Offer the permissions on mails in the form of a group."""
    return Permission.objects.filter(content_type__app_label="mailing", content_type__model="mail")
