"""How topics and menus are edited in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import Menu, Topic


class TopicViewSet(SnippetViewSet):
    """Topics: a short list, the same in news, events and partners."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name", Column("slug", label=_("In addresses"))]
    ordering = ["name"]


class MenuViewSet(SnippetViewSet):
    """Menus: one at the head, one at the foot, in each language."""

    model = Menu
    icon = "list-ul"
    menu_label = _("Menus")
    menu_order = 320
    add_to_settings_menu = True
    list_display = ["title", Column("get_slot_display", label=_("Place"))]
