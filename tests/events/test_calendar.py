"""Calendar files, parsed by a widely used library, without a database."""

import datetime
from dataclasses import replace
from zoneinfo import ZoneInfo

import icalendar
import pytest

from events.calendar import Entry, write

UTC = datetime.UTC
ENTRY = Entry(
    uid="one@example.org",
    starts=datetime.datetime(2027, 1, 15, 10, tzinfo=ZoneInfo("America/Tijuana")),
    ends=datetime.datetime(2027, 1, 15, 13, tzinfo=ZoneInfo("America/Tijuana")),
    summary="Diálogo, con coma; y más",
    language="es",
    modified=datetime.datetime(2026, 11, 2, 8, 30, 5, 123, tzinfo=UTC),
    sequence=3,
    description="Una línea.\n\nOtra línea, larga: " + "ñandú " * 30,
    location="Casa, Calle 1",
    url="https://example.org/es/dialogo/",
)


ABOUT = {"organizer": "hola@example.org", "name": "Cumbre"}


def read(*entries):
    return icalendar.Calendar.from_ical(write(entries, **ABOUT))


def only(entry):
    (event,) = read(entry).walk("VEVENT")
    return event


def test_all_that_was_written_is_read_back():
    event = only(ENTRY)
    assert event["UID"] == "one@example.org"
    assert event["SUMMARY"] == ENTRY.summary
    assert event["SUMMARY"].params["LANGUAGE"] == "es"
    assert event["DESCRIPTION"] == ENTRY.description
    assert event["LOCATION"] == ENTRY.location
    assert event["URL"] == ENTRY.url
    assert event["SEQUENCE"] == 3
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTAMP"].dt == datetime.datetime(2026, 11, 2, 8, 30, 5, tzinfo=UTC)
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt


def test_the_calendar_says_what_it_is():
    calendar = read(ENTRY)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["X-WR-CALNAME"] == "Cumbre"


def test_a_cancelled_event_says_so():
    assert only(replace(ENTRY, cancelled=True))["STATUS"] == "CANCELLED"


def test_lines_are_folded_and_end_as_the_standard_wants():
    raw = write([ENTRY], **ABOUT)
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


@pytest.mark.parametrize(("month", "offset"), [(1, -8), (7, -7)])
def test_tijuana_has_summer_time_and_the_file_says_when(month, offset):
    tz = ZoneInfo("America/Tijuana")
    starts = datetime.datetime(2027, month, 15, 10, tzinfo=tz)
    calendar = read(replace(ENTRY, starts=starts, ends=starts + datetime.timedelta(hours=2)))
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "America/Tijuana"
    assert b"DTSTART;TZID=America/Tijuana:2027" in calendar.to_ical()
    assert event["DTSTART"].dt.astimezone(UTC).hour == 10 - offset
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "America/Tijuana"
    assert zone.walk("DAYLIGHT")
    # Use the time zone data in the file itself, not those of this machine.
    own = zone.to_tz(lookup_tzid=False)
    naive = datetime.datetime(2027, month, 15, 10)  # noqa: DTZ001
    assert own.utcoffset(naive) == datetime.timedelta(hours=offset)


def test_each_zone_is_described_once():
    tz = ZoneInfo("America/Mexico_City")
    other = replace(
        ENTRY,
        uid="two@example.org",
        starts=ENTRY.starts.replace(tzinfo=tz),
        ends=ENTRY.ends.replace(tzinfo=tz),
    )
    calendar = read(ENTRY, other, replace(other, uid="three@example.org"))
    zones = sorted(zone["TZID"] for zone in calendar.walk("VTIMEZONE"))
    assert zones == ["America/Mexico_City", "America/Tijuana"]
    assert len(calendar.walk("VEVENT")) == 3


def test_an_empty_calendar_is_a_calendar():
    assert read().walk("VEVENT") == []


def test_the_same_entries_give_the_same_bytes():
    assert write([ENTRY], **ABOUT) == write([ENTRY], **ABOUT)
