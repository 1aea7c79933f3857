"""Make a page private in all languages if it is private in one.

Wagtail's restrictions apply to a page and its descendants; this module extends them to all
translations of these, including later ones. Nothing is copied: `public()` of a queryset and
`get_view_restrictions()` of a page compute it each time (`install`).

Private pages are never listed elsewhere, not even for people who may read them: public pages may be
cached and shared. Only a private page lists pages with the same restrictions (`note_visible`).
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from mailing.upstream import replace
from pages.compat import upstream

NOTHING: frozenset[int] = frozenset()


# ------------------------------------------------------------------ private paths
@dataclass
class _Known:
    """Privacy data of one request: restrictions that its reader has `passed`, and private paths.

    `paths` maps ignored restrictions to private paths. If the request may change data (`keeps` is
    false), they are read each time.
    """

    keeps: bool
    passed: frozenset[int] = NOTHING
    paths: dict[frozenset[int], tuple[str, ...]] = field(default_factory=dict)


_known: ContextVar[_Known | None] = ContextVar("pages.privacy", default=None)


def read_once(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Middleware: read which pages are private at most once per request, when first needed."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = _known.set(_Known(keeps=request.method in ("GET", "HEAD")))
        # The attribute in which Wagtail's lists and editors cache it.
        request.all_page_view_restriction_paths = SimpleLazyObject(_paths)  # type: ignore[attr-defined]
        try:
            return get_response(request)
        finally:
            _known.reset(token)

    return middleware


def private_paths() -> tuple[str, ...]:
    """Return the shortest tree paths under which every page is private to the reader."""
    known = _known.get()
    return _paths(known.passed if known else NOTHING)


def _paths(passed: frozenset[int] = NOTHING) -> tuple[str, ...]:
    known = _known.get()
    if known is None or not known.keeps:
        return _read(passed)
    if passed not in known.paths:
        known.paths[passed] = _read(passed)
    return known.paths[passed]


def _read(passed: frozenset[int]) -> tuple[str, ...]:
    rows = PageViewRestriction.objects.all()
    if passed:
        rows = rows.exclude(pk__in=passed)
    paths = set(rows.values_list("page__path", flat=True))
    more = paths
    while more:  # translations may be elsewhere in their tree, with other descendants
        pages = Page.objects.filter(_under(paths))
        same = Q(translation_key__in=pages.values("translation_key"))
        copies = Q(alias_of__in=pages.values("pk"))
        others = Page.objects.filter(same | copies).exclude(_under(paths))
        more = set(others.values_list("path", flat=True))
        paths |= more
    return tuple(path for path in sorted(paths) if not path.startswith(tuple(paths - {path})))


def _under(paths: Iterable[str]) -> Q:
    found = Q(pk__in=[])  # matches nothing
    for path in paths:
        found |= Q(path__startswith=path)
    return found


def hides(path: str) -> bool:
    """Return whether the page at this tree path is private to the reader."""
    return path.startswith(private_paths())


def is_open(page: Page | None) -> bool:
    """Return whether a page may be listed: live, not an alias, and not private."""
    return page is not None and page.live and not page.alias_of_id and not hides(page.path)


def private_q(queryset: PageQuerySet) -> Q:
    """Return the condition for private pages (replaces Wagtail's, which checks one tree)."""
    return _under(private_paths())


# ------------------------------------------------------------------ single pages
def restrictions_of(page: Page):
    """Return the restrictions on a page or its ancestors in any language (replaces Wagtail's)."""
    if not page.path or not page.path.startswith(_paths()):
        return PageViewRestriction.objects.none()
    paths: set[str] = set()
    more = _way_to(page.path)
    while more - paths:
        paths |= more
        pages = Page.objects.filter(path__in=paths)
        same = Q(translation_key__in=pages.values("translation_key"))
        sources = Q(pk__in=pages.filter(alias_of__isnull=False).values("alias_of"))
        others = Page.objects.filter(same | sources).values_list("path", flat=True)
        more = {step for path in others for step in _way_to(path)}
    return PageViewRestriction.objects.filter(page__path__in=paths)


def own_restrictions(page: Page):
    """Return the restrictions set on this page itself, in any language."""
    same = Page.objects.filter(translation_key=page.translation_key)
    return PageViewRestriction.objects.filter(page__in=same)


def _way_to(path: str) -> set[str]:
    """Return the tree paths of a page and all its ancestors."""
    return {path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)}


def note_visible(page: Page) -> None:
    """Record that the reader may see `page`, to list pages with the same restrictions."""
    known = _known.get()
    if known is not None:
        known.passed = frozenset(page.get_view_restrictions().values_list("pk", flat=True))


def note_who_has_passed(serve):
    """Wagtail hook, after Wagtail's own check: see `note_visible`."""

    def inner(page: Page, request: HttpRequest, args: Any, kwargs: Any):
        note_visible(page)
        return serve(page, request, args, kwargs)

    return inner


# ------------------------------------------------------------------ keeping pages private
def keep_when_deleted(page: Page) -> None:
    """Move the restrictions under `page` to other languages before it is deleted."""
    for restriction in PageViewRestriction.objects.filter(page__path__startswith=page.path):
        others = restriction.page.get_translations().exclude(path__startswith=page.path)
        heir = others.order_by("pk").first()
        if heir is not None:
            PageViewRestriction.objects.filter(pk=restriction.pk).update(page=heir)


def drop_doubles(sender, source_obj, target_obj, **kwargs) -> None:
    """Signal handler: delete the copied restrictions of a new translation; they would persist."""
    if isinstance(target_obj, Page) and source_obj.view_restrictions.exists():
        target_obj.view_restrictions.all().delete()


def copy_restrictions(original: Page, copy: Page, user=None) -> None:
    """Apply the restrictions of a page and its descendants to a copy.

    Wagtail leaves out restrictions on descendants and in other languages.
    """
    there = copy.get_descendants(inclusive=True).order_by("path")
    here = original.get_descendants(inclusive=True).order_by("path")
    beside = original.get_ancestors().last()
    known = {each.pk for each in beside.get_view_restrictions()} if beside else set()
    pairs = zip(here, there, strict=False) if here.count() == there.count() else [(original, copy)]
    for page, twin in pairs:
        wanted = own_restrictions(page).exclude(pk__in=known)
        if not wanted or twin.view_restrictions.exists():
            continue
        for restriction in wanted:
            kind, password = restriction.restriction_type, restriction.password
            double = PageViewRestriction(page=twin, restriction_type=kind, password=password)
            double.save(user=user)
            double.groups.set(restriction.groups.all())


# ------------------------------------------------------------------ Wagtail
def install() -> None:
    """Patch Wagtail's queries and pages to use this module; called once at startup."""
    from wagtail.signals import copy_for_translation_done

    replace(PageQuerySet, "private_q", private_q)
    replace(Page, "get_view_restrictions", restrictions_of)
    # Wagtail-localize would copy restrictions to translations and delete those only they have.
    replace(
        upstream.TranslationSource,
        "sync_view_restrictions",
        lambda self, original, translation_page: None,
    )
    copy_for_translation_done.connect(
        drop_doubles,
        sender=upstream.CopyPageForTranslationAction,
        dispatch_uid="one restriction a page",
    )
