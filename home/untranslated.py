"""Find alternatives for a URL that does not exist in the reader's language.

For example, a reader follows a link to `/es/about/`, but the page is `/es/acerca/` or has no
Spanish version. This module only searches; `home.views` and `pages.wagtail_hooks` respond. Private
pages, drafts and aliases are never offered.
"""

import difflib
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import slugify
from wagtail.models import Page

from pages.page_lookup import answers_at, open_pages, segments
from pages.public_languages import homes
from partners.models import Partner

NEAR_PAGES = 5
NEAR_AMONG = 2000  # pages to compare a slug with, those near the root first
NEAR_WORD = 80


@dataclass(frozen=True)
class Match:
    """A page of another language at the requested position.

    `rest` is the part of the path that the page resolves itself (the slug of a partner).
    """

    page: Page
    rest: tuple[str, ...]


def find(request: HttpRequest, language: str) -> Match | None:
    """Return the page of another language at the corresponding position, or None.

    It is searched for under the translated ancestors, as deep as the path exists in `language`, and
    at the same path in other trees. Takes at most five queries for any path.
    """
    path = segments(request.path_info)
    roots = homes(request)
    if not path or not roots:
        return None
    # url_path in another tree -> the rest of the path
    places: dict[str, tuple[str, ...]] = {}
    for code, root in roots.items():
        if code != language:
            _add_places(places, root.url_path, path)
    if language in roots:
        for url_path, rest in _translated_parents(roots[language].url_path, path, language):
            _add_places(places, url_path, rest)
    order = [code for code, _name in settings.LANGUAGES]
    pages = (
        open_pages(request)
        .filter(url_path__in=places, locale__language_code__in=order)
        .exclude(locale__language_code=language)
        .select_related("locale")
    )
    matches = [Match(page, places[page.url_path]) for page in pages]
    matches.sort(key=lambda match: (len(match.rest), order.index(match.page.locale.language_code)))
    for match in matches:
        if not match.rest:
            return match
        if answers_at(match.page, match.rest):
            return match
    return None


def _add_places(places: dict, base: str, path: tuple[str, ...]) -> None:
    for cut in range(len(path) + 1):
        here = base + "".join(f"{part}/" for part in path[:cut])
        if here not in places or len(path) - cut < len(places[here]):
            places[here] = path[cut:]


def _translated_parents(base: str, path: tuple[str, ...], language: str):
    """Yield (url_path in another tree, rest of the path) for each existing page of `path`."""
    own = {
        base + "".join(f"{part}/" for part in path[:cut]): path[cut:] for cut in range(len(path))
    }
    keys = {
        key: own[url_path]
        for url_path, key in Page.objects.live()
        .filter(url_path__in=own, locale__language_code=language, alias_of__isnull=True)
        .values_list("url_path", "translation_key")
    }
    for url_path, key in (
        Page.objects.live()
        .filter(translation_key__in=keys, alias_of__isnull=True)
        .exclude(locale__language_code=language)
        .values_list("url_path", "translation_key")
    ):
        yield url_path, keys[key]


def url_in(request: HttpRequest, match: Match, language: str) -> str | None:
    """Return the URL of the matched page in `language`, or None if it is not live there."""
    if language not in homes(request):
        return None
    page = (
        match.page.get_translations()
        .live()
        .filter(locale__language_code=language, alias_of__isnull=True)
        .first()
    )
    if page is None:
        return None
    return page.get_url(request) + "".join(f"{part}/" for part in match.rest)


def offers_of(request: HttpRequest, page: Page, language: str) -> list[Page]:
    """Return the public versions of `page` in all languages but `language`."""
    versions = (
        open_pages(request)
        .filter(translation_key=page.translation_key)
        .exclude(locale__language_code=language)
        .select_related("locale")
    )
    by_code = {version.locale.language_code: version for version in versions}
    return [by_code[code] for code, _name in settings.LANGUAGES if code in by_code]


def near(request: HttpRequest, language: str) -> list[tuple[str, str]]:
    """Return (title, URL) of up to five pages or partners that resemble a wrong URL.

    It compares slugs and titles. `language` must be the active one.
    """
    words = [slugify(part[:NEAR_WORD], allow_unicode=True) for part in segments(request.path_info)]
    if not words:
        return []
    listed = open_pages(request).filter(locale__language_code=language, depth__gt=2)
    pages = listed.order_by("depth", "path").values_list("pk", "slug", "title")
    partners = Partner.objects.in_source_language().values_list("pk", "slug", "name")
    names: dict[str, list[tuple[type[Model], int]]] = {}
    for model, rows in ((Page, pages), (Partner, partners)):
        for pk, slug, title in rows[:NEAR_AMONG]:
            for name in {slug, slugify(title, allow_unicode=True)}:
                names.setdefault(name, []).append((model, pk))
    found: list[tuple[type[Model], int]] = []
    for word in (words[-1], "-".join(words)[-NEAR_WORD:]):
        close = difflib.get_close_matches(word, names, n=NEAR_PAGES, cutoff=0.6)
        # A short form of a long name has a low similarity.
        parts = [name for name in names if len(word) > 3 and f"-{word}-" in f"-{name}-"]
        for name in (*close, *parts):
            found += [key for key in names[name] if key not in found]
    found = found[:NEAR_PAGES]
    page_of = Page.objects.in_bulk([pk for model, pk in found if model is Page])
    partner_of = Partner.objects.in_bulk([pk for model, pk in found if model is Partner])
    offers = [
        (page_of[pk].title, page_of[pk].get_url(request))
        if model is Page
        else (partner_of[pk].name, partner_of[pk].url_in(request))
        for model, pk in found
        if pk in (page_of if model is Page else partner_of)  # not deleted meanwhile
    ]
    return [(title, url) for title, url in offers if url]
