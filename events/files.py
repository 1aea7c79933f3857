"""Convert event pages to calendar entries, and return calendar files as responses."""

import datetime
from collections.abc import Sequence
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, http_date
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site

from events import calendar
from events.program import Session
from pages.conditional import unless_known
from pages.languages import LocalizedText, join_texts
from pages.models import SiteSettings


def organizer(site: Site | None) -> str:
    """Return the email address of the publisher: that of the site, or the sender of its emails."""
    contact = SiteSettings.for_site(site).email if site else ""
    return contact or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def response(request: HttpRequest, entry: calendar.Entry, name: str, filename: str) -> HttpResponse:
    """Return the calendar file of one event or session."""
    answer = _file(request, [entry], name, slugify(filename) or "event")
    answer["Content-Language"] = entry.language
    return answer


def _file(
    request: HttpRequest,
    entries: Sequence[calendar.Entry],
    name: str,
    stem: str,
    about: calendar.Subscription | None = None,
) -> HttpResponse:
    publisher = organizer(Site.find_for_request(request))
    body = calendar.write(entries, name=name, organizer=publisher, subscription=about)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = str(content_disposition_header(about is None, f"{stem}.ics"))
    answer["X-Robots-Tag"] = "noindex"
    return answer


#: How long a past event stays in a calendar subscription.
KEPT = datetime.timedelta(days=366)
FRESH = 15 * 60  # seconds


def subscribed_events(events, now: datetime.datetime | None = None) -> list:
    """Return the pages of the queryset `events` for a subscription, in two or three queries.

    Past events stay for a year: readers can look back, and the calendar does not grow forever.
    `now` is a parameter for tests.
    """
    found = events.public().filter(ends__gte=(now or timezone.now()) - KEPT)
    pages = list(found.select_related("locale").defer_streamfields().order_by("starts", "pk"))
    keys = {page.translation_key for page in pages if not page.is_source}
    sources = {}
    if keys:
        rows = type(pages[0]).objects.filter(
            translation_key__in=keys, live=True, locale__language_code=settings.LANGUAGE_CODE
        )
        sources = {
            page.translation_key: page
            for page in rows.select_related("locale").defer_streamfields()
        }
    for page in pages:
        if not page.is_source:
            page.source_page = sources.get(page.translation_key, page)
    return pages


def subscription(
    request: HttpRequest, pages: Sequence, *, name: str, description: str, url: str
) -> HttpResponse:
    """Return the calendar of `pages`, for programs that fetch it regularly."""
    entries = [event_entry(page, request) for page in pages]
    about = calendar.Subscription(
        source=f"{settings.SITE_URL}{request.path}",
        url=url,
        language=get_language() or settings.LANGUAGE_CODE,
        description=description,
    )
    answer = _file(request, entries, name, slugify(name) or "calendar", about)
    if entries:
        newest = max(entry.modified for entry in entries)
        answer["Last-Modified"] = http_date(newest.timestamp())
    patch_cache_control(answer, public=True, max_age=FRESH)
    return unless_known(request, answer)


def _host() -> str:
    """Return the host for UIDs, from the settings: it must not depend on the request."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def event_entry(page, request=None) -> calendar.Entry:
    """Return the calendar entry of an event page, in the language of the page.

    A text that is still in another language (`EventPage.stale_texts`) is marked with it.
    """
    language = page.locale.language_code
    with translation.override(language):  # an email may link to a page in another language
        description, comments = _comments(
            language,
            LocalizedText(page.get_status_display() if page.status != "scheduled" else ""),
            page.note_text,
            LocalizedText(page.introduction or page.listing_text),
            LocalizedText(_stream(page)),
        )
        place = _place(page)
    return calendar.Entry(
        uid=f"{page.translation_key}@{_host()}",
        starts=page.local_starts,
        ends=page.local_ends,
        summary=page.title,
        language=language,
        modified=_modified(page),
        sequence=page.calendar_sequence,
        description=description,
        location=place.words,
        place_language=place.language,
        comments=comments,
        url=page.get_full_url(request) or "",
        cancelled=page.is_cancelled,
    )


def session_entry(page, session: Session, request=None) -> calendar.Entry:
    """Return the calendar entry of one session of the summit `page`.

    Its language is that of the description or title: the page's, or the source language if they are
    not translated yet.
    """
    address = page.get_full_url(request) or ""
    own = page.locale.language_code
    language = (session.description or session.title).language or own
    with translation.override(own):
        note, stream, place = page.note_text, _stream(page), _place(page, session.room)
    description, comments = _comments(
        language,
        *(
            LocalizedText(each.words, each.language or own)
            for each in (LocalizedText(page.title), note, session.description)
        ),
        *_speakers(session, own),
        LocalizedText(stream, own),
    )
    return calendar.Entry(
        uid=f"{page.translation_key}.{session.id}@{_host()}",
        starts=session.starts,
        ends=session.ends,
        summary=session.title.words,
        summary_language=session.title.language or own,
        language=language,
        modified=_modified(page),
        sequence=page.calendar_sequence,
        description=description,
        location=place.words,
        place_language=place.language,
        comments=comments,
        url=f"{address}#session-{session.id}" if address else "",
        cancelled=page.is_cancelled or session.is_cancelled,
    )


def _speakers(session: Session, language: str) -> list[LocalizedText]:
    """Return the speakers, one per line, grouped by the language of their roles."""
    lines: dict[str, list[str]] = {}
    for speaker in session.speakers:
        said = join_texts(speaker.name, speaker.role)
        lines.setdefault(speaker.role.language or language, []).append(said.words)
    return [LocalizedText("\n".join(found), code) for code, found in lines.items()]


def _modified(page):
    """Return when the page or its source was last published."""
    known = [
        moment
        for moment in (page.last_published_at, page.source_page.last_published_at)
        if moment is not None
    ]
    return max(known) if known else page.latest_revision_created_at or page.starts


def _place(page, room: LocalizedText | None = None) -> LocalizedText:
    if not page.is_in_person:
        return LocalizedText(page.livestream_url)
    return join_texts(room, page.venue_text, LocalizedText(page.address), page.city_text)


def _stream(page) -> str:
    if not page.livestream_url:
        return ""
    return _("Livestream: %(address)s") % {"address": page.livestream_url}


def _comments(language: str, *texts: LocalizedText) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the text in `language`, and (language code, text) pairs for other languages."""
    found: dict[str, list[str]] = {language: []}
    for text in texts:
        if words := text.words.strip():
            found.setdefault(text.language or language, []).append(words)
    told = {code: "\n\n".join(words) for code, words in found.items()}
    return told.pop(language), tuple(told.items())
