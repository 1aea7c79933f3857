"""Template tags that every page uses."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html

from home import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context, slot: str) -> navigation.Navigation:
    """Return the menu of `slot` ("main" or "footer") in the reader's language."""
    request = context.get("request")
    if request is None:
        return navigation.Navigation()
    return navigation.menus(request).get(slot, navigation.Navigation())


@register.simple_tag
def icon(name: str):
    """Return an inline reference to one symbol of the sprite; it is hidden from screen readers."""
    sprite = static("img/icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        sprite,
        name,
    )


@register.filter
def lang_attribute(item):
    """Return ` lang="xx"` where `item` (page, partner, topic) is not in the active language."""
    code = item.locale.language_code
    return "" if code == translation.get_language() else format_html(' lang="{}"', code)


@register.simple_tag(takes_context=True)
def absolute(context, path: str) -> str:
    """Return `path` with scheme and host of the site."""
    request = context.get("request")
    return request.build_absolute_uri(path) if request else f"{settings.SITE_URL}{path}"
