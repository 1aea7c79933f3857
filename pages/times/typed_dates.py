"""Parse dates and times as people in both countries write them, or refuse with a reason.

Unambiguous input is accepted; nothing is guessed, neither a year nor a time. Each error has a
message and a code.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.text import folded, ordinary

ERRORS = {
    "invalid": _("Enter the date as year-month-day, such as 2030-02-23."),
    "no_such_day": _("This date does not exist. Please check it."),
    "ambiguous": _(
        "This could be two different dates: we cannot tell which number is the month. Enter "
        "the date as year-month-day, such as 2030-02-23."
    ),
    "no_year": _("Enter the year of the date too, with four digits."),
    "weekday": _("The day of the week does not match this date. Please check it."),
    "no_time": _("Enter the time too, such as 2030-02-23 18:30."),
    "time": _("Enter the time in hours and minutes, such as 18:30."),
}

_MONTHS = (
    ("january", "enero"), ("february", "febrero"), ("march", "marzo"), ("april", "abril"),
    ("may", "mayo"), ("june", "junio"), ("july", "julio"), ("august", "agosto"),
    ("september", "septiembre", "setiembre"), ("october", "octubre"), ("november", "noviembre"),
    ("december", "diciembre"),
)  # fmt: skip
_WEEKDAYS = (
    ("monday", "lunes"), ("tuesday", "martes"), ("wednesday", "miercoles"),
    ("thursday", "jueves"), ("friday", "viernes"), ("saturday", "sabado"), ("sunday", "domingo"),
)  # fmt: skip
_HOURS = {
    "noon": (12, 0), "midday": (12, 0), "mediodia": (12, 0), "midnight": (0, 0),
    "medianoche": (0, 0),
}  # fmt: skip
_TIME = (
    r"(?:(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
    r"(?:\ ?(?P<half>[ap])\.?\ ?m\b\.?)?(?:\ ?(?P<unit>hrs?|hs?|horas?)\b\.?)?"
    r"|(?P<word>noon|midday|mediod[ií]a|midnight|medianoche))"
)
_TIME_ALONE = re.compile(_TIME, re.IGNORECASE)
_DAY_AND_TIME = re.compile(
    rf"(?P<day>.*?\S)(?:T|,?\ (?:-\ |at\ |a\ las?\ |al?\ )?){_TIME}", re.IGNORECASE
)


def day(text: str, *, month_first: bool | None = None) -> datetime.date:
    """Return the date in `text`: "2030-02-23", "23 de febrero de 2030", "2/23/2030".

    `month_first` tells how the writer reads 3/4/2030; None refuses ambiguous dates. Raises
    ValidationError unless there is exactly one possible date.
    """
    plain, weekday = _without_weekday(ordinary(text).strip(" .,"))
    found = _day(plain, month_first)
    if weekday is not None and found.weekday() != weekday:
        raise _error("weekday")
    return found


def _day(plain: str, month_first: bool | None) -> datetime.date:
    if found := re.fullmatch(r"(\d{4}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{1,2})", plain):
        year, month, number = (int(part) for part in found.groups())
        return _date(year, month, number)
    if found := re.fullmatch(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4})", plain):
        one, other, year = (int(part) for part in found.groups())
        if one != other and one <= 12 and other <= 12:
            if month_first is None:
                raise _error("ambiguous")
            return _date(year, one, other) if month_first else _date(year, other, one)
        # The larger number is the day, in either order.
        return _date(year, min(one, other), max(one, other))
    if re.fullmatch(r"\d{1,2} ?[-/. ] ?\d{1,2}(?: ?[-/. ] ?\d{2})?", plain):
        raise _error("no_year")
    return _day_in_words(plain)


def _without_weekday(plain: str) -> tuple[str, int | None]:
    """Return the text after a weekday, and the weekday: Monday is 0, None if there is none."""
    first, _space, rest = plain.partition(" ")
    word = folded(first)
    for number, names in enumerate(_WEEKDAYS):
        # "mar" could be March, marzo or martes.
        if word in names or (word != "mar" and len(word) == 3 and _begins(word, names)):
            return rest.strip(" ,"), number
    return plain, None


def _begins(word: str, names: tuple[str, ...]) -> bool:
    return any(name.startswith(word) for name in names)


def _day_in_words(plain: str) -> datetime.date:
    """Return the date in "23 de febrero de 2030" or "February 23rd, 2030"."""
    words = [word for word in folded(plain).split() if word not in ("de", "del", "of", "the", "el")]
    months = [_month(word) for word in words if word.isalpha()]
    numbers = [re.fullmatch(r"(\d+)(?:st|nd|rd|th|o)?", w) for w in words if not w.isalpha()]
    if len(months) != 1 or not months[0] or not all(numbers):
        raise _error("invalid")
    days = [found[1] for found in numbers if found and len(found[1]) <= 2]
    years = [found[1] for found in numbers if found and len(found[1]) == 4]
    if len(days) == 1 and not years and len(numbers) == 1:
        raise _error("no_year")
    if len(days) != 1 or len(years) != 1 or len(numbers) != 2:
        raise _error("invalid")
    return _date(int(years[0]), months[0], int(days[0]))


def _month(word: str) -> int | None:
    """Return the number of a month from its name or abbreviation in English or Spanish."""
    for number, names in enumerate(_MONTHS, start=1):
        if word in names or (len(word) in (3, 4) and _begins(word, names)):
            return number
    return None


def _date(year: int, month: int, number: int) -> datetime.date:
    try:
        if not datetime.MINYEAR < year < datetime.MAXYEAR:  # conversion to UTC would overflow
            raise _error("no_such_day")
        return datetime.date(year, month, number)
    except ValueError as error:
        raise _error("no_such_day") from error


def time(text: str) -> datetime.time:
    """Return the time in `text`: "18:30", "6:30 p.m.", "18.30 h", "noon".

    Raises ValidationError for anything else, including a bare number.
    """
    found = _TIME_ALONE.fullmatch(ordinary(text).strip(" ,"))
    if found is None:
        raise _error("time")
    return _time(found)


def _time(found: re.Match) -> datetime.time:
    if found["word"]:
        return datetime.time(*_HOURS[folded(found["word"])])
    hour, minute = int(found["hour"]), found["minute"]
    half = (found["half"] or "").lower()
    if minute is None and not half and not found["unit"]:
        raise _error("time")
    if half:
        if not 1 <= hour <= 12:
            raise _error("time")
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime.time(hour, int(minute or 0), int(found["second"] or 0))
    except ValueError as error:
        raise _error("time") from error


def moment(text: str, *, month_first: bool | None = None) -> datetime.datetime:
    """Return the naive date and time in `text`: "2030-02-23 18:30", "2/23/2030, 6:30 p.m.".

    Raises ValidationError as `day` and `time` do, and for a date without a time.
    """
    plain = ordinary(text).strip(" ,")
    found = _DAY_AND_TIME.fullmatch(plain)
    # "20 de marzo de 2027" and "20 03 2027" have no time: the last number belongs to the date.
    if found and not (found["minute"] or found["half"] or found["unit"] or found["word"]):
        found = None
    if found is None:
        day(plain, month_first=month_first)
        raise _error("no_time")
    return datetime.datetime.combine(day(found["day"], month_first=month_first), _time(found))


def _error(code: str) -> ValidationError:
    return ValidationError(ERRORS[code], code=code)
