"""What follows for sign-ups when a page is published: steps of `peacesummit.publication`."""

import json

from events.models import EventPage
from signups.emails import event_changes
from signups.models import SignUpPage
from signups.registration import transitions


def show_keys_to_editor(page, revision) -> None:
    """Write the keys that were made into the published revision.

    They are made when the row is saved; the editor opens the revision, and would see none.
    """
    if not isinstance(page, SignUpPage) or revision is None or not page.live:
        return
    stream = page.fields.get_prep_value()
    if json.loads(revision.content.get("fields") or "[]") != stream:
        revision.content["fields"] = json.dumps(stream)
        revision.save(update_fields=["content"])


def notify_of_changed_event(page, revision) -> None:
    """Write down the letters to all who signed up for an event that was published before.

    Places that were given back while it was cancelled, or over, are for the first in line.
    """
    before = page.published_before if isinstance(page, EventPage) else None
    if before is None:
        return
    event_changes.event_changed(page, before)
    for form in SignUpPage.objects.filter(event=page, locale=page.locale_id, alias_of=None):
        transitions.fill_places(form)


def fill_new_places(page, revision) -> None:
    """Give more places, or places that are not counted any more, to the first in line."""
    if isinstance(page, SignUpPage) and page.is_source and page.live:
        transitions.fill_places(SignUpPage.objects.get(pk=page.pk))
