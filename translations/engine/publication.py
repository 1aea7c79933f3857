"""What the dashboard does when something is published: steps of `peacesummit.publication`."""

from pages.languages import source_locale
from translations.engine import reviewed, sending, status_store, sync
from translations.engine.objects import other_models, target_locales
from translations.models import Hold

refuse_unreviewed = reviewed.only_reviewed


def mark_stale(page, revision=None) -> None:
    """Have the status of a page computed anew."""
    status_store.mark_stale(page.translation_key)


def mark_stale_below(page) -> None:
    """Have the status of a page, and of all below it, computed anew."""
    moved = page.get_descendants(inclusive=True)
    status_store.mark_stale(*moved.values_list("translation_key", flat=True))


def cancel_release(page, revision) -> None:
    """Published in some other way, a page does not wait for its translations any more."""
    if page.locale_id == source_locale().pk:
        Hold.objects.filter(page_id=page.pk).delete()


def sync_source(page, revision) -> None:
    """Show translators the texts of a published source, and tell them what is new."""
    sync.sync(page)


def sync_saved(instance, before, fields) -> None:
    """The same of what has no drafts; some of it is sent to the translators when it is made."""
    if not isinstance(instance, other_models()):
        return
    sync.sync(instance)
    at_once = before is None and getattr(instance, "is_sent_at_once", False)
    if at_once and instance.locale_id == source_locale().pk:
        sending.send([instance], target_locales())
