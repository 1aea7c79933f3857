"""Emails: subjects, plain texts, what a locked phone shows, calendar files."""

import email.utils
import re

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream

from home.models import HomePage
from pages.models import SiteSettings
from signups.emails import messages
from signups.models import Letter, Submission
from signups.registration import transitions
from tests import reviewed
from tests.signups.conftest import publish
from tests.signups.people import sign_up
from tests.signups.test_message_order import (
    cancel_event,
    move_event,
    text,
    until_nothing_is_owed,
    waiting,
)

pytestmark = pytest.mark.django_db
ELSEWHERE = {Letter.Kind.DELETED, Letter.Kind.CONFIRM_ADDRESS, Letter.Kind.OTHER_ADDRESS}
TO_STAFF = {Letter.Kind.STAFF, Letter.Kind.QUARANTINE}
KINDS = sorted(set(Letter.Kind.values) - TO_STAFF)
__all__ = ["waiting"]


@pytest.fixture
def submission(form_page, spanish_page) -> Submission:
    return sign_up(form_page, address="ana@example.org")


@pytest.fixture
def openly(form_page) -> None:
    """Let the emails name what they are about."""
    SiteSettings.objects.update_or_create(
        site=form_page.get_site(),
        defaults={"discreet_mail": False, "email": "hola@example.org"},
    )


def letter(submission: Submission, kind: str, language: str = "en") -> Letter:
    elsewhere = kind in ELSEWHERE
    if elsewhere:
        submission.new_address, submission.address_asked_at = "x@example.org", timezone.now()
    return Letter(
        page=submission.page, submission=submission, kind=kind, language=language,
        elsewhere=elsewhere, to="x@example.org" if elsewhere else "",
    )  # fmt: skip


LANGUAGES = {"en": ("The summit", "Sign up"), "es": ("La cumbre", "Inscripción")}


# ------------------------------------------------------------------ subjects
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_n15_a_subject_names_the_event_in_the_language_of_the_letter(
    openly, submission, kind, language
):
    event_title, form_title = LANGUAGES[language]
    subject = messages.compose(letter(submission, kind, language)).subject
    assert subject.endswith((f": {event_title}", f"? {event_title}"))
    assert form_title not in subject.partition(":")[2]


def test_n15_a_form_without_an_event_is_named_itself(openly, form_page, submission):
    form_page.event, form_page.accepted_changes = None, ["event=None"]
    publish(form_page)
    submission = Submission.objects.get()
    assert messages.compose(letter(submission, "received")).subject == "You are signed up: Sign up"


def test_n15_the_notice_to_the_organizers_names_event_and_form(openly, form_page):
    form_page.staff_addresses = "one@example.org"
    page = publish(form_page)
    notice = Letter(page=page, kind=Letter.Kind.STAFF, created_at=timezone.now())
    sign_up(page, address="ana@example.org")
    message = messages.compose(notice)
    assert message.subject == "New sign-ups: The summit"
    assert "\nSign up\n" in message.body


@pytest.mark.parametrize("kind", KINDS)
def test_n16_a_letter_leads_to_no_language_that_is_not_public(openly, submission, inicio, kind):
    known = messages.compose(letter(submission, kind, "es")).body
    HomePage.objects.filter(pk=inicio.pk).update(live=False)
    said = messages.compose(letter(submission, kind, "es")).body
    assert "/es/" not in said
    assert ("/en/" in said) == ("/es/" in known)


# ------------------------------------------------------------------ discreet
def naming(words: str) -> bool:
    names = r"summit|cumbre|paz|peace|Mexico City|Ciudad de M|localhost"
    return bool(re.search(names, words, re.IGNORECASE))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_n15_a_locked_phone_shows_neither_summit_nor_movement(submission, settings, kind, language):
    settings.DEFAULT_FROM_EMAIL = "Peace Summit <post@example.org>"
    message = messages.compose(letter(submission, kind, language))
    assert message.subject
    assert not naming(message.subject)
    assert re.search(r"[\w?]$", message.subject), (
        "it does not end in a colon with nothing behind it"
    )
    sender, _address = email.utils.parseaddr(message.from_email)
    assert sender == {"en": "Sign-ups", "es": "Inscripciones"}[language]
    html, _type = message.alternatives[0]
    soup = BeautifulSoup(html, "html.parser")
    for words in (message.body, soup.body.get_text(" ", strip=True), soup.title.get_text()):
        assert not naming(words[:160]), words[:160]
    if kind not in ELSEWHERE:  # people who signed up still learn what the email is about
        assert LANGUAGES[language][0] in message.body
        assert LANGUAGES[language][0] in html


