"""The networks of venues, kept by organisers as snippets."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from signups.models import VenueNetwork


class VenueNetworkViewSet(SnippetViewSet):
    """From where more sign-ups than usual are allowed: a short list without languages."""

    model = VenueNetwork
    icon = "globe"
    menu_label = _("Networks of venues")
    menu_name = "sign-up-networks"
    menu_order = 400
    add_to_admin_menu = False
    menu_hook = "register_sign_ups_menu_item"
    list_display = ["network", "note"]
    ordering = ["note", "network"]
    panels = [FieldPanel("network"), FieldPanel("note")]
