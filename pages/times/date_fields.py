"""The admin's date fields: what people type is understood or refused, and said again in words.

The script (static/pages/dates.js) keeps Wagtail's date picker from replacing what it cannot read,
and shows below the field what `echo_date` answers.
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
    """Return whether 3/4/2030 is in March to whoever uses the active language."""
    return (get_language() or "en").partition("-")[0] == "en"


# ------------------------------------------------------------------ fields
class DateField(forms.DateField):
    """A day, typed or picked."""

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            value = typed_dates.day(value, month_first=month_first())
        return super().to_python(value)


class TimeField(forms.TimeField):
    """A time of the day, typed or picked."""

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            value = typed_dates.time(value)
        return super().to_python(value)


class DateTimeField(forms.DateTimeField):
    """A day and a time in the zone of whoever uses the form, typed or picked."""

    widget = AdminDateTimeInput

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            value = typed_dates.moment(value, month_first=month_first())
        return super().to_python(value)


class WallTimeField(DateTimeField):
    """A date and time without a zone: what is typed is what comes out, naive.

    It is in `zone`, or in the one that the field `zone_field` of the same form names.
    """

    def __init__(self, *args: Any, zone: str = "", zone_field: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs |= {"data-zone": zone, "data-zone-field": zone_field}

    def to_python(self, value):
        # Django reads and shows naive times in the current zone; here there is no such thing.
        with timezone.override(datetime.UTC):
            result = super().to_python(value)
        return None if result is None else result.replace(tzinfo=None)


class DateRangeField(FilterDateRangeField):
    """The first and the last day of a filter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Past the constructor of the parent, which makes fields of Django's.
        RangeField.__init__(self, (DateField(), DateField()), *args, **kwargs)


class DateBlock(blocks.DateBlock):
    """A day in a stream."""

    @cached_property
    def field(self):
        """Return the field of the form."""
        return DateField(widget=AdminDateInput(format=self.format), **self.field_options)


class TimeBlock(blocks.TimeBlock):
    """A time of the day in a stream."""

    @cached_property
    def field(self):
        """Return the field of the form."""
        return TimeField(widget=AdminTimeInput(format=self.format), **self.field_options)


def read_every_date() -> None:
    """Have the forms and filters of the admin read dates with these fields; called at the start."""
    for column, field, widget in (
        (models.DateField, DateField, AdminDateInput),
        (models.TimeField, TimeField, AdminTimeInput),
        (models.DateTimeField, DateTimeField, AdminDateTimeInput),
    ):
        register_form_field_override(column, override={"form_class": field, "widget": widget})
    # Wagtail's reports make this filter themselves, and leave no other place to say so.
    DateFromToRangeFilter.field_class = DateRangeField


def name_the_zone() -> None:
    """Have Wagtail name the zone where it shows the hour of today alone; called at the start."""
    shown = upstream.timesince_last_update

    def with_zone(last_update, *args, **kwargs):
        local = timezone.localtime(last_update)
        return shown(last_update, *args, **kwargs).replace(f"{local:%H:%M}", f"{local:%H:%M %Z}")

    upstream.register.simple_tag(with_zone, name="timesince_last_update")


# ------------------------------------------------------------------ said again
_KINDS: dict[str, type[forms.Field]] = {
    "date": DateField,
    "time": TimeField,
    "moment": WallTimeField,
}


@require_safe
def echo_date(request: HttpRequest) -> JsonResponse:
    """Answer what a typed date means: `words` and the `value` for the field, or the `error`.

    `kind` is "date", "time" or "moment"; a moment is in `zone`, or in the zone of who asks.
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
    """Return a date or time as Wagtail's date picker writes it."""
    if isinstance(found, datetime.datetime):
        return found.isoformat(" ", "minutes")
    return found.isoformat("minutes") if isinstance(found, datetime.time) else found.isoformat()
