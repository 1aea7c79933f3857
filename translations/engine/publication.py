"""Publication steps of the dashboard, for `peacesummit.publication`."""

from pages.languages import source_locale
from translations.engine import reviewed, sending, status_store, sync
from translations.engine.objects import other_models, target_locales
from translations.models import Hold

refuse_unreviewed = reviewed.only_reviewed


def mark_stale(page, revision=None) -> None:
    """Mark the status of a page to be computed again."""
    status_store.mark_stale(page.translation_key)


def mark_stale_below(page) -> None:
    """Mark the status of a page and all pages below it to be computed again."""
    moved = page.get_descendants(inclusive=True)
    status_store.mark_stale(*moved.values_list("translation_key", flat=True))


def cancel_release(page, revision) -> None:
    """Cancel the hold of a page that was published in some other way."""
    if page.locale_id == source_locale().pk:
        Hold.objects.filter(page_id=page.pk).delete()


def sync_source(page, revision) -> None:
    """Update the translators' segments from a published source, and notify them of changes."""
    sync.sync(page)


def sync_saved(instance, before, fields) -> None:
    """Do the same for objects without drafts; send some for translation on creation."""
    if not isinstance(instance, other_models()):
        return
    sync.sync(instance)
    at_once = before is None and getattr(instance, "is_sent_at_once", False)
    if at_once and instance.locale_id == source_locale().pk:
        sending.send([instance], target_locales())
