"""The pages that questions lead to, in the reader's language."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest
from wagtail.models import Locale, Page

from home.languages import source_locale
from signups.forms import Link, Row


def with_links(rows: Sequence[Row], request: HttpRequest) -> list[Row]:
    """Return `rows`, each with the link to the page that its question names.

    A page that is not published, or not open to everybody, is left out; one that is not
    translated is named as it is.
    """
    asked = {row.field.page_id for row in rows if row.field.page_id}
    if not asked:
        return list(rows)
    keys = dict(Page.objects.filter(pk__in=asked).values_list("pk", "translation_key"))
    active = Locale.get_active()
    pages = Page.objects.live().public().filter(translation_key__in=keys.values(), alias_of=None)
    found = {(page.translation_key, page.locale_id): page for page in pages}
    links = {}
    for pk, key in keys.items():
        page = found.get((key, active.pk)) or found.get((key, source_locale().pk))
        if page is not None:
            lang = "" if page.locale_id == active.pk else source_locale().language_code
            links[pk] = Link(page.get_url(request) or "", page.title, lang)
    return [replace(row, link=links.get(row.field.page_id or 0)) for row in rows]
