"""Register Wagtail hooks: menus, header and footer, pages in another language."""

from django.template.loader import render_to_string
from django.utils import translation
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from home.views import untranslated
from home.viewsets import MenuViewSet

register_snippet(MenuViewSet)


@hooks.register("site_header")
def site_header(context: dict):
    """Render the header of every page: brand, main menu, search, languages."""
    return render_to_string("home/site_header.html", context)


@hooks.register("site_footer")
def site_footer(context: dict):
    """Render the footer of every page: menu, contact, languages and colors."""
    return render_to_string("home/site_footer.html", context)


# Before Wagtail's own check of private pages, so that those are not offered either.
@hooks.register("before_serve_page", order=-10)
def serve_own_language_only(page, request, args, kwargs):
    """Refuse to serve a page at a URL of another language.

    Wagtail does so in two cases: it uses the source tree if a language has no live home page, and
    an alias shows the text of its source.
    """
    if page.locale.language_code == translation.get_language() and not page.alias_of_id:
        return None
    return untranslated(request, page)
