"""Events in schema.org vocabulary."""

import datetime
import json

import pytest

from tests.events.conftest import DAY, MEXICO, add_dialogue, publish, translate
from tests.vocabulary import SCHEMA, SCHEMA_ORG, documents, nodes


def event_of(client, page) -> dict:
    [document] = documents(client.get(page.url).text)
    assert SCHEMA_ORG.problems(document) == []
    return nodes(document)["Event"]


def test_a_summit_with_its_sessions(client, summit):
    event = event_of(client, summit)
    assert event["name"] == "The summit"
    assert event["startDate"] == "2027-02-23T10:00:00-06:00"
    assert event["endDate"] == "2027-02-24T18:00:00-06:00"
    assert event["eventStatus"] == f"{SCHEMA}/EventScheduled"
    assert event["eventAttendanceMode"] == f"{SCHEMA}/OfflineEventAttendanceMode"
    [place] = event["location"]
    assert place["name"] == "Great house"
    assert place["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Calle 1",
        "addressLocality": "Mexico City",
    }
    assert event["isAccessibleForFree"] is True
    assert event["inLanguage"] == ["en", "es"]
    assert [each["name"] for each in event["subEvent"]] == ["Opening", "Workshop", "Closing"]
    workshop = event["subEvent"][1]
    assert workshop["startDate"] == "2027-02-24T10:00:00-06:00"
    assert workshop["endDate"] == "2027-02-24T12:00:00-06:00"
    assert workshop["location"][0]["name"] == "Red room, Great house"
    assert workshop["inLanguage"] == ["es", "en"]
    anchor = workshop["url"].partition("#")[2]
    assert f'id="{anchor}"' in client.get(summit.url).text


def test_nothing_is_sold(client, summit):
    assert '"offers"' not in client.get(summit.url).text


def states(client, page) -> dict[str, str]:
    return {
        each["name"]: each["eventStatus"].removeprefix(f"{SCHEMA}/Event")
        for each in event_of(client, page)["subEvent"]
    }


def test_sessions_that_move_or_do_not_take_place(client, summit):
    stream = summit.programme.get_prep_value()
    for block in stream:
        told = {"Closing": "cancelled", "Workshop": "moved"}.get(block["value"]["title"])
        if told:
            block["value"]["status"] = told
    summit.programme = json.dumps(stream)
    summit = publish(summit)
    assert states(client, summit) == {
        "Opening": "Scheduled",
        "Workshop": "Rescheduled",
        "Closing": "Cancelled",
    }
    summit.status, summit.status_note = "cancelled", "Not this year."
    assert set(states(client, publish(summit)).values()) == {"Cancelled"}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("scheduled", "EventScheduled"),
        ("moved", "EventRescheduled"),
        ("cancelled", "EventCancelled"),
    ],
)
def test_the_status_of_a_dialogue(client, index, status, told):
    dialogue = add_dialogue(index, status=status, status_note="Look.")
    assert event_of(client, dialogue)["eventStatus"] == f"{SCHEMA}/{told}"


@pytest.mark.parametrize(
    ("mode", "told", "places"),
    [
        ("in_person", "Offline", ["Place"]),
        ("online", "Online", ["VirtualLocation"]),
        ("hybrid", "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_where_and_how(client, index, mode, told, places):
    dialogue = add_dialogue(index, mode=mode, livestream_url="https://example.org/live")
    event = event_of(client, dialogue)
    assert event["eventAttendanceMode"] == f"{SCHEMA}/{told}EventAttendanceMode"
    assert [each["@type"] for each in event["location"]] == places


def test_hosts_are_the_organizers(client, dialogue):
    assert [each["name"] for each in event_of(client, dialogue)["organizer"]] == [
        "Casa del Migrante"
    ]


def test_both_languages_tell_of_one_event(client, dialogue, spanish, inicio):
    copia = translate(dialogue, spanish, title="Diálogo", venue="Casa", city="Tijuana")
    english, castellano = event_of(client, dialogue), event_of(client, copia)
    assert english["@id"] == castellano["@id"]
    assert castellano["name"] == "Diálogo"
    assert english["startDate"] == castellano["startDate"]
    assert datetime.datetime.fromisoformat(english["startDate"]) == dialogue.starts


def test_summer_time_is_in_the_offset(client, index):
    starts = datetime.datetime(2027, 7, 1, 17, tzinfo=datetime.UTC)
    dialogue = add_dialogue(index, starts=starts, ends=starts + DAY / 8)
    assert event_of(client, dialogue)["startDate"] == "2027-07-01T10:00:00-07:00"
    dialogue = add_dialogue(index, "Mexico", starts=starts, ends=starts + DAY / 8, zone=MEXICO)
    assert event_of(client, dialogue)["startDate"] == "2027-07-01T11:00:00-06:00"
