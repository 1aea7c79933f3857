"""What follows when a sign-up page is published."""

import json

from signups.models import SignUpPage


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
