"""How dates, states, languages and words of the program are written in a template.

What the script (static/js/site.js) needs to go on where the server stopped are attributes:
`data-starts`, `data-ends` and `data-state` around what changes with the hour, `data-during` on
what is shown in some states only, `data-from` and `data-to` where the reader's own time is added.
Moments are written as ISO 8601 with the offset of the event's zone.
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
    """Return an aware moment for machines, with the offset of its own zone."""
    return moment.isoformat(timespec="minutes")


@register.filter
def days(event) -> str:
    """Return the date or dates of an event, in its own zone and in the reader's language.

    Of a draft that has none yet, that it has none.
    """
    if not event.has_date:
        return gettext("Date to be announced")
    return dates.days(event.local_starts.date(), event.local_ends.date())


@register.filter
def hours(item) -> str:
    """Return from when to when an event or a session takes place."""
    return dates.hours(*_bounds(item))


def _bounds(item) -> tuple:
    """Return start and end of an event or a session, each in the event's own zone."""
    starts = getattr(item, "local_starts", None) or item.starts
    return starts, getattr(item, "local_ends", None) or item.ends


@register.filter
def state(item) -> str:
    """Return "upcoming", "now" or "past" of an event or a session; a draft may have no date."""
    now = timezone.now()
    if item.starts is None or item.ends is None or now < item.starts:
        return "upcoming"
    return "now" if now <= item.ends else "past"


@register.filter
def during(current: str, states: str):
    """Write the attributes of what is shown in these states (words) only, being in `current`."""
    hidden = "" if current in states.split() else mark_safe(" hidden")
    return format_html(' data-during="{}"{}', states, hidden)


@register.simple_tag
def clock(item):
    """Write the attributes by which an event or session is followed; none if it is canceled."""
    if item.is_cancelled or item.starts is None or item.ends is None:
        return ""
    starts, ends = _bounds(item)
    attributes = ' data-starts="{}" data-ends="{}" data-state="{}"'
    return format_html(attributes, iso(starts), iso(ends), state(item))


@register.simple_tag
def own_time(item, brief: bool = False):
    """Write the attributes by which the reader's own time is added, until it is over.

    Of an event of several days it is that of the beginning. `brief` leaves out the city.
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
    """Return the words of a clock of twelve hours, or "" where the language counts to 24."""
    return "|".join(dates.twelve_hours())


@register.simple_tag
def cities() -> str:
    """Return as JSON by which city the reader knows a zone, where its own name does not say so."""
    return json.dumps(zones.cities(), ensure_ascii=False, separators=(",", ":"))


@register.filter
def map_query(event) -> str:
    """Return what a map is asked for, percent-encoded (RFC 3986): the address, else the venue."""
    place = event.address or event.venue
    city = event.city if event.city.casefold() not in place.casefold() else ""
    return quote(", ".join(part for part in (place, city) if part), safe="")


@register.filter
def mark_language(text):
    """Write a `LocalizedText`; one in another language than the reader's is marked with it."""
    if text.language:
        return format_html('<span lang="{}">{}</span>', text.language, text.words)
    return text.words


@register.filter
def paragraphs(text):
    """Write a `LocalizedText` of several lines as paragraphs, marked as `mark_language` does."""
    language = format_html(' lang="{}"', text.language) if text.language else ""
    blocks = [block.strip() for block in text.words.splitlines() if block.strip()]
    return format_html_join("", "<p{}>{}</p>", ((language, block) for block in blocks))


@register.filter
def get(mapping: dict, key):
    """Return the value of a key that only the template knows, or None."""
    return mapping.get(key)
