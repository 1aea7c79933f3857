"""Describe events in schema.org terms: pure functions of event pages and sessions.

Nothing is sold, so events have no `offers` but state that they are free. The `@id` of an event is
the same in all languages, because it is the same event.
"""

from collections.abc import Iterable

from django.conf import settings

from events.program import Day, Session
from pages.languages import LocalizedText, join_texts
from pages.schema import CONTEXT, Node, moment, node, text

STATUS = {"scheduled": "Scheduled", "moved": "Rescheduled", "cancelled": "Cancelled"}
MODE = {"in_person": "Offline", "online": "Online", "hybrid": "Mixed"}


def key(page) -> str:
    """Return the `@id` of the event of a page, the same in all languages."""
    return f"{settings.SITE_URL}/#event-{page.translation_key}"


def event(page, *, url: str, **more) -> Node:
    """Return the schema.org event of an event page whose URL is `url`.

    `more` holds what the page does not know: description, image, organizer, sessions.
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
    """Return the sessions of the summit `page` except breaks, in chronological order.

    Descriptions are only on the page: on slow connections every byte counts.
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
    """Return where an event takes place: a place (with the room), a livestream, or both."""
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
