"""The form alone says of which event it is: what was said by the event only moves there."""

from django.conf import settings
from django.db import migrations


def name_the_event(apps, schema_editor):
    """Have each form that names no event name the one whose button led to it, in its draft too."""
    forms = apps.get_model("signups", "SignUpPage").objects
    revisions = apps.get_model("wagtailcore", "Revision").objects
    for model in ("SummitPage", "DialoguePage"):
        events = apps.get_model("events", model).objects.filter(
            sign_up_page__isnull=False,
            sign_up_page__event=None,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        # Of several events the last one counts: the others are over before it.
        for event in events.order_by("starts"):
            forms.filter(pk=event.sign_up_page_id).update(event_id=event.pk)
            form = forms.get(pk=event.sign_up_page_id)
            for draft in revisions.filter(pk=form.latest_revision_id):
                if draft.content.get("event") is None:
                    draft.content["event"] = event.pk
                    draft.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_typed_dates"),
        ("signups", "0010_size_of_a_group"),
    ]

    operations = [
        migrations.RunPython(name_the_event, migrations.RunPython.noop, elidable=True),
    ]
