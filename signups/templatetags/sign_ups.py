"""Template tags of the sign-up pages."""

import secrets

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from signups import mail

register = template.Library()


@register.filter
def say(text):
    """Return a text of a form, marked with its language where that is not the page's."""
    language = getattr(text, "lang", "")
    if language and language != get_language():
        return format_html('<span lang="{}">{}</span>', language, text)
    return text


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
    return mark_safe(mail.qr_svg(submission))
