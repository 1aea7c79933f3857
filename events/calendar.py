"""Calendar files (RFC 5545), also to subscribe to (RFC 7986): a pure function of plain data.

The same event has the same UID in every language, so that somebody who takes it from both
does not get it twice, and SEQUENCE tells calendars which version is the newer one.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import icalendar

PRODID = "-//Peace Summit//Events//EN"
COLOR = "mediumvioletred"  # a name of CSS, as RFC 7986 wants it: the nearest to the site's pink
REFRESH = datetime.timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """One event of a calendar.

    `starts` and `ends` are aware, in the zone of the event (`zoneinfo`); `modified` is the
    moment of its last publication. `language` is that of the texts (RFC 5646);
    `summary_language` and `place_language` are given where those are in another one. `comments` are
    what has to be said in other languages, by their codes: a description can be in one alone.
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
    """What a calendar that is fetched again and again says about itself.

    `source` is its own address and `url` that of the page it belongs to, both absolute.
    `language` is that of its name and description (RFC 5646).
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
    """Return the file with all `entries`, under the title `name` that some calendars show.

    `organizer` is the e-mail address of who publishes them, and `method` what is done with them:
    "PUBLISH", or "CANCEL" to take them back (RFC 5546). `stamp` is the moment at which the file
    is made, where it is not one that anybody may fetch at any time.
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
        # Two years around what takes place: rules of other times would only make it longer.
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
    # What came before the standard, for the programs that know nothing else.
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
