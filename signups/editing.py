"""The editor's form of a sign-up page: times in its own zone, the event in the source language."""

import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from events.forms import WallTimeField, zone_choices
from events.zones import WallTimeError, moment
from home.languages import source_locale

TIMES = ("opens_at", "closes_at")


class SignUpPageForm(WagtailAdminPageForm):
    """Reads and shows opening and closing in the zone of the form, not in that of the editor."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TIMES:
            if name not in self.fields:
                continue
            field = self.fields[name]
            self.fields[name] = WallTimeField(
                widget=field.widget,
                label=field.label,
                help_text=field.help_text,
                required=field.required,
                disabled=field.disabled,
            )
            value = self.initial.get(name)
            if isinstance(value, datetime.datetime) and timezone.is_aware(value):
                zone = ZoneInfo(self.instance.zone_name)
                self.initial[name] = timezone.make_naive(value, zone)
        if "zone" in self.fields:
            field = self.fields["zone"]
            choices = [("", _("That of the event")), *zone_choices(self.instance.zone)]
            self.fields["zone"] = forms.ChoiceField(
                choices=[*choices, ("UTC", "UTC")] if self.instance.zone != "UTC" else choices,
                label=field.label,
                help_text=field.help_text,
                required=False,
                disabled=field.disabled,
            )

    def clean(self):
        cleaned = super().clean()
        event = cleaned.get("event")
        if event is not None and event.locale_id != source_locale().pk:
            event = event.get_translation_or_none(source_locale()) or event
            cleaned["event"] = event
        zone = cleaned.get("zone") or getattr(event and event.specific, "zone", "") or "UTC"
        for name in TIMES:
            wall = cleaned.get(name)
            if wall is None:
                continue
            try:
                cleaned[name] = moment(wall, zone)
            except WallTimeError as error:
                if error.twice:
                    message = _("Clocks are put back that night: this time comes twice.")
                else:
                    message = _("Clocks are put forward that night: this time does not exist.")
                self.add_error(name, message)
        return cleaned
