"""The editor's form of an event: times as the clocks show them where it takes place."""

import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from pages.times.date_fields import WallTimeField
from pages.times.typed_times import TypedTimes
from pages.times.zones import ZONES, WallTimeError, city_of, moment

TIMES = ("starts", "ends")
TIME_HELP = _(
    "Date and time as clocks show them where the event takes place (in the time zone below), "
    "wherever you are."
)


def wall_time(page: TypedTimes, name: str, value: datetime.datetime) -> datetime.datetime:
    """Return the moment `value` of a field as it was typed, or as clocks show it, naive."""
    if value == getattr(page, name):
        value = page.local(name) or value
    return timezone.make_naive(value, ZoneInfo(page.zone_of_times))


def zone_choices(current: str) -> list[tuple[str, str]]:
    """Return the zones offered, with the city and the name in the database; `current` included."""
    zones = list(ZONES) if current in ZONES or not current else [current, *ZONES]
    return [(zone, f"{city_of(zone)} ({zone})") for zone in zones]


class EventPageForm(WagtailAdminPageForm):
    """Reads and shows `starts` and `ends` in the zone of the event, not in that of the editor."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = self.instance.zone
        for name in TIMES:
            if name in self.fields:
                self.fields[name] = self._wall_time_field(self.fields[name])
                value = self.initial.get(name)
                if value is not None and timezone.is_aware(value):
                    self.initial[name] = wall_time(self.instance, name, value)
        if "zone" in self.fields:
            field = self.fields["zone"]
            self.fields["zone"] = forms.ChoiceField(
                choices=zone_choices(zone),
                label=field.label,
                help_text=field.help_text,
                required=field.required,
                initial=field.initial,
                disabled=field.disabled,
            )

    def _wall_time_field(self, field: forms.DateTimeField) -> WallTimeField:
        return WallTimeField(
            zone=self.instance.zone,
            zone_field="zone",
            widget=field.widget,
            label=field.label,
            help_text=TIME_HELP,
            required=field.required,
            disabled=field.disabled,
        )

    def clean(self):
        cleaned = super().clean()
        zone = cleaned.get("zone") or self.instance.zone
        for name in TIMES:
            wall = cleaned.get(name)
            if wall is None:
                continue
            try:
                cleaned[name] = moment(wall, zone)
            except WallTimeError as error:
                self.add_error(name, error)
        return cleaned
