"""Provide the date fields of the admin: they parse typed dates and echo them in words.

The script (static/pages/dates.js) keeps Wagtail's date picker from replacing text that it cannot
parse, and shows the response of `echo_date` below the field.
"""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django_filters import DateFromToRangeFilter
from django_filters.fields import DateRangeField as FilterDateRangeField
from django_filters.fields import RangeField
from wagtail import blocks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from pages.compat import upstream
from pages.times import dates, typed_dates
from pages.times.zones import moment, validate_zone


def month_first() -> bool:
    """Return whether 3/4/2030 is in March for readers of the active language."""
    return (get_language() or "en").partition("-")[0] == "en"


# ------------------------------------------------------------------ fields
class DateField(forms.DateField):
    """A date, typed or picked."""

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            value = typed_dates.day(value, month_first=month_first())
        return super().to_python(value)


class TimeField(forms.TimeField):
    """A time of day, typed or picked."""

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            value = typed_dates.time(value)
        return super().to_python(value)


class DateTimeField(forms.DateTimeField):
    """A date and time in the zone of the user, typed or picked."""

    widget = AdminDateTimeInput

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            value = typed_dates.moment(value, month_first=month_first())
        return super().to_python(value)


class WallTimeField(DateTimeField):
    """A naive date and time, typed or picked, without conversion between zones.

    The zone is `zone`, or the value of the field `zone_field` in the same form.
    """

    def __init__(self, *args: Any, zone: str = "", zone_field: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs |= {"data-zone": zone, "data-zone-field": zone_field}

    def to_python(self, value):
        # Django converts naive times from and to the current zone; UTC prevents that.
        with timezone.override(datetime.UTC):
            result = super().to_python(value)
        return None if result is None else result.replace(tzinfo=None)


class DateRangeField(FilterDateRangeField):
    """The first and last date of a filter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Skips the constructor of the parent, which uses Django's fields.
        RangeField.__init__(self, (DateField(), DateField()), *args, **kwargs)


class DateBlock(blocks.DateBlock):
    """A date in a stream."""

    @cached_property
    def field(self):
        """Return the form field."""
        return DateField(widget=AdminDateInput(format=self.format), **self.field_options)


class TimeBlock(blocks.TimeBlock):
    """A time of day in a stream."""

    @cached_property
    def field(self):
        """Return the form field."""
        return TimeField(widget=AdminTimeInput(format=self.format), **self.field_options)


def read_every_date() -> None:
    """Make the forms and filters of the admin use these fields; called at startup."""
    for column, field, widget in (
        (models.DateField, DateField, AdminDateInput),
        (models.TimeField, TimeField, AdminTimeInput),
        (models.DateTimeField, DateTimeField, AdminDateTimeInput),
    ):
        register_form_field_override(column, override={"form_class": field, "widget": widget})
    # Wagtail's reports create this filter themselves; there is no other way to change it.
    DateFromToRangeFilter.field_class = DateRangeField


def name_the_zone() -> None:
    """Make Wagtail add the zone where it shows only the time of today; called at startup."""
    shown = upstream.timesince_last_update

    def with_zone(last_update, *args, **kwargs):
        local = timezone.localtime(last_update)
        return shown(last_update, *args, **kwargs).replace(f"{local:%H:%M}", f"{local:%H:%M %Z}")

    upstream.register.simple_tag(with_zone, name="timesince_last_update")


# ------------------------------------------------------------------ echo
_KINDS: dict[str, type[forms.Field]] = {
    "date": DateField,
    "time": TimeField,
    "moment": WallTimeField,
}


@require_safe
def echo_date(request: HttpRequest) -> JsonResponse:
    """Return the meaning of a typed date as JSON: `words` and `value`, or `error`.

    `kind` is "date", "time" or "moment"; a moment is in `zone`, or else in the user's zone.
    """
    kind, zone = request.GET.get("kind", ""), request.GET.get("zone", "")
    if kind not in _KINDS:
        return JsonResponse({"error": ""}, status=400)
    try:
        found = _KINDS[kind]().clean(request.GET.get("text", "")[:200])
        if kind == "moment":
            zone = zone or timezone.get_current_timezone_name()
            validate_zone(zone)
            words = dates.in_words(moment(found, zone), zone)
        else:
            words = dates.full_day(found) if kind == "date" else dates.hour(found)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)})
    return JsonResponse({"words": words, "value": _written(found)})


def _written(found: datetime.date | datetime.time) -> str:
    """Return a date or time in the format of Wagtail's date picker."""
    if isinstance(found, datetime.datetime):
        return found.isoformat(" ", "minutes")
    return found.isoformat("minutes") if isinstance(found, datetime.time) else found.isoformat()
