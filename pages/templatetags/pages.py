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
    """Return an inline reference to one symbol of the sprite; it is hidden from screen readers."""
    symbol = f"{static('img/icons.svg')}#{name}"
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', symbol
    )


@register.filter
def lang_attribute(item, name: str = "lang"):
    """Return ` lang="xx"` where `item` (page, partner, topic) is not in the active language."""
    code = languages.language_of(item)
    return "" if code == translation.get_language() else format_html(' {}="{}"', name, code)


@register.filter
def hreflang_attribute(item):
    """Return ` hreflang="xx"` where a link in the reader's words leads to another language."""
    return lang_attribute(item, "hreflang")


register.filter(languages.language_in_a_sentence)


@register.filter
def language_name(code: str) -> str:
    """Return the language's own name for itself, where words alone can say it (a plain mail)."""
    return languages.language_name(code)


@register.simple_tag
def description_language(image, instead: str = "") -> str | None:
    """Return the language of the description of `image` where it is not the active one, else None.

    `instead` is what is said in its place on this page, in the language of the page.
    """
    if instead or image.alt_language == translation.get_language() or not image.default_alt_text:
        return None
    return image.alt_language


@register.simple_tag(takes_context=True)
def head(context, title: str = "", description: str = "") -> heads.Head:
    """Return what the head of this page says; `title`, `description` of a part of the page."""
    request = context.get("request")
    organisation = SiteSettings.for_request(request).organisation if request else ""
    return heads.of(context.flatten(), str(title or "").strip(), description or "", organisation)


@register.simple_tag(takes_context=True)
def share_links(context, title: str = "", path: str = "") -> dict[str, str]:
    """Return the links to share a page: the one shown, or another by its title and its path."""
    page = context.get("page")
    here = path or page.get_url(context.get("request"))
    return heads.share_links(title or page.title, heads.absolute(here))


@register.simple_tag
def subscribe_links(path: str) -> dict[str, str]:
    """Return the address of a calendar to subscribe to, for reading and for calendar programs."""
    url = heads.absolute(path)
    return {"url": url, "webcal": f"webcal://{url.partition('://')[2]}"}


@register.simple_tag(takes_context=True)
def hook(context, name: str, **about) -> SafeString:
    """Return what the features show in one place of a template, in the order of their hooks.

    A feature fills a place by a hook of Wagtail's with its name: a function that is given the
    context (a dict) and what the template says it is `about`, and that returns HTML.
    """
    shown = context.flatten()
    return format_html_join("", "{}", ((fill(shown, **about),) for fill in hooks.get_hooks(name)))
