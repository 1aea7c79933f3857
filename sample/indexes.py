"""Write indexes and status marks once at the end instead of at each save.

Wagtail's reference and search indexes and the marks for the translation status would take a third
of the time. Wagtail documents how to disable the first. For the second, its signal receiver is
disconnected, which Wagtail does not document: if it is renamed or not connected, each save writes
the index again, which only costs time.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update

from translations.engine import status_store

try:
    from wagtail.search.signal_handlers import post_save_signal_handler
except ImportError:
    post_save_signal_handler = None


@contextmanager
def written_at_the_end() -> Iterator[None]:
    """Disable index updates inside the block; rebuild the indexes if it succeeds."""
    searched = [
        model
        for model in index.get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        with disable_reference_index_auto_update(), status_store.deferred_marking():
            yield
    finally:
        for model in searched:
            post_save.connect(post_save_signal_handler, sender=model)
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
