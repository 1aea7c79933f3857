"""Build the HTML head of a page: metadata for search engines, sharing and structured data.

It is built once per page, from data that the template context already has.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.images.models import SourceImageIOError

from pages import schema, share
from pages.languages import LocalizedText, localized_text
from pages.schema import Node

#: The approximate display limit of search engines, in characters; they cut within words.
DESCRIPTION_LENGTH = 160
#: The same for a title.
TITLE_LENGTH = 60


@dataclass(frozen=True)
class Picture:
    """An image for sharing the page; sizes in pixels."""

    url: str
    alt: str
    kind: str = "image/png"
    width: int = share.WIDTH
    height: int = share.HEIGHT


@dataclass(frozen=True)
class Head:
    """The metadata of one page. URLs are absolute, languages are RFC 5646 codes.

    `url` is the canonical URL, or "" if search engines should not index the page (errors,
    searches). `versions` maps each language of the page, including its own, to a URL; it is empty
    for later pages of a list, which other languages may not have. `crumbs` are (name, URL) pairs,
    from the home page to the page itself.
    """

    title: str
    description: str
    language: str
    picture: Picture
    url: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    crumbs: tuple[tuple[LocalizedText, str], ...] = ()
    organisation: str = ""
    page: Any = None
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_article(self) -> bool:
        return bool(getattr(self.page, "is_article", False))

    @property
    def default_version(self) -> str:
        """Return the URL for readers of any other language: the first in the settings."""
        return next(
            (self.versions[code] for code, _name in settings.LANGUAGES if code in self.versions),
            "",
        )

    @property
    def locale(self) -> str:
        return open_graph_locale(self.language)

    @property
    def other_locales(self) -> list[str]:
        return [open_graph_locale(code) for code in self.versions if code != self.language]

    # ------------------------------------------------------------ schema.org
    @cached_property
    def publisher(self) -> Node:
        """Return a short node for the organization; the home page has the full one."""
        root = f"{settings.SITE_URL}/"
        return schema.node("Organization", f"{root}#organisation", name=self.organisation, url=root)

    @cached_property
    def website(self) -> Node:
        """Return a short node for the site in this language."""
        home = f"{settings.SITE_URL}/{self.language}/"
        return schema.node(
            "WebSite",
            f"{home}#website",
            name=_("Peace Summit"),
            url=home,
            inLanguage=self.language,
        )

    @cached_property
    def image(self) -> Node:
        url = self.picture.url
        return schema.node("ImageObject", url, url=url, caption=self.picture.alt)

    def web_page(self, tells_of: Node | None = None, kind: str = "WebPage", **more: Any) -> Node:
        """Return the schema.org node of the page; `more` adds properties of its type.

        `tells_of` is the node of the thing it is about, which then has description and image. The
        source-language page lists its translations; each of them names the source.
        """
        page = self.page
        if tells_of is not None:
            picture = {"@id": self.image["@id"]} if "image" in tells_of else None
            told = {"mainEntity": {"@id": tells_of["@id"]}, "primaryImageOfPage": picture}
            more = told | {"description": None} | more
        others = [
            schema.node("WebPage", url, url=url, inLanguage=code)
            for code, url in self.versions.items()
            if code != self.language
        ]
        if self.language == settings.LANGUAGE_CODE:
            versions = {"workTranslation": others}
        else:
            versions = {"translationOfWork": others[:1]}
        about = versions | {
            "description": self.description,
            "isPartOf": self.website,
            "primaryImageOfPage": self.image,
            "datePublished": schema.moment(page.first_published_at),
            "dateModified": schema.moment(page.last_published_at),
            "breadcrumb": {"@id": f"{self.url}#breadcrumb"} if len(self.crumbs) > 1 else None,
        }
        return schema.node(
            kind,
            self.url,
            url=self.url,
            name=self.title,
            inLanguage=self.language,
            **about | more,
        )

    def breadcrumb(self) -> list[Node]:
        """Return the breadcrumb; empty for the home page, which has no steps."""
        if len(self.crumbs) < 2:
            return []
        steps = [
            schema.node(
                "ListItem",
                position=number,
                item=schema.node("WebPage", url, name=schema.text(name)),
            )
            for number, (name, url) in enumerate(self.crumbs, start=1)
        ]
        return [schema.node("BreadcrumbList", f"{self.url}#breadcrumb", itemListElement=steps)]

    def page_about(self, thing: Node, **more: Any) -> list[Node]:
        """Return the nodes of a page about one thing; `more` are properties of the page."""
        return [thing, self.web_page(tells_of=thing, **more), *self.breadcrumb()]

    @cached_property
    def json_ld(self) -> SafeString | str:
        """Return the JSON-LD of the page, or "" if it has none."""
        if not self.url or not hasattr(self.page, "structured_data"):
            return ""
        return schema.document(self.page.structured_data(self))


def open_graph_locale(code: str) -> str:
    """Return the Open Graph locale of a language, with its representative country: "es_MX"."""
    with translation.override(code):
        said = pgettext("this language and its country, for Open Graph", "en_US")
    # If the catalog has no entry: the language alone, or with its own country.
    return said if said[:2] == code[:2] else translation.to_locale(code)


def absolute(path: str) -> str:
    """Return the absolute URL of `path` on this site, regardless of the request's host."""
    return path if "://" in path else f"{settings.SITE_URL}{path}"


