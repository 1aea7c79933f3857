"""The pages that questions link to, in the reader's language."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from django.conf import settings
from django.db.models import Case, When
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from pages.public_languages import public_locales
from signups.form.forms import FormRow, Link
from signups.form.questions import Question


def with_links(rows: Sequence[FormRow], request: HttpRequest) -> list[FormRow]:
    """Return `rows`, each with the link to the page that its question names.

    Pages that are unpublished or private are left out; untranslated pages are linked in the source
    language.
    """
    pages = readable({row.field.page_id for row in rows if row.field.page_id}, request)
    active = get_language() or settings.LANGUAGE_CODE
    links = {}
    for pk, page in pages.items():
        code = page.locale.language_code
        lang = "" if code == active else code
        links[pk] = Link(page.get_url(request) or "", page.title, lang)
    return [replace(row, link=links.get(row.field.page_id or 0)) for row in rows]


def readable(asked: Collection[int], request: HttpRequest) -> dict[int, Page]:
    """Return, for each primary key, the page that a reader gets; none that they may not read.

    Prefer the reader's language, else the source language. Cached on the request.
    """
    known: dict[int, Page | None] = request.__dict__.setdefault("_readable_pages", {})
    if new := set(asked) - known.keys():
        known.update(dict.fromkeys(new))
        known.update(look_up(new))
    return {pk: page for pk in asked if (page := known[pk]) is not None}


def look_up(asked: set[int]) -> dict[int, Page]:
    """Return the same as `readable` in the active language, from the database."""
    everything, active = Page.objects.all(), get_language() or settings.LANGUAGE_CODE
    is_closed = Case(When(everything.private_q(), then=True), default=False)
    same = everything.filter(pk__in=asked).values("translation_key")
    is_public = Case(When(locale__in=public_locales(), then=True), default=False)
    pages = everything.filter(translation_key__in=same)
    pages = pages.annotate(is_closed=is_closed, is_public=is_public)
    keys, open_pages = {}, {}
    for page in pages.select_related("locale"):
        keys[page.pk] = page.translation_key
        if page.live and page.is_public and not page.is_closed and not page.alias_of_id:
            open_pages[page.translation_key, page.locale.language_code] = page
    found = {
        pk: open_pages.get((key, active)) or open_pages.get((key, settings.LANGUAGE_CODE))
        for pk, key in keys.items()
        if pk in asked
    }
    return {pk: page for pk, page in found.items() if page is not None}


def unreadable(
    locale_id: int,
    questions: Iterable[Question],
    notice: int | None,
    find: Callable[[set[int]], dict[int, Page]],
) -> dict[int, str]:
    """Return the pages (by key) that cannot be read, each with the question that requires it.

    `notice` is the key of the site's privacy notice, which no question requires (""); `find`
    returns the readable pages, in any language.
    """
    demanded = {
        question.page_id: question.label
        for question in questions
        if question.kind == "consent" and question.required and question.page_id
    }
    pages = find(demanded.keys() | ({notice} if notice else set()))
    lacking = {pk: str(label) for pk, label in demanded.items() if pk not in pages}
    if notice and (notice not in pages or pages[notice].locale_id != locale_id):
        lacking[notice] = ""
    return lacking
