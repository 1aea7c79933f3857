"""The search page in each language: `/en/search/?q=…&type=…&page=…`."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from pages.languages import language_links
from pages.public_languages import in_public_language, public_languages
from search.results import Kind, SearchResults
from search.words import clean

PER_PAGE = 10


@require_safe
@in_public_language
def search(request: HttpRequest) -> HttpResponse:
    """Show the results, or a message if the query is empty or nothing is found.

    No query parameter causes an error: an unknown type means all types, an invalid page number the
    nearest page.
    """
    query = clean(request.GET.get("q", ""))
    kind = request.GET.get("type", "")
    kind = Kind(kind) if kind in Kind.values else Kind.ALL
    results = SearchResults(query, kind, request)
    # Evaluate once: a page requests the length of its sequence again and again.
    page_obj = Paginator(results, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "kind": kind,
        "kinds": [(choice, results.counts[choice]) for choice in Kind],
        "page_obj": page_obj,
        "results": list(page_obj.object_list),
        "total": len(results),
        "sections": [] if len(results) else main_sections(),
        "languages": language_links(urls_by_language(public_languages(request))),
    }
    return render(request, "search/search.html", context)


def urls_by_language(codes: Iterable[str]) -> dict[str, str]:
    """Return the URL of the search in each language; the language switch adds the query."""
    urls = {}
    for code in codes:
        with translation.override(code):
            urls[code] = reverse("search")
    return urls


def main_sections():
    """Return the pages directly below the home page, shown when nothing is found."""
    return (
        Page.objects.live()
        .public()
        .filter(depth=3, locale=Locale.get_active(), alias_of__isnull=True)
        .order_by("path")
    )
