"""What is computed from the content, done once at the end and not again at each save.

The two indexes of Wagtail, what names what and what is found, and the marks of the translation
status: together they would take a third of the time. Wagtail documents how the first is left alone;
of the second, its receiver is taken away, which Wagtail does not promise to keep. Should it have
another name some day, or not be connected, then nothing is wrong but the time: each save writes,
and all is written at the end.
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
    """Let nothing that is saved inside write them; write them anew when all went well."""
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
