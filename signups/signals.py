"""What follows when a sign-up page or an event is published."""

import json

from signups.emails import event_changes
from signups.models import SignUpPage
from signups.registration import transitions


def show_keys_to_editor(sender, instance, revision=None, **kwargs) -> None:
    """Receiver of `page_published`: write the keys that were made into the published revision.

    They are made when the row is saved; the editor opens the revision, and would see none.
    """
    if not issubclass(sender, SignUpPage) or revision is None or not instance.live:
        return
    stream = instance.fields.get_prep_value()
    if json.loads(revision.content.get("fields") or "[]") != stream:
        revision.content["fields"] = json.dumps(stream)
        revision.save(update_fields=["content"])


def tell_of_change(sender, event, before, **kwargs) -> None:
    """Receiver of `event_saved`: write down the letters to all who signed up.

    Places that were given back while it was cancelled, or over, are for the first in line.
    """
    event_changes.event_changed(event, before)
    for page in SignUpPage.objects.filter(event=event, locale=event.locale_id, alias_of=None):
        transitions.fill_places(page)


def give_new_places(sender, instance, **kwargs) -> None:
    """Receiver of `page_published`: more places, or none that count, are for the first in line."""
    if issubclass(sender, SignUpPage) and instance.is_source and instance.live:
        transitions.fill_places(SignUpPage.objects.get(pk=instance.pk))
