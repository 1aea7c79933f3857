"""Search pages and partners in the reader's language with Wagtail's search backend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext, gettext_lazy
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from events.models import DialoguePage, SummitPage
from news.models import NewsPage
from pages.languages import source_locale
from partners.models import Partner
from search.words import is_searchable

# Limit of partners per search; a summit has dozens.
MOST_PARTNERS = 500


class Kind(models.TextChoices):
    """The types of content by which readers can filter results."""

    ALL = "all", gettext_lazy("Everything")
    PAGES = "pages", gettext_lazy("Pages")
    EVENTS = "events", gettext_lazy("Events")
    NEWS = "news", gettext_lazy("News")
    PARTNERS = "partners", gettext_lazy("Organizations")


@dataclass(frozen=True)
class SearchResult:
    """One search result: a page, or a partner with its URL in the directory.

    `text_language` is the language code of `text` if it is not the reader's.
    """

    item: Any
    kind: str
    label: str
    title: str
    text: str
    url: str
    text_language: str = ""


class SearchResults(Sequence):
    """The results of one search, loaded in slices: pages by relevance, then partners.

    `counts` holds the number of results of each kind, regardless of the chosen kind.
    """

    def __init__(self, text: str, kind: str, request=None):
        self.request = request
        self.kind = kind
        self.locale = Locale.get_active()
        self.counts = dict.fromkeys(Kind.values, 0)
        self._pages: Any = []
        self._partners: list[Partner] = []
        if is_searchable(text):
            self._look(text)

    def _look(self, text: str) -> None:
        types = ContentType.objects.get_for_models(NewsPage, DialoguePage, SummitPage)
        news, dialogue, summit = (types[model].pk for model in (NewsPage, DialoguePage, SummitPage))
        pages = pages_in(self.locale)
        by_type = search_in(pages, text).facet("content_type_id")
        partners = partners_in(self.locale, text)
        total = sum(by_type.values())
        self.counts = {
            Kind.ALL: total + len(partners),
            Kind.PAGES: total - by_type.get(news, 0) - by_type.get(dialogue, 0),
            Kind.EVENTS: by_type.get(dialogue, 0) + by_type.get(summit, 0),
            Kind.NEWS: by_type.get(news, 0),
            Kind.PARTNERS: len(partners),
        }
        if self.kind == Kind.PAGES:
            pages = pages.exclude(content_type__in=[news, dialogue])
        elif self.kind == Kind.EVENTS:
            pages = pages.filter(content_type__in=[dialogue, summit])
        elif self.kind == Kind.NEWS:
            pages = pages.filter(content_type=news)
        if self.kind in (Kind.ALL, Kind.PARTNERS):
            self._partners = partners
        if self.kind != Kind.PARTNERS:
            self._pages = search_in(pages.defer_streamfields().specific(), text)

    def __len__(self) -> int:
        return self.counts[self.kind]

    def __getitem__(self, wanted):
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1][0]
        start, stop, _step = wanted.indices(len(self))
        pages = len(self) - len(self._partners)
        found = [self._page(page) for page in self._pages[start : min(stop, pages)]]
        return found + self._partner_lines(
            self._partners[max(start - pages, 0) : max(stop - pages, 0)]
        )

    def _page(self, page) -> SearchResult:
        if isinstance(page, NewsPage):
            kind, label = Kind.NEWS, gettext("News")
        elif isinstance(page, DialoguePage | SummitPage):
            kind, label = Kind.EVENTS, gettext("Event")
        else:
            kind, label = Kind.PAGES, gettext("Page")
        text = getattr(page, "listing_text", "") or page.search_description
        return SearchResult(page, kind, label, page.title, text, page.get_url(self.request))

    def _partner_lines(self, partners: list[Partner]) -> list[SearchResult]:
        source = settings.LANGUAGE_CODE
        originals: dict = {}
        if partners and self.locale.language_code != source:
            # A new translation contains a copy of the source text.
            keys = {partner.translation_key for partner in partners}
            rows = Partner.objects.in_source_language().filter(translation_key__in=keys)
            originals = dict(rows.values_list("translation_key", "description"))
        return [
            SearchResult(
                partner,
                Kind.PARTNERS,
                gettext("Organization"),
                partner.name,
                partner.description,
                partner.url_in(self.request),
                source if originals.get(partner.translation_key) == partner.description else "",
            )
            for partner in partners
        ]


def search_in(queryset, text: str):
    """Return the results of Wagtail's search backend for all words of `text`, best first."""
    return get_search_backend().search(text, queryset, operator="and")


def pages_in(locale: Locale):
    """Return the searchable pages of one language: live, public and not aliases.

    The backend filters only by indexed fields, and `alias_of` is not one.
    """
    aliases = Page.objects.filter(alias_of__isnull=False).values("pk")
    return Page.objects.live().public().filter(locale=locale).exclude(pk__in=aliases)


def partners_in(active: Locale, text: str) -> list[Partner]:
    """Return the partners that match in the language `active`.

    Untranslated partners are in the directory of every language: they are found by their source.
    """
    source = active if active.language_code == settings.LANGUAGE_CODE else source_locale()
    queryset = Partner.objects.filter(locale__in={active.pk, source.pk})
    found = list(search_in(queryset, text)[:MOST_PARTNERS])
    foreign = {partner.translation_key for partner in found if partner.locale_id != active.pk}
    if foreign:
        translated = set(
            Partner.objects.filter(locale=active, translation_key__in=foreign).values_list(
                "translation_key", flat=True
            )
        )
        found = [
            partner
            for partner in found
            if partner.locale_id == active.pk or partner.translation_key not in translated
        ]
    return [partner for partner in found if partner.url_in()]
