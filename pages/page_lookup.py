"""Find what a URL leads to: public pages, and URLs that a page handles below its own."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from pages.public_languages import public_locales

DEEPEST = 12  # no page is deeper; longer paths are not looked up


def open_pages(request: HttpRequest):
    """Return the pages that anyone may read: live, not private, no aliases, public language."""
    pages = Page.objects.live().public()
    return pages.filter(alias_of__isnull=True, locale__in=public_locales())


def segments(path: str) -> tuple[str, ...]:
    """Return the parts of a path after its language prefix; () if they cannot be a page."""
    parts = tuple(part for part in path.split("/") if part)[1:]
    return () if len(parts) > DEEPEST or "\0" in path else parts


def answers_at(page: Page, rest: Iterable[str]) -> bool:
    """Return whether `page` handles the path `rest` below its own URL."""
    kind = page.specific_class
    if kind is None or not issubclass(kind, RoutablePageMixin):
        return False
    try:
        kind().resolve_subpage(f"/{'/'.join(rest)}/")
    except Http404:
        return False
    return True
