"""The kept status of everything: marked when its data changes, computed before it is read.

A mark is written in the transaction that changes the data, so it is neither lost nor early.
Whoever reads asks `all_statuses()` or `for_keys()`; both compute what is marked first. Nothing has
to run in between, and what is read is true.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from wagtail_localize.models import Translation

from translations.engine.objects import all_keys, target_locales
from translations.engine.status import compute_status
from translations.models import State

CHUNK = 500
KEY = ["translation_key", "locale"]
_later: ContextVar[bool] = ContextVar("marks are made later", default=False)


def mark_stale(*keys: UUID) -> None:
    """Note that the status of these objects has to be computed again."""
    if not keys or _later.get():
        return
    locales = target_locales()
    State.objects.bulk_create(
        [
            State(translation_key=key, locale_id=locale.pk, stale=True)
            for key in dict.fromkeys(keys)
            for locale in locales
        ],
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=["stale"],
    )


@contextmanager
def deferred_marking() -> Iterator[None]:
    """Mark everything once at the end, in one transaction: for what writes a whole site.

    Inside, nothing is marked; so nobody may read a status there.
    """
    with transaction.atomic():
        before = _later.set(True)
        try:
            yield
        finally:
            _later.reset(before)
        mark_all_stale()


def mark_all_stale() -> None:
    """Have everything computed again, for example when a language was added."""
    State.objects.exclude(locale__in=target_locales()).delete()
    mark_stale(*all_keys(), *State.objects.values_list("translation_key", flat=True))


def refresh() -> None:
    """Compute what is marked.

    A row that somebody is about to mark again is locked, and left for whoever reads next.
    """
    while State.objects.filter(stale=True).exists():
        with transaction.atomic():
            rows = list(
                State.objects.select_for_update(skip_locked=True)
                .filter(stale=True)
                .order_by("translation_key", "locale")[:CHUNK]
            )
            if not rows:
                return
            _write(rows)


def _write(rows: list[State]) -> None:
    computed = compute_status(dict.fromkeys(row.translation_key for row in rows))
    kept = [computed.get((row.translation_key, row.locale_id)) for row in rows]
    # An upsert of all rows at once; updating each by itself takes ten times as long.
    State.objects.bulk_create(
        [state for state in kept if state is not None],
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=[each.name for each in State._meta.fields if each.name not in ("id", *KEY)],
    )
    gone = [row.pk for row, state in zip(rows, kept, strict=True) if state is None]
    State.objects.filter(pk__in=gone).delete()


def all_statuses() -> QuerySet[State]:
    """Return the status of every object in every target language, as it is now."""
    refresh()
    return State.objects.all()


def for_translation(translation: Translation) -> State | None:
    """Return the status of what a translation is about, in its language."""
    key = translation.source.object_id
    return for_keys([key]).get((key, translation.target_locale_id))


def for_keys(keys: Iterable[UUID]) -> dict[tuple[UUID, int], State]:
    """Return the status of some objects, by (translation key, primary key of the locale)."""
    found = all_statuses().filter(translation_key__in=set(keys)).select_related("locale")
    return {(state.translation_key, state.locale_id): state for state in found}
