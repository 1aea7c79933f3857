"""Events in the words of schema.org: pure functions of event pages and of the sessions of a day.

Nothing is sold, so no event has `offers`; each says that it is free instead. The `@id` of an event
is the same in all languages: it is one event, told twice.
"""

from collections.abc import Iterable

from django.conf import settings

from events.program import Day, Session
from pages.languages import LocalizedText, join_texts
from pages.schema import CONTEXT, Node, moment, node, text

STATUS = {"scheduled": "Scheduled", "moved": "Rescheduled", "cancelled": "Cancelled"}
MODE = {"in_person": "Offline", "online": "Online", "hybrid": "Mixed"}


def key(page) -> str:
    """Return the `@id` of the event of a page, in whatever language."""
    return f"{settings.SITE_URL}/#event-{page.translation_key}"


def event(page, *, url: str, **more) -> Node:
    """Return the event of an event page, which stands at the address `url`.

    `more` holds what the page does not know by itself: description, image, organizer, sessions.
    """
    return node(
        "Event",
        key(page),
        name=page.title,
        url=url,
        mainEntityOfPage={"@id": url},
        startDate=moment(page.local_starts),
        endDate=moment(page.local_ends),
        eventStatus=_status(page.status),
        eventAttendanceMode=_mode(page.mode),
        location=locations(page),
        isAccessibleForFree=True,
        **more,
    )


def sessions(page, days: Iterable[Day], *, url: str) -> list[Node]:
    """Return the sessions of the summit `page`, breaks aside, in the order of time.

    What they are about is said once, on the page: on paths with little data each letter counts.
    """
    return [
        _session(page, session, url)
        for day in days
        for session in day.sessions
        if not session.is_break
    ]


def _session(page, session: Session, url: str) -> Node:
    return node(
        "Event",
        name=text(session.title),
        url=f"{url}#session-{session.id}",
        startDate=moment(session.starts),
        endDate=moment(session.ends),
        eventStatus=_status("cancelled" if page.is_cancelled else session.status),
        eventAttendanceMode=_mode(page.mode),
        location=locations(page, session.room),
        inLanguage=list(session.languages),
    )


def locations(page, room: LocalizedText | None = None) -> list[Node]:
    """Return where an event takes place: a place (with the room), a stream, or both."""
    found = []
    if page.is_in_person and (page.venue or page.address or page.city):
        city = page.city_text
        address = node("PostalAddress", streetAddress=page.address, addressLocality=text(city))
        name = join_texts(room, page.venue_text) or city or LocalizedText(page.address)
        found.append(node("Place", name=text(name), address=address))
    if page.livestream_url and page.mode != "in_person":
        found.append(node("VirtualLocation", url=page.livestream_url))
    return found


def _status(status: str) -> str:
    return f"{CONTEXT}/Event{STATUS[status]}"


def _mode(mode: str) -> str:
    return f"{CONTEXT}/{MODE[mode]}EventAttendanceMode"
