"""Template tags for dates, statuses, languages and texts of the program.

Data attributes let the script (static/js/site.js) continue from the server's output: `data-starts`,
`data-ends` and `data-state` on what changes with time, `data-during` on what is shown in some
states only, `data-from` and `data-to` where the reader's own time is added. Moments are in ISO 8601
with the offset of the event's time zone.
"""

import json
from urllib.parse import quote

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from pages import languages
from pages.times import dates, zones

register = template.Library()

register.filter("weekday", dates.weekday)
register.filter("hour", dates.hour)
register.filter("language_names", languages.languages_in_a_sentence)
register.filter("into_languages", languages.into_languages)


@register.filter
def iso(moment) -> str:
    """Return an aware datetime in ISO 8601, with the offset of its own time zone."""
    return moment.isoformat(timespec="minutes")


@register.filter
def days(event) -> str:
    """Return the dates of an event in its time zone and the reader's language.

    For a draft without a date, return a text that says so.
    """
    if not event.has_date:
        return gettext("Date to be announced")
    return dates.days(event.local_starts.date(), event.local_ends.date())


@register.filter
def hours(item) -> str:
    """Return the start and end time of an event or session."""
    return dates.hours(*_bounds(item))


def _bounds(item) -> tuple:
    """Return start and end of an event or session, in the event's time zone."""
    starts = getattr(item, "local_starts", None) or item.starts
    return starts, getattr(item, "local_ends", None) or item.ends


@register.filter
def state(item) -> str:
    """Return "upcoming", "now" or "past" for an event or session; a draft may have no date."""
    now = timezone.now()
    if item.starts is None or item.ends is None or now < item.starts:
        return "upcoming"
    return "now" if now <= item.ends else "past"


@register.filter
def during(current: str, states: str):
    """Return attributes for what is shown only in `states` (separated by spaces)."""
    hidden = "" if current in states.split() else mark_safe(" hidden")
    return format_html(' data-during="{}"{}', states, hidden)


@register.simple_tag
def clock(item):
    """Return attributes that let the script update an event or session; none if it is canceled."""
    if item.is_cancelled or item.starts is None or item.ends is None:
        return ""
    starts, ends = _bounds(item)
    attributes = ' data-starts="{}" data-ends="{}" data-state="{}"'
    return format_html(attributes, iso(starts), iso(ends), state(item))


@register.simple_tag
def own_time(item, brief: bool = False):
    """Return attributes that let the script add the reader's own time; none for past events.

    For an event of several days, only the start is added. `brief` leaves out the city.
    """
    starts, ends = _bounds(item)
    if state(item) == "past":
        return ""
    one_day = starts.date() == ends.date()
    return format_html(
        ' data-from="{}"{}{}',
        iso(starts),
        format_html(' data-to="{}"', iso(ends)) if one_day else "",
        mark_safe(" data-brief") if brief else "",
    )


@register.simple_tag
def twelve_hours() -> str:
    """Return the words of a 12-hour clock, or "" if the language uses 24 hours."""
    return "|".join(dates.twelve_hours())


@register.simple_tag
def cities() -> str:
    """Return the cities that name time zones as JSON, if the zone's own name does not fit."""
    return json.dumps(zones.cities(), ensure_ascii=False, separators=(",", ":"))


@register.filter
def map_query(event) -> str:
    """Return the query for a map, percent-encoded (RFC 3986): the address, else the venue."""
    place = event.address or event.venue
    city = event.city if event.city.casefold() not in place.casefold() else ""
    return quote(", ".join(part for part in (place, city) if part), safe="")


@register.filter
def mark_language(text):
    """Return a `LocalizedText` as HTML, marked if it is not in the reader's language."""
    if text.language:
        return format_html('<span lang="{}">{}</span>', text.language, text.words)
    return text.words


@register.filter
def paragraphs(text):
    """Return a `LocalizedText` of several lines as paragraphs, marked as in `mark_language`."""
    language = format_html(' lang="{}"', text.language) if text.language else ""
    blocks = [block.strip() for block in text.words.splitlines() if block.strip()]
    return format_html_join("", "<p{}>{}</p>", ((language, block) for block in blocks))


@register.filter
def get(mapping: dict, key):
    """Return the value of a key that only the template knows, or None."""
    return mapping.get(key)
