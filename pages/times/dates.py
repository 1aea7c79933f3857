"""Format dates and times in words, in the active language. All functions are pure."""

import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, get_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.times.zones import city_in_a_sentence

#: A time in each half of the day, then noon and midnight, with Django's format character.
_HALVES = (((9,), "a"), ((21,), "a"), ((12,), "P"), ((0,), "P"))


def day(date: datetime.date) -> str:
    """Return "February 23, 2027", "23 de febrero de 2027"."""
    return date_format(date, pgettext("format of a date", "F j, Y"))


def weekday(date: datetime.date) -> str:
    """Return "Tuesday, February 23", "Martes 23 de febrero"."""
    words = date_format(date, pgettext("format of a date with its weekday", "l, F j"))
    return words[:1].upper() + words[1:]


def full_day(date: datetime.date) -> str:
    """Return "Tuesday, February 23, 2027", "Martes 23 de febrero de 2027"."""
    return _("%(weekday)s, %(year)s") % {"weekday": weekday(date), "year": date.year}


def in_words(moment: datetime.datetime, zone: str) -> str:
    """Return a moment in local time of `zone`, with the city of the zone.

    "Tuesday, February 23, 2027, 10 a.m., Mexico City time", "Martes 23 de febrero de 2027, 10:00,
    hora de la Ciudad de México".
    """
    local = moment.astimezone(ZoneInfo(zone))
    return _("%(day)s, %(hour)s, %(city)s time") % {
        "day": full_day(local),
        "hour": hour(local),
        "city": city_in_a_sentence(zone),
    }


def day_and_hour(moment: datetime.datetime, zone: str) -> str:
    """Return a moment for use after "until" in a sentence, in local time of `zone` with its city.

    "6 p.m. on February 24, 2027, Mexico City time", "las 18:00 del 24 de febrero de 2027, hora de
    la Ciudad de México".
    """
    local = moment.astimezone(ZoneInfo(zone))
    parts = {"hour": hour(local), "day": day(local), "city": city_in_a_sentence(zone)}
    if local.hour == 1:  # “la 1:00”, not “las 1:00”
        words = pgettext("moment at one o'clock", "%(hour)s on %(day)s, %(city)s time")
    else:
        words = pgettext("moment", "%(hour)s on %(day)s, %(city)s time")
    return words % parts


def days(first: datetime.date, last: datetime.date) -> str:
    """Return one date, or a range of two without repeating what they share."""
    if first == last:
        return day(first)
    if first.year != last.year:
        return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
    parts = {
        "first": date_format(first, "j"),
        "last": date_format(last, "j"),
        "month": date_format(first, "F"),
        "last_month": date_format(last, "F"),
        "year": date_format(last, "Y"),
    }
    if first.month != last.month:
        return pgettext("dates", "%(month)s %(first)s to %(last_month)s %(last)s, %(year)s") % parts
    if last - first == datetime.timedelta(days=1):
        return pgettext("two dates", "%(month)s %(first)s and %(last)s, %(year)s") % parts
    return pgettext("dates", "%(month)s %(first)s–%(last)s, %(year)s") % parts


def hour(moment: datetime.datetime) -> str:
    """Return "10 a.m.", "10:00"."""
    return date_format(moment, "TIME_FORMAT")


def twelve_hours() -> tuple[str, ...]:
    """Return "a.m.", "p.m.", "noon", "midnight"; () if the language uses 24 hours."""
    if "P" not in get_format("TIME_FORMAT"):
        return ()
    return tuple(time_format(datetime.time(*at), style) for at, style in _HALVES)


def hours(first: datetime.datetime, last: datetime.datetime) -> str:
    """Return "10 a.m. to 1 p.m.", "10:00 a 13:00"."""
    return pgettext("times", "%(first)s to %(last)s") % {"first": hour(first), "last": hour(last)}
