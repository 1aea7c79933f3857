"""Calendar subscriptions: all events and all dialogues, in each language."""

import datetime
import re
from dataclasses import replace

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.calendar import Subscription, write
from tests.events.conftest import DAY, add_dialogue, publish, translate
from tests.events.test_calendar import ENTRY

ABOUT = Subscription(
    source="https://example.org/es/calendar.ics",
    url="https://example.org/es/",
    language="es",
    description="Todo, con coma; y más",
)


def fetch(client, path: str, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer, icalendar.Calendar.from_ical(answer.content)


def titles(calendar) -> list[str]:
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


# ------------------------------------------------------------------ the file (RFC 7986)
def test_the_calendar_tells_of_itself():
    raw = write([ENTRY], organizer="hola@example.org", name="Cumbre", subscription=ABOUT)
    calendar = icalendar.Calendar.from_ical(raw)
    assert calendar["NAME"] == "Cumbre"
    assert calendar["NAME"].params["LANGUAGE"] == "es"
    assert calendar["DESCRIPTION"] == ABOUT.description
    assert calendar["SOURCE"] == ABOUT.source
    assert calendar["SOURCE"].params["VALUE"] == "URI"
    assert calendar["URL"] == ABOUT.url
    assert calendar["COLOR"]
    refresh = calendar["REFRESH-INTERVAL"]
    assert refresh.params["VALUE"] == "DURATION"
    assert refresh.dt == datetime.timedelta(hours=6)
    assert calendar["X-PUBLISHED-TTL"] == "PT6H"
    assert calendar["LAST-MODIFIED"].dt == ENTRY.modified.replace(microsecond=0)
    assert calendar["METHOD"] == "PUBLISH"
    # Each property occurs once, before the first event, whatever its name.
    head = raw.split(b"BEGIN:V")[1].decode()
    names = [re.match(r"[\w-]+", line)[0] for line in head.split("\r\n") if line[:1].strip()]
    assert len(names) == len(set(names))
    assert not calendar.errors


def test_a_file_to_download_does_not_ask_to_be_fetched_again():
    raw = write([ENTRY], organizer="hola@example.org", name="Cumbre")
    assert b"REFRESH-INTERVAL" not in raw
    assert b"SOURCE" not in raw


def test_the_newest_counts_and_an_empty_calendar_is_one():
    later = replace(ENTRY, uid="two@example.org", modified=ENTRY.modified + DAY)
    calendar = icalendar.Calendar.from_ical(
        write([later, ENTRY], organizer="hola@example.org", name="Cumbre", subscription=ABOUT)
    )
    assert calendar["LAST-MODIFIED"].dt == later.modified.replace(microsecond=0)
    empty = icalendar.Calendar.from_ical(
        write([], organizer="hola@example.org", name="Cumbre", subscription=ABOUT)
    )
    assert empty.walk("VEVENT") == []
    assert "LAST-MODIFIED" not in empty


# ------------------------------------------------------------------ URLs
@pytest.fixture
def both(summit, dialogue, spanish, inicio):
    """Publish the summit and a dialogue in both languages."""
    return (
        translate(summit, spanish, title="La cumbre", slug="cumbre"),
        translate(dialogue, spanish, title="Diálogo"),
    )


def test_all_events_in_each_language(client, both, summit, dialogue):
    answer, english = fetch(client, "/en/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" not in answer["Content-Disposition"]
    assert "Set-Cookie" not in answer
    assert sorted(titles(english)) == ["The summit", "Tijuana"]
    assert english["SOURCE"] == "http://localhost/en/calendar.ics"
    assert english["NAME"] == "Peace Summit"
    _answer, spanish = fetch(client, "/es/calendar.ics")
    assert sorted(titles(spanish)) == ["Diálogo", "La cumbre"]
    assert spanish["NAME"] == "Cumbre Binacional por la Paz"
    # An event has the same UID in every language.
    uids = [sorted(str(e["UID"]) for e in each.walk("VEVENT")) for each in (english, spanish)]
    assert uids[0] == uids[1]


def test_dialogues_alone(client, both, index):
    answer, calendar = fetch(client, index.url + "calendar.ics")
    assert "attachment" not in answer["Content-Disposition"]
    assert titles(calendar) == ["Tijuana"]
    assert calendar["NAME"] == "Dialogues · Peace Summit"
    assert calendar["DESCRIPTION"] == "On the way."
    assert calendar["SOURCE"] == "http://localhost/en/dialogues/calendar.ics"
    assert calendar["URL"] == "http://localhost/en/dialogues/"


def test_what_is_over_stays_for_a_year_and_what_is_cancelled_says_so(client, index):
    add_dialogue(index, "Last month", -30, slug="last")
    add_dialogue(index, "Long ago", -400, slug="ago")
    add_dialogue(index, "Cancelled", status="cancelled", status_note="Rain.")
    for path in ("/en/calendar.ics", "/en/dialogues/calendar.ics"):
        _answer, calendar = fetch(client, path)
        found = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
        assert set(found) == {"Last month", "Cancelled"}
        assert found["Cancelled"]["STATUS"] == "CANCELLED"
        assert found["Last month"]["STATUS"] == "CONFIRMED"


def test_only_what_anybody_may_read(client, index, dialogue):
    secret = add_dialogue(index, "Secret")
    secret.view_restrictions.create(restriction_type="login")
    index.add_child(
        instance=type(dialogue)(
            title="Draft", slug="draft", live=False, starts=dialogue.starts, ends=dialogue.ends
        )
    )
    for path in ("/en/calendar.ics", "/en/dialogues/calendar.ics"):
        assert titles(fetch(client, path)[1]) == ["Tijuana"]


@pytest.mark.parametrize("path", ["/en/calendar.ics", "/en/dialogues/calendar.ics"])
def test_nothing_is_sent_again_until_something_changes(client, dialogue, path):
    answer, _calendar = fetch(client, path)
    etag = answer["ETag"]
    again = client.get(path, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == etag
    # The ETag as it returns after the response was compressed on its way.
    assert client.get(path, headers={"if-none-match": f"W/{etag}"}).status_code == 304
    dialogue.venue = "Another house"
    publish(dialogue)
    changed, calendar = fetch(client, path, **{"if-none-match": etag})
    assert changed["ETag"] != etag
    assert calendar.walk("VEVENT")[0]["SEQUENCE"] == 1


def test_what_was_taken_down_leaves_a_calendar_that_asks_by_date(client, dialogue):
    answer, _calendar = fetch(client, "/en/calendar.ics")
    dialogue.unpublish()
    _answer, calendar = fetch(
        client, "/en/calendar.ics", **{"if-modified-since": answer["Last-Modified"]}
    )
    assert titles(calendar) == []


def test_queries_do_not_grow(client, both, index, spanish):
    counted = []
    for number in range(2):
        fetch(client, "/es/calendar.ics")
        with CaptureQueriesContext(connection) as captured:
            fetch(client, "/es/calendar.ics")
        counted.append(len(captured))
        for more in range(3):
            page = add_dialogue(index, f"Dialogue {number} {more}", slug=f"d-{number}-{more}")
            translate(page, spanish, title=f"Diálogo {number} {more}")
    assert counted[0] == counted[1]


def test_a_language_without_a_home_has_no_calendar(client, inicio):
    inicio.unpublish()
    assert client.get("/es/calendar.ics").status_code == 404


# ------------------------------------------------------------------ on the pages
@pytest.mark.parametrize(
    ("which", "calendar"),
    [("summit", "/en/calendar.ics"), ("index", "/en/dialogues/calendar.ics")],
)
def test_pages_offer_it(client, request, which, calendar):
    page = request.getfixturevalue(which)
    html = client.get(page.url).text
    assert f'href="webcal://localhost{calendar}"' in html
    assert f'href="http://localhost{calendar}"' in html
    assert f'data-copy="http://localhost{calendar}"' in html
    assert f'href="{calendar}" download' in html
