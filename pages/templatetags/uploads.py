"""Filters for Wagtail's page to add several images, whose texts are not in any block."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def arrived(html: SafeString, words: str) -> SafeString:
    """Return the page with `words` as the message for uploaded files."""
    return _say(html, "success", words)


@register.filter
def added(html: SafeString, words: str) -> SafeString:
    """Return the page with `words` as the message for saved images."""
    return _say(html, "update-success", words)


def _say(html: SafeString, status: str, words: str) -> SafeString:
    said = rf'(<p class="status-msg {status}">).*?(</p>)'
    words = conditional_escape(words)
    return mark_safe(re.sub(said, lambda match: match[1] + words + match[2], html, flags=re.DOTALL))
