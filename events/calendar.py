"""Write calendar files (RFC 5545), also for subscriptions (RFC 7986), from plain data.

An event has the same UID in every language, so that a calendar that imports both shows it only
once. SEQUENCE tells calendars which version is newer.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import icalendar

PRODID = "-//Peace Summit//Events//EN"
COLOR = "mediumvioletred"  # RFC 7986 requires a CSS color name: closest to the site's pink
REFRESH = datetime.timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """One event of a calendar.

    `starts` and `ends` are aware datetimes in the time zone of the event (`zoneinfo`); `modified`
    is when it was last published. `language` is the language of the texts (RFC 5646);
    `summary_language` and `place_language` are set if those texts are in another one. `comments`
    holds (language code, text) pairs for other languages, because a description can have only one.
    """

    uid: str
    starts: datetime.datetime
    ends: datetime.datetime
    summary: str
    language: str
    modified: datetime.datetime
    summary_language: str = ""
    sequence: int = 0
    description: str = ""
    location: str = ""
    place_language: str = ""
    comments: tuple[tuple[str, str], ...] = ()
    url: str = ""
    cancelled: bool = False


@dataclass(frozen=True)
class Subscription:
    """Properties of a calendar that programs subscribe to.

    `source` is the URL of the calendar and `url` that of its page, both absolute. `language` is the
    language of its name and description (RFC 5646).
    """

    source: str
    url: str
    language: str
    description: str = ""


def write(
    entries: Sequence[Entry],
    *,
    organizer: str,
    name: str = "",
    subscription: Subscription | None = None,
    method: str = "PUBLISH",
    stamp: datetime.datetime | None = None,
) -> bytes:
    """Return the calendar file with all `entries`, under the title `name`, if programs show it.

    `organizer` is the email address of the publisher. `method` is "PUBLISH", or "CANCEL" to
    withdraw entries (RFC 5546). `stamp` is when the file was made; leave it out for files that can
    be fetched at any time.
    """
    calendar = icalendar.Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    if name:
        calendar.add("X-WR-CALNAME", name)
    if subscription is not None:
        _describe(calendar, subscription, name, entries)
    for entry in entries:
        event = _event(entry, stamp)
        event.add("ORGANIZER", f"mailto:{organizer}")
        calendar.add_component(event)
    if entries:
        # Cover only the years of the events: older time zone rules would make the file longer.
        calendar.add_missing_timezones(
            first_date=min(entry.starts for entry in entries).date().replace(month=1, day=1),
            last_date=max(entry.ends for entry in entries).date() + datetime.timedelta(days=400),
        )
    return calendar.to_ical()


def _describe(
    calendar: icalendar.Calendar,
    subscription: Subscription,
    name: str,
    entries: Sequence[Entry],
) -> None:
    spoken = {"LANGUAGE": subscription.language}
    calendar.add("NAME", name, parameters=spoken)
    if subscription.description:
        calendar.add("DESCRIPTION", subscription.description, parameters=spoken)
        calendar.add("X-WR-CALDESC", subscription.description)
    calendar.add("COLOR", COLOR)
    calendar.add("URL", subscription.url)
    calendar.add("SOURCE", subscription.source, parameters={"VALUE": "URI"})
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    # Properties from before the standard, for programs that know no others.
    calendar.add("X-PUBLISHED-TTL", icalendar.vDuration(REFRESH).to_ical().decode())
    if entries:
        newest = max(entry.modified for entry in entries).astimezone(datetime.UTC)
        calendar.add("LAST-MODIFIED", newest.replace(microsecond=0))


def _event(entry: Entry, stamp: datetime.datetime | None) -> icalendar.Event:
    event = icalendar.Event()
    spoken = {"LANGUAGE": entry.language}
    modified = entry.modified.astimezone(datetime.UTC).replace(microsecond=0)
    event.add("UID", entry.uid)
    event.add(
        "DTSTAMP", stamp.astimezone(datetime.UTC).replace(microsecond=0) if stamp else modified
    )
    event.add("LAST-MODIFIED", modified)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTART", entry.starts)
    event.add("DTEND", entry.ends)
    event.add(
        "SUMMARY",
        entry.summary,
        parameters={"LANGUAGE": entry.summary_language or entry.language},
    )
    if entry.description:
        event.add("DESCRIPTION", entry.description, parameters=spoken)
    if entry.location:
        place = {"LANGUAGE": entry.place_language} if entry.place_language else {}
        event.add("LOCATION", entry.location, parameters=place)
    for language, words in entry.comments:
        event.add("COMMENT", words, parameters={"LANGUAGE": language})
    if entry.url:
        event.add("URL", entry.url)
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event
