"""The menus of a page: both places, in the reader's language, with a fixed number of queries."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from wagtail.models import Locale, Page

from home.models import Menu, MenuItem
from pages import privacy
from pages.languages import localize, source_locale


@dataclass(frozen=True)
class Link:
    """One link of a menu; `page_id` tells whether it is the current page."""

    label: str
    url: str
    page: Page


@dataclass(frozen=True)
class Navigation:
    """A menu as the templates need it. `language` is that of its texts."""

    title: str = ""
    text: str = ""
    language: str = ""
    links: list[Link] = field(default_factory=list)


def menus(request) -> dict[str, Navigation]:
    """Return the menus by slot ("main", "footer"), kept on the request.

    A language without a menu of its own gets the source menu with the pages it has; a page
    that does not exist in the reader's language, or is private, is left out.
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
