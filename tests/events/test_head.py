"""The metadata of event pages for search engines and for sharing."""

import re

import pytest
from django.utils import translation

from tests.events.conftest import add_dialogue, publish, translate


def title(client, path: str) -> str:
    text = re.search(r"<title>(.*?)</title>", client.get(path).text, re.DOTALL)[1]
    return " ".join(text.split())


def canonical(client, path: str) -> str:
    return re.search(r'rel="canonical" href="([^"]*)"', client.get(path).text)[1]


def test_a_summit_named_like_the_site_is_told_from_it_by_its_date(client, summit, spanish):
    assert title(client, summit.url) == "The summit · February 23 and 24, 2027 · Peace Summit"
    summit.title = "Peace Summit"
    summit = publish(summit)
    assert title(client, summit.url) == "Peace Summit · February 23 and 24, 2027"
    cumbre = translate(summit, spanish, title="Cumbre Binacional por la Paz")
    assert title(client, cumbre.url) == (
        "Cumbre Binacional por la Paz · 23 y 24 de febrero de 2027"
    )


def test_an_event_without_a_description_says_when_and_where(client, index):
    dialogue = add_dialogue(index)
    description = re.search(
        r'<meta name="description" content="([^"]*)"', client.get(dialogue.url).text
    )[1]
    assert description.startswith("Tijuana: ")
    assert str(dialogue.local_starts.year) in description
    assert description.endswith(", Tijuana.")


@pytest.mark.parametrize(
    ("language", "date", "city"),
    [
        ("en", "February 23 and 24, 2027", "Mexico City"),
        ("es", "23 y 24 de febrero de 2027", "Ciudad de México"),
    ],
)
def test_the_picture_says_when_and_where(summit, spanish, language, date, city):
    cumbre = translate(summit, spanish, title="Cumbre", city="Ciudad de México")
    with translation.override(language):
        card = {"en": summit, "es": cumbre}[language].share_card()
        assert card.lines == (date, city)


def test_the_picture_says_that_it_is_cancelled_or_online(index):
    dialogue = add_dialogue(index, status="cancelled", status_note="Rain.")
    assert dialogue.share_card().lines[0].startswith("Canceled · ")
    online = add_dialogue(index, "Net", mode="online", livestream_url="https://example.org/")
    assert online.share_card().lines[1] == "Online"


def test_past_dialogues_by_page(client, index, topic):
    for number in range(13):
        add_dialogue(index, f"Past {number}", -30 - number, slug=f"past-{number}", themes=[topic])
    assert canonical(client, "/en/dialogues/?page=2") == "http://localhost/en/dialogues/?page=2"
    assert title(client, "/en/dialogues/?page=2") == "Dialogues · page 2 · Peace Summit"
    for query in ("page=1", "theme=migration", "theme=migration&page=2", "theme=unknown"):
        assert canonical(client, f"/en/dialogues/?{query}") == "http://localhost/en/dialogues/"
