"""Hooks into Wagtail: the page of files in the menu of the translations."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks

from translations.admin import exchange
from translations.admin.base import DeskMenuItem


@hooks.register("register_admin_urls")
def exchange_urls():
    return [
        path("translations/files/", exchange.ExchangeView.as_view(), name="translations_exchange"),
        path(
            "translations/files/export/",
            exchange.ExportView.as_view(),
            name="translations_exchange_export",
        ),
    ]


@hooks.register("register_translations_menu_item")
def exchange_item():
    return DeskMenuItem(
        gettext_lazy("Files"),
        reverse("translations_exchange"),
        name="translations-files",
        icon_name=exchange.ICON,
        order=400,
    )
