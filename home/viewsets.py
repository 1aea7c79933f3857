"""Define how menus are edited in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from home.models import Menu
from pages.translation_status import TranslationStatusColumn
from pages.viewsets import TranslatedSnippetViewSet


class MenuViewSet(TranslatedSnippetViewSet):
    """Menus: one in the header and one in the footer, per language."""

    model = Menu
    icon = "list-ul"
    menu_label = _("Menus")
    menu_order = 320
    add_to_settings_menu = True
    list_display = [
        "title",
        Column("get_slot_display", label=_("Location")),
        TranslationStatusColumn(),
    ]
