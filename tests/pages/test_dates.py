"""Dates, times and time zones in both languages, without a database."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from pages.times import dates, zones
from pages.times.zones import WallTimeError, city_in_a_sentence, city_of, moment, validate_zone

FIRST = datetime.date(2027, 2, 23)


def wall(*parts):
    return datetime.datetime(*parts)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("last", "english", "spanish"),
    [
        (FIRST, "February 23, 2027", "23 de febrero de 2027"),
        (datetime.date(2027, 2, 24), "February 23 and 24, 2027", "23 y 24 de febrero de 2027"),
        (datetime.date(2027, 2, 26), "February 23–26, 2027", "23 al 26 de febrero de 2027"),
        (
            datetime.date(2027, 3, 1),
            "February 23 to March 1, 2027",
            "23 de febrero al 1 de marzo de 2027",
        ),
        (
            datetime.date(2028, 1, 1),
            "February 23, 2027 to January 1, 2028",
            "23 de febrero de 2027 al 1 de enero de 2028",
        ),
    ],
)
def test_dates_say_once_what_they_share(last, english, spanish):
    assert dates.days(FIRST, last) == english
    with translation.override("es"):
        assert dates.days(FIRST, last) == spanish


def test_the_weekday_starts_a_heading_and_months_stay_small():
    assert dates.weekday(FIRST) == "Tuesday, February 23"
    with translation.override("es"):
        assert dates.weekday(FIRST) == "Martes 23 de febrero"


def test_hours_are_written_as_the_language_writes_them():
    first, last = wall(2027, 2, 23, 10), wall(2027, 2, 23, 13, 30)
    assert dates.hours(first, last) == "10 a.m. to 1:30 p.m."
    with translation.override("es"):
        assert dates.hours(first, last) == "10:00 a 13:30"


def test_every_zone_offered_exists():
    for zone in (*zones.ZONES, *zones.REFERENCE_ZONES):
        validate_zone(zone)


@pytest.mark.parametrize(
    ("hour", "english", "spanish"),
    [
        (7, "1 a.m. on February 24, 2027", "la 01:00 del 24 de febrero de 2027"),
        (18, "noon on February 24, 2027", "las 12:00 del 24 de febrero de 2027"),
        (24, "6 p.m. on February 24, 2027", "las 18:00 del 24 de febrero de 2027"),
    ],
)
def test_a_sentence_names_the_hour_then_the_day_then_the_city(hour, english, spanish):
    at = datetime.datetime(2027, 2, 24, tzinfo=datetime.UTC) + datetime.timedelta(hours=hour)
    said = dates.day_and_hour(at, "America/Mexico_City")
    assert said == f"{english}, Mexico City time"
    with translation.override("es"):
        said = dates.day_and_hour(at, "America/Mexico_City")
        assert said == f"{spanish}, hora de la Ciudad de México"


def test_a_zone_that_does_not_exist_is_refused():
    with pytest.raises(ValidationError):
        validate_zone("America/Nowhere")


def test_a_zone_is_called_by_its_city():
    assert city_of("America/Mexico_City") == "Mexico City"
    assert city_of("America/Port-au-Prince") == "Port-au-Prince"
    assert city_of("America/Argentina/Buenos_Aires") == "Buenos Aires"
    with translation.override("es"):
        assert city_of("America/Mexico_City") == "Ciudad de México"
        assert city_in_a_sentence("America/Mexico_City") == "la Ciudad de México"
        assert city_in_a_sentence("America/New_York") == "Nueva York"


def test_mexico_city_has_no_summer_time_but_its_border_has():
    assert moment(wall(2027, 7, 1, 10), "America/Mexico_City").hour == 16
    assert moment(wall(2027, 1, 1, 10), "America/Mexico_City").hour == 16
    assert moment(wall(2027, 7, 1, 10), "America/Tijuana").hour == 17
    assert moment(wall(2027, 1, 1, 10), "America/Tijuana").hour == 18


@pytest.mark.parametrize(
    ("time", "twice"), [(wall(2027, 3, 14, 2, 30), False), (wall(2027, 11, 7, 1, 30), True)]
)
def test_a_time_on_the_night_of_the_change_is_refused(time, twice):
    with pytest.raises(WallTimeError) as caught:
        moment(time, "America/Tijuana")
    assert caught.value.code == ("twice" if twice else "never")
