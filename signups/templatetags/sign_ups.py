"""Template tags of the sign-up pages."""

import re
import secrets

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from pages.times import dates
from signups.emails import messages
from signups.publishing import consequences

register = template.Library()
register.filter(consequences.people_affected)
register.filter(dates.day_and_hour)


@register.filter
def mark_language(text):
    """Return a text of a form, marked with its language if it differs from the page's."""
    return _marked(text, getattr(text, "lang", ""))


def _marked(text, language: str):
    if language and language != get_language():
        return format_html('<span lang="{}">{}</span>', language, text)
    return text


@register.simple_tag
def label_with_link(row):
    """Return the label of a question, with the page that it names as a link to a new tab.

    If the label does not contain the title of the page, the title follows it.
    """
    link, label = row.link, row.field.label
    if link is None:
        return mark_language(label)
    found = re.search(re.escape(link.title), label, re.IGNORECASE)
    if found is None:
        return format_html("{} {}", mark_language(label), new_tab(link.url, link.title, link.lang))
    linked = new_tab(link.url, found[0], link.lang)
    html = format_html("{}{}{}", label[: found.start()], linked, label[found.end() :])
    return _marked(html, getattr(label, "lang", ""))


@register.simple_tag
def new_tab(url: str, words: str, lang: str = ""):
    """Return a link that opens and announces a new tab, so that visitors keep their input."""
    return format_html(
        '<a href="{}" target="_blank" rel="noopener"{}>{} <small lang="{}">({})</small></a>',
        url,
        format_html(' hreflang="{}" lang="{}"', lang, lang) if lang else "",
        words,
        get_language() or settings.LANGUAGE_CODE,
        gettext("opens in a new tab"),
    )


@register.simple_tag
def new_name() -> str:
    """Return a unique name for a form that browsers must not refill.

    Firefox recognizes an earlier form by its name, Chromium and WebKit by the names of its first
    inputs; they do not restore input into a form with a different name.
    """
    return f"form-{secrets.token_hex(4)}"


@register.filter
def qr_code(submission):
    """Return the QR code of a sign-up as an inline SVG without a size, dark on white."""
    code = messages.qr_code(submission)
    return mark_safe(code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True))
