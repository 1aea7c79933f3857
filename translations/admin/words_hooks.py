"""Hooks into Wagtail: the glossary, and translating by machine."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from translations.admin.base import DeskMenuItem
from translations.admin.glossary import TermViewSet
from translations.engine import machine

register_snippet(TermViewSet)


@hooks.register("register_translations_menu_item")
def glossary_item():
    return DeskMenuItem(
        gettext_lazy("Glossary"),
        reverse("wagtailsnippets_translations_term:list"),
        name="translations-glossary",
        icon_name=TermViewSet.icon,
        order=300,
    )


@hooks.register("register_admin_urls")
def machine_urls():
    return [
        path(
            "translations/<int:pk>/machine/",
            machine.MachineView.as_view(),
            name="translations_machine",
        )
    ]
