"""Provide the menus for the header and footer of every page."""

from django import template

from home import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context, slot: str) -> navigation.Navigation:
    """Return the menu of `slot` ("main" or "footer") in the reader's language."""
    request = context.get("request")
    if request is None:
        return navigation.Navigation()
    return navigation.menus(request).get(slot, navigation.Navigation())
