"""What the desk does when something is published: steps of `peacesummit.publication`."""

from pages.languages import source_locale
from translations.engine import reviewed, sending, states, sync
from translations.engine.objects import other_models, target_locales
from translations.models import Hold

refuse_unreviewed = reviewed.only_reviewed


def mark(page, revision=None) -> None:
    """Have the status of a page computed anew."""
    states.mark(page.translation_key)


def mark_below(page) -> None:
    """Have the status of a page, and of all below it, computed anew."""
    moved = page.get_descendants(inclusive=True)
    states.mark(*moved.values_list("translation_key", flat=True))


def let_go_of_hold(page, revision) -> None:
    """Published in some other way, a page does not wait for its translations any more."""
    if page.locale_id == source_locale().pk:
        Hold.objects.filter(page_id=page.pk).delete()


def follow_source(page, revision) -> None:
    """Show translators the texts of a published source, and tell them what is new."""
    sync.follow(page)


def follow_saved(instance, before, fields) -> None:
    """The same of what has no drafts; some of it is sent to the translators when it is made."""
    if not isinstance(instance, other_models()):
        return
    sync.follow(instance)
    at_once = before is None and getattr(instance, "is_sent_at_once", False)
    if at_once and instance.locale_id == source_locale().pk:
        sending.send([instance], target_locales())
