"""Define the editor's form of pages with times, in the zone of the page."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from wagtail.admin.forms import WagtailAdminPageForm

from pages.times.date_fields import WallTimeField
from pages.times.zones import ZONES, WallTimeError, city_of, moment


class WallTimesForm(WagtailAdminPageForm):
    """A form that reads and shows the times of a page in its own zone, not the editor's.

    The page lists these fields in `TypedTimes.wall_times`; its field `zone` has the zone.
    """

    time_help: str | Promise = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.instance.wall_times:
            if name in self.fields:
                field = self.fields[name]
                self.fields[name] = WallTimeField(
                    zone=self.instance.zone_of_times,
                    zone_field="zone",
                    widget=field.widget,
                    **_options(field) | {"help_text": self.time_help or field.help_text},
                )
                value = self.initial.get(name)
                if isinstance(value, datetime.datetime) and timezone.is_aware(value):
                    self.initial[name] = self._as_typed(name, value)
        if "zone" in self.fields:
            options = _options(self.fields["zone"])
            self.fields["zone"] = forms.ChoiceField(choices=self.zones(), **options)

    def zones(self) -> list[tuple[str, str | Promise]]:
        """Return (name, label) of each zone to choose from, including the page's."""
        current = self.instance.zone
        zones = [*ZONES] if current in ZONES or not current else [current, *ZONES]
        return [(zone, f"{city_of(zone)} ({zone})") for zone in zones]

    def zone_of(self, cleaned: dict) -> str:
        """Return the zone of the entered times."""
        return cleaned.get("zone") or self.instance.zone

    def clean(self):
        cleaned = super().clean()
        zone = self.zone_of(cleaned)
        for name in self.instance.wall_times:
            wall = cleaned.get(name)
            if wall is None:
                continue
            try:
                cleaned[name] = moment(wall, zone)
            except WallTimeError as error:
                self.add_error(name, error)
        return cleaned

    def _as_typed(self, name: str, value: datetime.datetime) -> datetime.datetime:
        """Return the value of a field as it was entered, or in local time; naive."""
        page = self.instance
        if value == getattr(page, name):
            value = page.local(name) or value
        return timezone.make_naive(value, ZoneInfo(page.zone_of_times))


def _options(field: forms.Field) -> dict[str, Any]:
    """Return the options that the replacement of `field` inherits."""
    names = ("label", "help_text", "required", "initial", "disabled")
    return {name: getattr(field, name) for name in names}
