"""What stands in the head of a page: for search engines, for whoever shares it, for machines.

Gathered once a page, from what its context holds already.
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

#: What search engines show of a description, about; more is cut there in the middle of a word.
DESCRIPTION_LENGTH = 160
#: The same of a title.
TITLE_LENGTH = 60


@dataclass(frozen=True)
class Picture:
    """A picture for whoever shares the page; sizes in pixels."""

    url: str
    alt: str
    kind: str = "image/png"
    width: int = share.WIDTH
    height: int = share.HEIGHT


@dataclass(frozen=True)
class Head:
    """What is said about one page. Addresses are absolute, languages are RFC 5646 codes.

    `url` is the canonical address, "" for what search engines should not keep (errors, searches).
    `versions` are the addresses of the page in each language that has it, its own too; they are
    empty for the second page of a list, which no other language need have. `crumbs` are the
    steps that lead to it, (name, address), home first and itself last.
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
        """Return the address for readers of any other language: that of the first one."""
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
        """Return the organization behind the site, shortly; the first page tells it in full."""
        root = f"{settings.SITE_URL}/"
        return schema.node("Organization", f"{root}#organisation", name=self.organisation, url=root)

    @cached_property
    def website(self) -> Node:
        """Return the site in this language, shortly."""
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
        """Return the page as schema.org knows it, with what its own type adds.

        Where it tells of one thing, that thing has description and picture; `tells_of` is its node.
        The page of the source language names its translations, and each of those names the source.
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
        """Return the way to this page; none for the first page, which leads nowhere."""
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
        """Return the nodes of a page that tells of one thing; `more` is said of the page."""
        return [thing, self.web_page(tells_of=thing, **more), *self.breadcrumb()]

    @cached_property
    def json_ld(self) -> SafeString | str:
        """Return the JSON-LD of the page, "" where there is none."""
        if not self.url or not hasattr(self.page, "structured_data"):
            return ""
        return schema.document(self.page.structured_data(self))


def open_graph_locale(code: str) -> str:
    """Return a language as Open Graph writes it, with the country that stands for it: "es_MX"."""
    with translation.override(code):
        said = pgettext("this language and its country, for Open Graph", "en_US")
    # Where a catalog does not say it, the language alone, or with its own country.
    return said if said[:2] == code[:2] else translation.to_locale(code)


def absolute(path: str) -> str:
    """Return the address of `path` on this site, whatever host it was asked for by."""
    return path if "://" in path else f"{settings.SITE_URL}{path}"


def page_query(shown: Page | None, *, narrowed: bool) -> str:
    """Return what the canonical address of a list has beside its path.

    A page of the list stands for itself ("?page=2"); what a filter leaves, for the whole list.
    """
    return "" if shown is None or shown.number == 1 or narrowed else f"?page={shown.number}"


def of(
    context: Mapping[str, Any], title: str = "", description: str = "", organisation: str = ""
) -> Head:
    """Return the head for the context of a template; `title`, `description` of a part of a page.

    `organisation` is who is behind the site.
    """
    page: Any = context.get("page")
    language = translation.get_language() or settings.LANGUAGE_CODE
    if not hasattr(page, "share_card") or not page.pk:
        return _without_page(language, title, description)
    part = str(context.get("subpath") or "").strip("/")
    request = context.get("request")
    links = [link for link in context.get("languages") or () if link.available]
    links.sort(key=lambda link: link.code)  # all versions of a page name the same, in one order
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
    """Return what an editor has chosen for sharing, else the picture that the site draws."""
    if page.social_image_id and not part:
        try:
            chosen = page.social_image.get_rendition(
                f"fill-{share.WIDTH}x{share.HEIGHT}|format-jpeg"
            )
        except SourceImageIOError:
            pass  # it cannot be had now: see `SummitImage.get_renditions`
        else:
            # The words of another language could not be marked here.
            alt = page.social_image.alt_in(language) or title
            return Picture(absolute(chosen.url), alt, "image/jpeg", chosen.width, chosen.height)
    card = page.share_card(part, context) or share.site_card()
    said = " · ".join(words for words in (card.title, *card.lines) if words)
    return Picture(absolute(share.path(language, card, page.pk, part)), said)


def shorten(text: str) -> str:
    """Return a description on one line, cut after a word where it is too long."""
    words = " ".join(str(text).split())
    if len(words) <= DESCRIPTION_LENGTH:
        return words
    cut = Truncator(words).chars(DESCRIPTION_LENGTH, truncate="")
    return f"{cut.rpartition(' ')[0].rstrip(' ,;:–—.')}…"


def about_the_site() -> str:
    """Return the one sentence about the site for pages that say nothing about themselves."""
    return _(
        "Organizations from Mexico, the United States, Canada, and Central America hold local "
        "dialogues and come together for a summit in Mexico City."
    )


def logo() -> str:
    """Return the address of the mark of the site."""
    return absolute(static("img/favicon.svg"))


def share_links(title: str, url: str) -> dict[str, str]:
    """Return plain links that pass an address on, percent-encoded (RFC 3986, RFC 6068).

    Nothing is asked of anybody until one of them is followed.
    """
    said = f"{title} – {url}"
    return {
        "url": url,
        "whatsapp": f"https://wa.me/?text={quote(said, safe='')}",
        "mail": f"mailto:?subject={quote(title, safe='')}&body={quote(said, safe='')}",
    }
