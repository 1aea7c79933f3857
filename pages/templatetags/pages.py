"""Template tags that every page uses."""

from django import template
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks

from pages import head as heads
from pages import languages
from pages.models import SiteSettings

register = template.Library()


@register.simple_tag
def icon(name: str):
    """Return an inline reference to a symbol of the sprite, hidden from screen readers."""
    symbol = f"{static('img/icons.svg')}#{name}"
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', symbol
    )


@register.filter
def lang_attribute(item, name: str = "lang"):
    """Return ` lang="xx"` if `item` (page, partner, topic) is not in the active language."""
    code = languages.language_of(item)
    return "" if code == translation.get_language() else format_html(' {}="{}"', name, code)


@register.filter
def hreflang_attribute(item):
    """Return ` hreflang="xx"` if a link, labeled in the reader's language, leads to another one."""
    return lang_attribute(item, "hreflang")


register.filter(languages.language_in_a_sentence)


@register.filter
def language_name(code: str) -> str:
    """Return the language's own name, for text without markup (plain-text email)."""
    return languages.language_name(code)


@register.simple_tag
def description_language(image, instead: str = "") -> str | None:
    """Return the language of the alt text of `image` if it is not the active one, else None.

    `instead` is alt text that replaces it on this page, in the language of the page.
    """
    if instead or image.alt_language == translation.get_language() or not image.default_alt_text:
        return None
    return image.alt_language


@register.simple_tag(takes_context=True)
def head(context, title: str = "", description: str = "") -> heads.Head:
    """Return the head of this page; `title` and `description` override the page's."""
    request = context.get("request")
    organisation = SiteSettings.for_request(request).organisation if request else ""
    return heads.of(context.flatten(), str(title or "").strip(), description or "", organisation)


@register.simple_tag(takes_context=True)
def share_links(context, title: str = "", path: str = "") -> dict[str, str]:
    """Return the links to share the current page, or another by its title and path."""
    page = context.get("page")
    here = path or page.get_url(context.get("request"))
    return heads.share_links(title or page.title, heads.absolute(here))


@register.simple_tag
def subscribe_links(path: str) -> dict[str, str]:
    """Return the URLs of a calendar subscription: https, and webcal for calendar programs."""
    url = heads.absolute(path)
    return {"url": url, "webcal": f"webcal://{url.partition('://')[2]}"}


@register.simple_tag(takes_context=True)
def hook(context, name: str, **about) -> SafeString:
    """Return the HTML that features add at one point of a template, in hook order.

    A feature registers a Wagtail hook called `name`: a function that takes the context (a dict) and
    the `about` arguments of the tag, and returns HTML.
    """
    shown = context.flatten()
    return format_html_join("", "{}", ((fill(shown, **about),) for fill in hooks.get_hooks(name)))
