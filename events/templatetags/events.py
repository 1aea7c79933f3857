"""How dates, languages and words of the programme are written in a template."""

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language_info

from events import dates

register = template.Library()

register.filter("weekday", dates.weekday)
register.filter("hour", dates.hour)


@register.filter
def iso(moment) -> str:
    """Return an aware moment for machines, with the offset of its own zone."""
    return moment.isoformat(timespec="minutes")


@register.filter
def days(event) -> str:
    """Return the date or dates of an event, in its own zone and in the reader's language."""
    return dates.days(event.local_starts.date(), event.local_ends.date())


@register.filter
def hours(item) -> str:
    """Return from when to when an event or a session takes place."""
    starts = getattr(item, "local_starts", None) or item.starts
    ends = getattr(item, "local_ends", None) or item.ends
    return dates.hours(starts, ends)


@register.filter
def say(text):
    """Write a `Text`; one in another language than the reader's is marked with it."""
    if text.language:
        return format_html('<span lang="{}">{}</span>', text.language, text.words)
    return text.words


@register.filter
def paragraphs(text):
    """Write a `Text` of several lines as paragraphs, marked as `say` does."""
    language = format_html(' lang="{}"', text.language) if text.language else ""
    blocks = [block.strip() for block in text.words.splitlines() if block.strip()]
    return format_html_join("", "<p{}>{}</p>", ((language, block) for block in blocks))


@register.filter
def language_names(codes) -> str:
    """Return the names of languages, as the reader calls them, in the order of the settings."""
    names = [
        str(get_language_info(code)["name_translated"])
        for code, _name in settings.LANGUAGES
        if code in codes
    ]
    return capfirst(", ".join(names))


@register.filter
def get(mapping: dict, key):
    """Return the value of a key that only the template knows, or None."""
    return mapping.get(key)
