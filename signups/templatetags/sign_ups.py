"""Template tags of the sign-up pages."""

import re
import secrets

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from signups.emails import messages
from signups.publishing import consequences

register = template.Library()


@register.filter
def say(text):
    """Return a text of a form, marked with its language where that is not the page's."""
    language = getattr(text, "lang", "")
    if language and language != get_language():
        return format_html('<span lang="{}">{}</span>', language, text)
    return text


@register.simple_tag
def label_with_link(row):
    """Return the label of a question; the page that it names is a link to it, in a new tab.

    Where the label does not name the page by its title, the title stands behind it.
    """
    link, label = row.link, str(row.field.label)
    if link is None:
        return say(row.field.label)
    found = re.search(re.escape(link.title), label, re.IGNORECASE)
    before, words, after = (
        (label[: found.start()], found[0], label[found.end() :]) if found else (label, "", "")
    )
    language = getattr(row.field.label, "lang", "")
    if not found:
        return format_html("{} {}", say(row.field.label), new_tab(link.url, link.title, link.lang))
    html = format_html("{}{}{}", before, new_tab(link.url, words, link.lang), after)
    if language and language != get_language():
        return format_html('<span lang="{}">{}</span>', language, html)
    return html


@register.simple_tag
def new_tab(url: str, words: str, lang: str = ""):
    """Return a link that opens in a new tab and says so, for whoever has typed something here."""
    return format_html(
        '<a href="{}" target="_blank" rel="noopener"{}>{} <small lang="{}">({})</small></a>',
        url,
        format_html(' hreflang="{}" lang="{}"', lang, lang) if lang else "",
        words,
        get_language() or settings.LANGUAGE_CODE,
        gettext("opens in a new tab"),
    )


@register.filter
def people_behind(page) -> int:
    """Return how many people have signed up on a page, below it, or for an event there."""
    return consequences.people_behind(page)


@register.filter
def moment(value) -> str:
    """Return a local date and time in words, in the reader's language."""
    return f"{date_format(value, 'DATE_FORMAT')}, {date_format(value, 'TIME_FORMAT')}"


@register.simple_tag
def new_name() -> str:
    """Return a name that no other form has: for a form that no browser is to fill in again.

    Firefox knows a form of earlier by its name, Chromium and WebKit by the names of its first
    inputs; what somebody typed into it is not put into one that is called otherwise.
    """
    return f"form-{secrets.token_hex(4)}"


@register.filter
def qr_code(submission):
    """Return the QR code of a sign-up as a picture in the page."""
    return mark_safe(messages.qr_svg(submission))
