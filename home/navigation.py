"""Load the header and footer menus in the reader's language, in a fixed number of queries."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from wagtail.models import Locale, Page

from home.models import Menu, MenuItem
from pages import privacy
from pages.languages import localize, source_locale


@dataclass(frozen=True)
class Link:
    """A menu link to `page`, which templates compare with the current page."""

    label: str
    url: str
    page: Page


@dataclass(frozen=True)
class Navigation:
    """A menu as templates need it; `language` is the code of its texts."""

    title: str = ""
    text: str = ""
    language: str = ""
    links: list[Link] = field(default_factory=list)


def menus(request) -> dict[str, Navigation]:
    """Return the menus by slot ("main", "footer"), cached on the request.

    A language without its own menu gets the source menu, limited to pages that exist in it. Pages
    that are untranslated or private are left out.
    """
    if not hasattr(request, "_menus"):
        request._menus = _load(request)
    return request._menus


def _load(request) -> dict[str, Navigation]:
    active, source = Locale.get_active(), source_locale()
    items = MenuItem.objects.select_related("page")
    found: dict[str, Menu] = {}
    queryset = Menu.objects.filter(locale__in={active, source}).select_related("locale")
    for menu in queryset.prefetch_related(Prefetch("items", queryset=items)):
        if menu.slot not in found or menu.locale_id == active.pk:
            found[menu.slot] = menu
    all_items = [item for menu in found.values() for item in menu.items.all()]
    pages = dict(
        zip(
            (item.pk for item in all_items),
            localize(item.page for item in all_items),
            strict=True,
        )
    )
    return {
        slot: Navigation(
            title=menu.title,
            text=menu.text,
            language=menu.locale.language_code,
            links=[
                Link(_label(item, page, menu, active), page.get_url(request), page)
                for item in menu.items.all()
                if privacy.is_open(page := pages[item.pk]) and page.locale_id == active.pk
            ],
        )
        for slot, menu in found.items()
    }


def _label(item: MenuItem, page: Page, menu: Menu, active: Locale) -> str:
    own_words = item.label if menu.locale_id == active.pk else ""
    return own_words or page.title
