"""Dates and times in words, in the active language. Pure functions of dates."""

import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, get_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.times.zones import city_in_a_sentence

#: A time of each half of the day and the two that have a name, with Django's letter for each.
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
    """Return a moment as clocks in `zone` show it, with the zone by the name of its city.

    "Tuesday, February 23, 2027, 10 a.m., Mexico City time",
    "Martes 23 de febrero de 2027, 10:00, hora de la Ciudad de México".
    """
    local = moment.astimezone(ZoneInfo(zone))
    return _("%(day)s, %(hour)s, %(city)s time") % {
        "day": full_day(local),
        "hour": hour(local),
        "city": city_in_a_sentence(zone),
    }


def day_and_hour(moment: datetime.datetime, zone: str) -> str:
    """Return a moment as a sentence names it after "until", by clocks in `zone` with their city.

    "6 p.m. on February 24, 2027, Mexico City time",
    "las 18:00 del 24 de febrero de 2027, hora de la Ciudad de México".
    """
    local = moment.astimezone(ZoneInfo(zone))
    parts = {"hour": hour(local), "day": day(local), "city": city_in_a_sentence(zone)}
    if local.hour == 1:  # “la 1:00”, not “las 1:00”
        words = pgettext("moment at one o'clock", "%(hour)s on %(day)s, %(city)s time")
    else:
        words = pgettext("moment", "%(hour)s on %(day)s, %(city)s time")
    return words % parts


def days(first: datetime.date, last: datetime.date) -> str:
    """Return one date, or two with all that they share said once."""
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
    """Return "a.m.", "p.m.", "noon", "midnight"; nothing where the language counts to 24."""
    if "P" not in get_format("TIME_FORMAT"):
        return ()
    return tuple(time_format(datetime.time(*at), style) for at, style in _HALVES)


def hours(first: datetime.datetime, last: datetime.datetime) -> str:
    """Return "10 a.m. to 1 p.m.", "10:00 a 13:00"."""
    return pgettext("times", "%(first)s to %(last)s") % {"first": hour(first), "last": hour(last)}
