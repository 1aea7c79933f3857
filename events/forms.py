"""The editor's form of an event: times as the clocks show them where it takes place."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from home.date_fields import WallTimeField
from home.languages import source_locale
from home.zones import ZONES, WallTimeError, city_of, moment

TIMES = ("starts", "ends")
TIME_HELP = _(
    "Date and time as clocks show them where the event takes place (in the time zone below), "
    "wherever you are."
)


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
                    self.initial[name] = timezone.make_naive(value, self.instance.tz)
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
        page = cleaned.get("sign_up_page")
        if page is not None and page.locale_id != source_locale().pk:
            # The one identity that all languages share is the page in the source language.
            cleaned["sign_up_page"] = page.get_translation_or_none(source_locale()) or page
        return cleaned
