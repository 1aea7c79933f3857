"""Define which languages are public: those whose home page is live, and so was reviewed.

Other languages exist only in the admin: no language switcher, redirect, sitemap or response names
them, and their URLs answer 404 in a public language. The source language is always public.
"""

import functools
from collections.abc import Callable

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import locale
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

#: URLs that are language-independent or choose their language in another way.
BESIDE = ("/admin/", "/media/", "/static/")
HOME_DEPTH = 2


def homes(request: HttpRequest) -> dict[str, Page]:
    """Return the live home page of each language of this site, by language code (cached)."""
    kept = vars(request)
    if "_homes" not in kept:
        site = Site.find_for_request(request)
        found = site.root_page.get_translations(inclusive=True) if site else Page.objects.none()
        found = found.live().filter(
            alias_of__isnull=True, locale__language_code__in=languages_with_urls()
        )
        kept["_homes"] = {
            page.locale.language_code: page for page in found.select_related("locale")
        }
    return kept["_homes"]


def public_languages(request: HttpRequest) -> list[str]:
    """Return the codes of the public languages, in the order of the settings."""
    found = homes(request)
    return [
        code
        for code, _name in settings.LANGUAGES
        if code == settings.LANGUAGE_CODE or code in found
    ]


def first_pages() -> PageQuerySet:
    """Return the home page of each language, including drafts."""
    return Page.objects.filter(depth=HOME_DEPTH, alias_of__isnull=True)


def public_locales() -> QuerySet:
    """Return a subquery of the public locales: `filter(locale__in=…)`."""
    public = first_pages().live().filter(locale__language_code__in=languages_with_urls())
    return public.order_by().values("locale")


def languages_with_urls() -> list[str]:
    """Return the codes of the site's languages that have URLs."""
    return [code for code, _name in settings.LANGUAGES if has_urls(code)]


def has_urls(code: str) -> bool:
    """Return whether Django accepts `/code/` as a language, which requires a catalog.

    The catalog may be empty; a system check reports a missing one (`pages.checks`).
    """
    return translation.check_for_language(code)


def preferred_language(request: HttpRequest) -> str:
    """Return the public language that the browser prefers, or else the source language.

    Only the `Accept-Language` header counts, not cookies or the reader's location.
    """
    public = public_languages(request)
    for asked, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if asked == "*":
            break
        if weight and (found := _nearest(asked, public)):  # weight 0 means "not this one"
            return found
    return settings.LANGUAGE_CODE


def _nearest(asked: str, public: list[str]) -> str | None:
    """Return the language in `public` nearest to `asked`, chosen as Django does."""
    generic = asked.partition("-")[0]
    for code in (asked, *LANG_INFO.get(asked, {}).get("fallback", ()), generic):
        if code in public:
            return code
    return next((code for code in public if code.startswith(f"{generic}-")), None)


def spoken_language(request: HttpRequest) -> str:
    """Return the language of a response: that of the URL if public, else the preferred one."""
    asked = translation.get_language_from_path(request.path_info)
    return asked if asked in public_languages(request) else preferred_language(request)


def in_public_language(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Make a view answer 404 if the language of the URL is not public."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if translation.get_language() not in public_languages(request):
            raise Http404
        return view(request, *args, **kwargs)

    return run


class LocaleMiddleware(locale.LocaleMiddleware):
    """Django's middleware, limited to public languages."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if self._chooses(request):
            translation.activate(preferred_language(request))
            request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase):
        if response.status_code == 404 and self._chooses(request):
            translation.activate(preferred_language(request))
        return super().process_response(request, response)

    @staticmethod
    def _chooses(request: HttpRequest) -> bool:
        """Return whether the URL has no language, but the response has text."""
        path = request.path_info
        if path.startswith(BESIDE) or translation.get_language_from_path(path):
            return False
        # Browsers request all sorts of icons; the form for a private document has text.
        is_file = "." in path.rpartition("/")[2]
        return not is_file or path.startswith("/documents/")
