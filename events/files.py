"""Calendar files of event pages: from a page to plain entries, and the answer that sends them."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from events import calendar
from events.programme import Session


def response(entries: Sequence[calendar.Entry], name: str, filename: str) -> HttpResponse:
    """Return the answer to a request for a calendar file in the active language."""
    answer = HttpResponse(
        calendar.write(entries, name=name), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{slugify(filename) or "event"}.ics"'
    answer["X-Robots-Tag"] = "noindex"
    if entries:
        answer["Content-Language"] = ", ".join(sorted({entry.language for entry in entries}))
    return answer


def _host() -> str:
    """Return the host in every UID. From the settings: it must not change with the request."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def event_entry(page, request=None) -> calendar.Entry:
    """Return the calendar entry of an event page, in the language of the page."""
    return calendar.Entry(
        uid=f"{page.translation_key}@{_host()}",
        starts=page.local_starts,
        ends=page.local_ends,
        summary=page.title,
        language=page.locale.language_code,
        modified=_modified(page),
        sequence=page.calendar_sequence,
        description=_paragraphs(
            page.get_status_display() if page.status != "scheduled" else "",
            page.status_note,
            page.introduction or page.listing_text,
            _stream(page),
        ),
        location=_place(page),
        url=page.get_full_url(request) or "",
        cancelled=page.is_cancelled,
    )


def session_entry(page, session: Session, request=None) -> calendar.Entry:
    """Return the entry of one session of the summit `page`, in the language of its title."""
    address = page.get_full_url(request) or ""
    return calendar.Entry(
        uid=f"{page.translation_key}.{session.id}@{_host()}",
        starts=session.starts,
        ends=session.ends,
        summary=session.title.words,
        language=session.title.language or page.locale.language_code,
        modified=_modified(page),
        sequence=page.calendar_sequence,
        description=_paragraphs(
            page.title,
            page.status_note,
            session.description.words,
            "\n".join(
                ", ".join(filter(None, (speaker.name.words, speaker.role.words)))
                for speaker in session.speakers
            ),
            _stream(page),
        ),
        location=_place(page, session.room.words),
        url=f"{address}#session-{session.id}" if address else "",
        cancelled=page.is_cancelled or session.is_cancelled,
    )


def _modified(page):
    """Return the moment of the last publication of the facts or of the words."""
    known = [
        moment
        for moment in (page.last_published_at, page.source_page.last_published_at)
        if moment is not None
    ]
    return max(known) if known else page.latest_revision_created_at or page.starts


def _place(page, room: str = "") -> str:
    if not page.is_in_person:
        return page.livestream_url
    return ", ".join(filter(None, (room, page.venue, page.address, page.city)))


def _stream(page) -> str:
    if not page.livestream_url:
        return ""
    return _("Livestream: %(address)s") % {"address": page.livestream_url}


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(str(text).strip() for text in texts if text and str(text).strip())
