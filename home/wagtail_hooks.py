"""Hooks into Wagtail: menus, the head and foot of every page, pages in another language."""

from django.template.loader import render_to_string
from django.utils import translation
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from home.views import untranslated
from home.viewsets import MenuViewSet

register_snippet(MenuViewSet)


@hooks.register("site_header")
def site_header(context: dict):
    """Give every page its head: brand, main menu, search, languages."""
    return render_to_string("home/site_header.html", context)


@hooks.register("site_footer")
def site_footer(context: dict):
    """Give every page its foot: menu, contact, languages and colors."""
    return render_to_string("home/site_footer.html", context)


# Before Wagtail's own check of private pages: those are not offered in another language either.
@hooks.register("before_serve_page", order=-10)
def serve_own_language_only(page, request, args, kwargs):
    """Never serve a page at an address of another language.

    Wagtail does so twice: it walks the source tree where a language has no live home, and an
    alias shows the text of its source.
    """
    if page.locale.language_code == translation.get_language() and not page.alias_of_id:
        return None
    return untranslated(request, page)
