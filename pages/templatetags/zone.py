"""Show the time zone of an admin screen."""

from django import template
from django.utils import timezone

from pages.times.zones import city_in_a_sentence

register = template.Library()


@register.inclusion_tag("pages/admin/zone.html", takes_context=True)
def zone_of_screen(context) -> dict[str, str]:
    """Return the city of the zone: that of the view (of its form) if it has one, or the user's."""
    zone = getattr(context.get("view"), "zone", None) or timezone.get_current_timezone_name()
    return {"city": city_in_a_sentence(str(zone))}
