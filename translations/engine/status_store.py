"""The stored status of everything: marked as stale when its data changes, computed on read.

Marks are written in the transaction that changes the data, so they are neither lost nor early.
Readers call `all_statuses()` or `for_keys()`, which first compute what is stale. No background
job is needed, and what is read is always current.
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
    """Mark the status of these objects to be computed again."""
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
    """Mark everything once at the end, in one transaction: for bulk writes of a whole site.

    Nothing is marked inside, so statuses must not be read inside.
    """
    with transaction.atomic():
        before = _later.set(True)
        try:
            yield
        finally:
            _later.reset(before)
        mark_all_stale()


def mark_all_stale() -> None:
    """Mark everything to be computed again, for example after a language was added."""
    State.objects.exclude(locale__in=target_locales()).delete()
    mark_stale(*all_keys(), *State.objects.values_list("translation_key", flat=True))


def refresh() -> None:
    """Compute the stale rows.

    Rows that another transaction has locked are skipped, and left to the next reader.
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
    # A single upsert: updating each row separately takes ten times as long.
    State.objects.bulk_create(
        [state for state in kept if state is not None],
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=[each.name for each in State._meta.fields if each.name not in ("id", *KEY)],
    )
    gone = [row.pk for row, state in zip(rows, kept, strict=True) if state is None]
    State.objects.filter(pk__in=gone).delete()


def all_statuses() -> QuerySet[State]:
    """Return the current status of every object in every target language."""
    refresh()
    return State.objects.all()


def for_translation(translation: Translation) -> State | None:
    """Return the status of the object and language of a translation."""
    key = translation.source.object_id
    return for_keys([key]).get((key, translation.target_locale_id))


def for_keys(keys: Iterable[UUID]) -> dict[tuple[UUID, int], State]:
    """Return the status of some objects, by (translation key, primary key of the locale)."""
    found = all_statuses().filter(translation_key__in=set(keys)).select_related("locale")
    return {(state.translation_key, state.locale_id): state for state in found}
