"""The data that pages give the script about time and place, and what they show without it."""

import datetime
import json

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from events.models import Mode, Status
from events.templatetags import events as tags
from pages.times import dates, zones
from tests.events.conftest import add_dialogue, publish, translate

pytestmark = pytest.mark.django_db

START = datetime.datetime(2027, 2, 23, 16, tzinfo=datetime.UTC)
END = datetime.datetime(2027, 2, 25, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def page_at(client, page, moment) -> str:
    with time_machine.travel(moment, tick=False):
        return client.get(page.url).content.decode()


def write(code: str, **context) -> str:
    return Template("{% load events %}" + code).render(Context(context)).strip()


# ---------------------------------------------------------------- states
@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (START - MINUTE, "upcoming"),
        (START, "now"),
        (END, "now"),
        (END + MINUTE, "past"),
    ],
)
def test_the_state_of_an_event(summit, moment, state):
    with time_machine.travel(moment, tick=False):
        assert tags.state(summit) == state
        written = write("{% clock event %}", event=summit)
    assert written == (
        'data-starts="2027-02-23T10:00-06:00" data-ends="2027-02-24T18:00-06:00"'
        f' data-state="{state}"'
    )


def test_a_cancelled_event_does_not_change_with_the_hour(client, summit):
    summit.status, summit.status_note = Status.CANCELLED, "The house is closed."
    summit = publish(summit)
    assert write("{% clock event %}", event=summit) == ""
    text = page_at(client, summit, START + MINUTE)
    hero = text[text.index('class="hero') : text.index("</header>", text.index('class="hero'))]
    assert "data-state" not in hero
    assert "This event has been canceled." in hero
    assert "This event is happening now." not in hero


def test_a_page_holds_what_comes_later_and_nothing_that_is_over(client, summit):
    summit.mode, summit.livestream_url = Mode.HYBRID, "https://stream.example.org/"
    summit = publish(summit)
    before = page_at(client, summit, START - MINUTE)
    assert '<div class="notice notice-success" data-during="now" hidden>' in before
    assert "Watch the livestream" in before
    assert '<p class="status" data-during="past" hidden>' in before
    during = page_at(client, summit, START + MINUTE)
    assert '<div class="notice notice-success" data-during="now">' in during
    after = page_at(client, summit, END + MINUTE)
    assert "Watch the livestream" not in after
    assert '<p class="status" data-during="past">' in after
    assert "data-from" not in after, "nobody needs to convert what is over"


def test_the_session_that_goes_on_is_marked(client, summit):
    text = page_at(client, summit, START + MINUTE)
    sessions = [part.split(">", 1)[0] for part in text.split('<li class="session')[1:]]
    states = [part[part.index("data-state=") + 12 :].split('"')[0] for part in sessions]
    assert states == ["now", "upcoming", "upcoming"]


# ---------------------------------------------------------------- the reader's local time
def test_moments_carry_the_offset_of_the_place(summit, index):
    with time_machine.travel(START - MINUTE, tick=False):
        # An event of several days shows its start.
        assert write("{% own_time event %}", event=summit) == ('data-from="2027-02-23T10:00-06:00"')
        session = summit.days[0].sessions[0]
        assert write("{% own_time session brief=True %}", session=session) == (
            'data-from="2027-02-23T10:00-06:00" data-to="2027-02-23T13:00-06:00" data-brief'
        )


@pytest.mark.parametrize(
    ("utc", "written"),
    [
        ((2027, 3, 13, 17), "2027-03-13T10:00-07:00"),  # the day before clocks change at the border
        ((2027, 3, 14, 16), "2027-03-14T10:00-06:00"),
        ((2027, 11, 6, 16), "2027-11-06T10:00-06:00"),
        ((2027, 11, 7, 17), "2027-11-07T10:00-07:00"),
    ],
)
def test_the_offset_is_that_of_the_day(index, utc, written):
    starts = datetime.datetime(*utc, tzinfo=datetime.UTC)
    dialogue = add_dialogue(
        index, starts=starts, ends=starts + 60 * MINUTE, zone="America/Ciudad_Juarez"
    )
    assert f'data-from="{written}"' in write("{% own_time event %}", event=dialogue)


def test_the_words_of_a_clock_follow_the_language():
    assert dates.twelve_hours() == ("a.m.", "p.m.", "noon", "midnight")
    with translation.override("es"):
        assert dates.twelve_hours() == ()
    assert write("{% twelve_hours %}") == "a.m.|p.m.|noon|midnight"


def test_cities_are_named_where_their_zone_does_not_say_them(client, summit):
    english = zones.cities()
    assert "America/New_York" not in english, "its name says it"
    assert english["America/Ciudad_Juarez"] == "Ciudad Juárez"
    for zone in english:
        zones.validate_zone(zone)
    with pytest.raises(ValidationError):
        zones.validate_zone("America/Nowhere")
    text = client.get(summit.url).content.decode()
    template = text[text.index('id="own-time"') :].split(">", 1)[0]
    raw = template.split('data-cities="')[1].split('"')[0]
    assert json.loads(raw.replace("&quot;", '"')) == english


# ---------------------------------------------------------------- directions
def test_the_place_leads_to_maps(client, summit, spanish):
    summit.address = "Calle del Papel Picado 23, 06000 CDMX"
    publish(summit)
    cumbre = translate(summit, spanish, title="La cumbre", city="Ciudad de México")
    place = "Calle%20del%20Papel%20Picado%2023%2C%2006000%20CDMX%2C%20Mexico%20City"
    text = client.get(summit.url).content.decode()
    assert f'href="geo:0,0?q={place}"' in text
    assert f'href="https://maps.apple.com/?q={place}"' in text
    assert f'href="https://www.openstreetmap.org/search?query={place}"' in text
    assert "Ciudad%20de%20M%C3%A9xico" in client.get(cumbre.url).content.decode()


@pytest.mark.parametrize(
    ("facts", "query"),
    [
        ({"address": "Calle 1, Tijuana", "city": "Tijuana"}, "Calle%201%2C%20Tijuana"),
        ({"address": "", "venue": "Casa", "city": "Tijuana"}, "Casa%2C%20Tijuana"),
        ({"address": "", "venue": "", "city": "Tijuana"}, "Tijuana"),
        ({"address": "<b>&x", "venue": "", "city": ""}, "%3Cb%3E%26x"),
    ],
)
def test_what_a_map_is_asked_for(dialogue, facts, query):
    for name, value in facts.items():
        setattr(dialogue, name, value)
    assert tags.map_query(dialogue) == query


def test_an_event_online_has_no_map(client, dialogue):
    dialogue.mode, dialogue.livestream_url = Mode.ONLINE, "https://stream.example.org/"
    publish(dialogue)
    assert "map-links" not in client.get(dialogue.url).content.decode()