def page_query(shown: Page | None, *, narrowed: bool) -> str:
    """Return the query string of a list's canonical URL.

    Each page of a list is canonical ("?page=2"); a filtered list refers to the whole list.
    """
    return "" if shown is None or shown.number == 1 or narrowed else f"?page={shown.number}"


def of(
    context: Mapping[str, Any], title: str = "", description: str = "", organisation: str = ""
) -> Head:
    """Return the head for a template context.

    `title`, `description` are those of a part of the page, if it shows one; `organisation` is the
    name of the organization.
    """
    page: Any = context.get("page")
    language = translation.get_language() or settings.LANGUAGE_CODE
    if not hasattr(page, "share_card") or not page.pk:
        return _without_page(language, title, description)
    part = str(context.get("subpath") or "").strip("/")
    request = context.get("request")
    links = [link for link in context.get("languages") or () if link.available]
    links.sort(key=lambda link: link.code)  # the same order in all versions of a page
    query = page.canonical_query(context)
    own = next((link.url for link in links if link.current), page.get_url(request) or "")
    crumbs = [
        (
            localized_text(each.title, each) if number else LocalizedText(_("Home")),
            absolute(each.get_url(request) or ""),
        )
        for number, each in enumerate([*context.get("breadcrumb", ()), *([page] if part else ())])
    ]
    title = title or page.seo_title or page.title
    return Head(
        title=title,
        description=shorten(description or page.description()),
        language=language,
        picture=_picture(page, language, part, title, context),
        url=absolute(own) + query,
        versions={} if query else {link.code: absolute(link.url) for link in links},
        crumbs=(*crumbs, (LocalizedText(title), absolute(own))),
        organisation=organisation or _("Peace Summit"),
        page=page,
        context=context,
    )


def _without_page(language: str, title: str, description: str) -> Head:
    card = share.site_card()
    return Head(
        title=title or card.title,
        description=shorten(description or about_the_site()),
        language=language,
        picture=Picture(absolute(share.path(language, card)), card.title),
    )


def _picture(page, language: str, part: str, title: str, context: Mapping[str, Any]) -> Picture:
    """Return the editor's image for sharing, or else the generated one."""
    if page.social_image_id and not part:
        try:
            chosen = page.social_image.get_rendition(
                f"fill-{share.WIDTH}x{share.HEIGHT}|format-jpeg"
            )
        except SourceImageIOError:
            pass  # temporarily unavailable: see `SummitImage.get_renditions`
        else:
            # A text in another language could not be marked as such in the head.
            alt = page.social_image.alt_in(language) or title
            return Picture(absolute(chosen.url), alt, "image/jpeg", chosen.width, chosen.height)
    card = page.share_card(part, context) or share.site_card()
    said = " · ".join(words for words in (card.title, *card.lines) if words)
    return Picture(absolute(share.path(language, card, page.pk, part)), said)


def shorten(text: str) -> str:
    """Return a description on one line, cut at a word boundary if it is too long."""
    words = " ".join(str(text).split())
    if len(words) <= DESCRIPTION_LENGTH:
        return words
    cut = Truncator(words).chars(DESCRIPTION_LENGTH, truncate="")
    return f"{cut.rpartition(' ')[0].rstrip(' ,;:–—.')}…"


def about_the_site() -> str:
    """Return the default description for pages that have none."""
    return _(
        "Organizations from Mexico, the United States, Canada, and Central America hold local "
        "dialogues and come together for a summit in Mexico City."
    )


def logo() -> str:
    """Return the URL of the site's logo."""
    return absolute(static("img/favicon.svg"))


def share_links(title: str, url: str) -> dict[str, str]:
    """Return plain sharing links with a percent-encoded URL (RFC 3986, RFC 6068).

    No other site gets a request until a reader follows one.
    """
    said = f"{title} – {url}"
    return {
        "url": url,
        "whatsapp": f"https://wa.me/?text={quote(said, safe='')}",
        "mail": f"mailto:?subject={quote(title, safe='')}&body={quote(said, safe='')}",
    }