def test_n15_openly_the_sender_is_the_summit(openly, submission, settings):
    settings.DEFAULT_FROM_EMAIL = "Peace Summit <post@example.org>"
    assert messages.compose(letter(submission, "received", "es")).from_email == (
        "Cumbre Binacional por la Paz <post@example.org>"
    )


# ------------------------------------------------------------------ plain text
@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<p>Read <a href="https://a.org/x?b=1&amp;c=2">this</a>.</p>',
         "Read this (https://a.org/x?b=1&c=2)."),
        ('<p><a href="https://a.org/">https://a.org/</a></p>', "https://a.org/"),
        ('<p><a href="mailto:a@b.org">write</a> or <a href="mailto:a@b.org">a@b.org</a></p>',
         "write (a@b.org) or a@b.org"),
        ('<p>In <a lang="es">español</a></p>', "In español"),
        ("<p>One<br/>two</p><ul><li>a</li><li>b &lt; c</li></ul><p>end</p>",
         "One\ntwo\n\n- a\n- b < c\nend"),
        ("", ""),
    ],
)  # fmt: skip
def test_n15_plain_text_keeps_the_addresses_of_links(markup, expected):
    assert messages.plain(markup) == expected


def test_n15_a_link_of_the_confirmation_is_a_whole_address(submission, form_page, settings):
    form_page.confirmation = f'<p>See <a linktype="page" id="{form_page.event.pk}">the day</a>.</p>'
    publish(form_page)
    submission = Submission.objects.get()
    message = messages.compose(letter(submission, "received"))
    address = form_page.event.specific.full_url
    assert address.startswith("http")
    assert f"See the day ({address})." in message.body


# ------------------------------------------------------------------ calendar files
#: RFC 5546, 3.2.1 and 3.2.5: minimum and maximum count of each property of a VEVENT
TABLES = {
    "PUBLISH": {
        "DTSTAMP": (1, 1), "DTSTART": (1, 1), "ORGANIZER": (1, 1), "SUMMARY": (1, 1),
        "UID": (1, 1), "SEQUENCE": (0, 1), "DTEND": (0, 1), "DURATION": (0, 1),
        "DESCRIPTION": (0, 1), "LOCATION": (0, 1), "LAST-MODIFIED": (0, 1), "STATUS": (0, 1),
        "URL": (0, 1), "ATTENDEE": (0, 0), "REQUEST-STATUS": (0, 0),
    },
    "CANCEL": {
        "DTSTAMP": (1, 1), "ORGANIZER": (1, 1), "SEQUENCE": (1, 1), "UID": (1, 1),
        "DTSTART": (0, 1), "DTEND": (0, 1), "DURATION": (0, 1), "DESCRIPTION": (0, 1),
        "LOCATION": (0, 1), "LAST-MODIFIED": (0, 1), "STATUS": (0, 1), "SUMMARY": (0, 1),
        "URL": (0, 1), "REQUEST-STATUS": (0, 0),
    },
}  # fmt: skip


def validated(raw: str) -> icalendar.Event:
    """Return the event of a file that two parsers and the tables of RFC 5546 accept."""
    assert raw.endswith("\r\n")
    [strict] = IcsCalendarStream.from_ics(raw).calendars
    calendar = icalendar.Calendar.from_ical(raw)
    assert not calendar.errors
    [event] = calendar.walk("VEVENT")
    assert not event.errors
    assert len(strict.events) == 1
    assert strict.events[0].uid == event["UID"]
    method = calendar["METHOD"]
    table = TABLES[method]
    for name in {*event.keys(), *table}:
        found = event.get(name)
        count = 0 if found is None else len(found) if isinstance(found, list) else 1
        least, most = table[name]
        assert least <= count <= most, f"{method}: {name} stands there {count} times"
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    zones = {zone["TZID"] for zone in calendar.walk("VTIMEZONE")}
    for name in ("DTSTART", "DTEND"):
        assert event[name].params.get("TZID") in zones
    assert str(event["ORGANIZER"]).startswith("mailto:")
    assert "@" in str(event["ORGANIZER"])
    assert event["DTSTAMP"].dt.utcoffset().total_seconds() == 0
    return event


