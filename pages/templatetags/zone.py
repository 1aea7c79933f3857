"""Which zone the times of a screen of the admin are in."""

from django import template
from django.utils import timezone

from pages.times.zones import city_in_a_sentence

register = template.Library()


@register.inclusion_tag("pages/admin/zone.html", takes_context=True)
def zone_of_screen(context) -> dict[str, str]:
    """Say it by its city: the zone of the view (of its form), if it has one, or of the person."""
    zone = getattr(context.get("view"), "zone", None) or timezone.get_current_timezone_name()
    return {"city": city_in_a_sentence(str(zone))}
