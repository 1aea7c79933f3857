"""Steps of `peacesummit.publication` that update sign-ups when a page is published."""

import json

from events.models import EventPage
from signups.emails import event_changes
from signups.models import SignUpPage
from signups.registration import transitions


def show_keys_to_editor(page, revision) -> None:
    """Write new keys into the published revision.

    They are created when the row is saved; the editor opens the revision and would not see them.
    """
    if not isinstance(page, SignUpPage) or revision is None or not page.live:
        return
    stream = page.fields.get_prep_value()
    if json.loads(revision.content.get("fields") or "[]") != stream:
        revision.content["fields"] = json.dumps(stream)
        revision.save(update_fields=["content"])


def notify_of_changed_event(page, revision) -> None:
    """Enqueue emails to everyone who signed up for a changed event that was published before.

    Spots that were released while it was canceled, or over, go to the first on the waitlist.
    """
    before = page.published_before if isinstance(page, EventPage) else None
    if before is None:
        return
    event_changes.event_changed(page, before)
    for form in SignUpPage.objects.filter(event=page, locale=page.locale_id, alias_of=None):
        transitions.fill_places(form)


def fill_new_places(page, revision) -> None:
    """Give new spots to the first on the waitlist if capacity was raised or removed."""
    if isinstance(page, SignUpPage) and page.is_source and page.live:
        transitions.fill_places(SignUpPage.objects.get(pk=page.pk))