def invitation(message) -> tuple[str, icalendar.Event] | None:
    """Return the METHOD and event of the calendar file in a received email, validated."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        assert "calendar file" not in text(message), "it speaks of a file that is not there"
        return None
    [part] = parts
    raw = part.get_payload(decode=True).decode()
    assert part.get_param("charset").lower() == "utf-8"
    method = part.get_param("method")
    assert icalendar.Calendar.from_ical(raw)["METHOD"] == method
    event = validated(raw)
    assert "ana@example.org" not in raw
    if method == "CANCEL":
        assert event["STATUS"] == "CANCELLED"
        assert "removes the event from your calendar" in text(message)
    return method, event


def mine(smtp_server) -> list:
    return [message for message in smtp_server.letters if message["To"] == "ana@example.org"]


def test_n13_from_the_confirmation_to_the_cancellation(openly, submission, event, smtp_server):
    until_nothing_is_owed()
    move_event(event)
    until_nothing_is_owed()
    transitions.cancel(submission)
    until_nothing_is_owed()
    files = [invitation(message) for message in mine(smtp_server)]
    assert [method for method, _event in files] == ["PUBLISH", "PUBLISH", "CANCEL"]
    events = [event for _method, event in files]
    assert len({event["UID"] for event in events}) == 1
    assert [event["ORGANIZER"] for event in events] == ["mailto:hola@example.org"] * 3
    numbers = [event["SEQUENCE"] for event in events]
    assert numbers == sorted(set(numbers)), "each is newer than the one before"
    assert "replaces the earlier one" in text(mine(smtp_server)[1])
    assert "replaces" not in text(mine(smtp_server)[0])


def test_n13_without_an_address_of_the_site_the_sender_is_the_organizer(
    submission, smtp_server, settings
):
    settings.DEFAULT_FROM_EMAIL = "Peace Summit <post@example.org>"
    until_nothing_is_owed()
    [message] = mine(smtp_server)
    assert invitation(message)[1]["ORGANIZER"] == "mailto:post@example.org"


def test_n13_the_waiting_list_is_promised_no_calendar_file(waiting, event, smtp_server):
    until_nothing_is_owed()
    move_event(event)
    until_nothing_is_owed()
    cancel_event(event)
    until_nothing_is_owed()
    assert [invitation(message) for message in mine(smtp_server)] == [None, None, None]


def test_n13_a_cancelled_event_is_taken_out_of_the_calendar(submission, event, smtp_server):
    until_nothing_is_owed()
    cancel_event(event)
    until_nothing_is_owed()
    first, last = (invitation(message) for message in mine(smtp_server))
    assert last[0] == "CANCEL"
    assert last[1]["SEQUENCE"] > first[1]["SEQUENCE"]
    assert last[1]["UID"] == first[1]["UID"]


def test_n13_who_cancels_before_any_file_was_sent_gets_none(submission, smtp_server):
    transitions.cancel(submission)
    until_nothing_is_owed()
    assert [invitation(message) for message in mine(smtp_server)] == [None]


def test_n13_who_goes_back_to_the_waiting_list_and_gets_a_place_again(
    form_page, submission, smtp_server
):
    until_nothing_is_owed()
    form_page.capacity = 1
    publish(form_page)
    transitions.wait(submission)
    until_nothing_is_owed()
    transitions.confirm(submission)
    until_nothing_is_owed()
    files = [invitation(message) for message in mine(smtp_server)]
    assert [method for method, _event in files] == ["PUBLISH", "CANCEL", "PUBLISH"]
    assert "you do not have a spot right now" in text(mine(smtp_server)[1])
    numbers = [event["SEQUENCE"] for _method, event in files]
    assert numbers == sorted(set(numbers))
    assert files[2][1]["STATUS"] == "CONFIRMED"


def test_n13_the_files_of_the_site_are_valid_too(openly, event, client):
    response = client.get(f"{event.url}calendar.ics")
    assert response.status_code == 200
    assert validated(response.content.decode())["ORGANIZER"] == "mailto:hola@example.org"


def test_n19_words_in_another_language_are_marked(
    openly, form_page, submission, event, spanish_page
):
    """Texts in another language are marked: untranslated changes and an English confirmation."""
    event.venue, event.city = "The new house", "Bay"
    event.status, event.status_note = "moved", "Come in by the side."
    event.save_revision().publish()
    submission = Submission.objects.get()
    message = messages.compose(letter(submission, Letter.Kind.EVENT_MOVED, "es"))
    [(html, _kind)] = message.alternatives
    for words in ("The new house", "Bay", "Come in by the side."):
        assert f'<span lang="en">{words}</span>' in html
    assert "(English): Come in by the side." in message.body
    spanish_page.confirmation = ""
    reviewed.publish(spanish_page)
    submission = Submission.objects.get()
    message = messages.compose(letter(submission, Letter.Kind.RECEIVED, "es"))
    [(html, _kind)] = message.alternatives
    assert '<div lang="en"><p>See you there.</p></div>' in html
    assert "(English)\nSee you there." in message.body
    message = messages.compose(letter(submission, Letter.Kind.RECEIVED, "en"))
    assert "(English)" not in message.body
