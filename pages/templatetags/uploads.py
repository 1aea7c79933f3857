"""Filters for Wagtail's screen on which several pictures are added: its words are in no block."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def arrived(html: SafeString, words: str) -> SafeString:
    """Return the screen with `words` for a file that has been uploaded."""
    return _say(html, "success", words)


@register.filter
def added(html: SafeString, words: str) -> SafeString:
    """Return the screen with `words` for a picture that has been saved."""
    return _say(html, "update-success", words)


def _say(html: SafeString, status: str, words: str) -> SafeString:
    said = rf'(<p class="status-msg {status}">).*?(</p>)'
    words = conditional_escape(words)
    return mark_safe(re.sub(said, lambda match: match[1] + words + match[2], html, flags=re.DOTALL))
