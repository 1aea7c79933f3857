"""Texts in a language other than that of the page are marked everywhere, or left out."""

import icalendar
import pytest
from django.utils import translation

from events import files
from events.models import DialoguePage
from tests.events.conftest import add_dialogue, publish, session, translate
from tests.vocabulary import SCHEMA_ORG, documents

pytestmark = pytest.mark.django_db
MARKED = {"@value": "New house", "@language": "en"}


@pytest.fixture
def dialogo(dialogue, spanish, inicio) -> DialoguePage:
    """Translate a dialogue, then change its venue, city and note in English only."""
    dialogue.status, dialogue.status_note = "moved", "It was Tijuana."
    dialogue = publish(dialogue)
    page = translate(
        dialogue, spanish, title="Diálogo", slug="dialogo", city="Tijuana", venue="Casa",
        status_note="Era en Tijuana.", introduction="Hablamos.",
    )  # fmt: skip
    dialogue.status_note, dialogue.venue, dialogue.city = "Come in by the side.", "New house", "Bay"
    publish(dialogue)
    page = DialoguePage.objects.get(pk=page.pk)
    assert page.stale_texts == ["city", "status_note", "venue"]
    return page


def entry(client, address: str):
    answer = client.get(address)
    assert answer.status_code == 200
    [event] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return event


@pytest.mark.parametrize("address", ["{page}calendar.ics", "/es/calendar.ics"])
def test_n19_a_calendar_marks_a_note_in_another_language(client, dialogo, address):
    event = entry(client, address.format(page=dialogo.url))
    assert event["DESCRIPTION"].params["LANGUAGE"] == "es"
    assert "Hablamos." in event["DESCRIPTION"]
    assert "Come in" not in event["DESCRIPTION"]
    assert (event["COMMENT"], event["COMMENT"].params["LANGUAGE"]) == ("Come in by the side.", "en")
    assert "New house" in event["LOCATION"]
    assert event["LOCATION"].params["LANGUAGE"] == "en"


def test_n19_a_calendar_in_the_language_of_its_page_marks_nothing(client, dialogo, dialogue):
    event = entry(client, dialogue.url + "calendar.ics")
    assert "Come in by the side." in event["DESCRIPTION"]
    assert "COMMENT" not in event
    assert "LANGUAGE" not in event["LOCATION"].params


def test_n19_a_calendar_speaks_the_language_of_its_page_whoever_asks(dialogue):
    """A calendar is in the language of its page, also in an email in another language."""
    dialogue.status, dialogue.status_note = "moved", "It was Tijuana."
    dialogue = publish(dialogue)
    with translation.override("es"):
        told = files.event_entry(dialogue)
    assert told.language == "en"
    assert "Moved to another date or place" in told.description
    assert "It was Tijuana." in told.description


def test_n19_a_session_is_described_in_one_language(client, summit, spanish, inicio):
    cumbre = translate(summit, spanish, title="La cumbre", slug="cumbre")
    speaker = {"name": "Ana", "role": "Poet"}
    new = session("Poems", "19:00", "20:00", description="She reads.", room="Garden")
    new["value"]["speakers"] = [{"type": "item", "id": "a1", "value": speaker}]
    summit.programme = [*summit.programme.get_prep_value(), new]
    publish(summit)
    event = entry(client, f"{cumbre.url}sessions/{new['id']}/calendar.ics")
    assert event["SUMMARY"].params["LANGUAGE"] == "en"
    assert event["DESCRIPTION"].params["LANGUAGE"] == "en"
    assert event["DESCRIPTION"] == "She reads.\n\nAna, Poet"
    assert event["LOCATION"].params["LANGUAGE"] == "en"
    assert (event["COMMENT"], event["COMMENT"].params["LANGUAGE"]) == ("La cumbre", "es")


def test_n19_machines_are_told_the_language_of_a_place(client, dialogo):
    [document] = documents(client.get(dialogo.url).text)
    assert SCHEMA_ORG.problems(document) == []
    [event] = [node for node in document["@graph"] if node["@type"] == "Event"]
    [place] = event["location"]
    assert place["name"] == MARKED
    assert place["address"]["addressLocality"] == {"@value": "Bay", "@language": "en"}


def test_n19_machines_are_told_the_language_of_a_session(client, summit, spanish, inicio):
    cumbre = translate(summit, spanish, title="La cumbre", slug="cumbre")
    new = session("Poems", "19:00", "20:00")
    summit.programme = [*summit.programme.get_prep_value(), new]
    publish(summit)
    [document] = documents(client.get(cumbre.url).text)
    assert SCHEMA_ORG.problems(document) == []
    [event] = [node for node in document["@graph"] if node["@type"] == "Event"]
    names = [each["name"] for each in event["subEvent"]]
    assert {"@value": "Poems", "@language": "en"} in names


def test_n19_a_share_picture_leaves_out_what_it_cannot_mark(client, dialogo, dialogue):
    with translation.override("es"):
        page = DialoguePage.objects.get(pk=dialogo.pk)
        assert "Bay" not in " ".join(page.share_lines())
    head = client.get(dialogo.url).text.partition("</head>")[0]
    assert "Bay" not in head.replace('"@value":"Bay"', "")
    with translation.override("en"):
        assert "Bay" in " ".join(DialoguePage.objects.get(pk=dialogue.pk).share_lines())


def test_n19_a_summit_that_is_in_english_alone_is_marked_on_the_spanish_home(
    client, home, inicio, summit
):
    """The site's own text around English values is Spanish and not marked as English."""
    summit.venue, summit.city = "The house", "Mexico City"
    summit = publish(summit)
    home.summit = summit
    publish(home)
    inicio.summit = summit
    publish(inicio)
    html = client.get(inicio.url).text
    assert '<span lang="en">The house</span>' in html
    assert '<span lang="en">Mexico City</span>' in html
    assert '<div class="when" lang' not in html
    date = html[html.index('class="when-date"') :].split("</p>")[0]
    assert "febrero" in date


def test_n19_what_stands_above_a_page_in_another_language_is_marked(
    client, home, spanish, inicio, index
):
    """The breadcrumb of a translated page marks an English ancestor, an alias, as English."""
    dialogue = add_dialogue(index, "Tijuana")
    dialogo = translate(dialogue, spanish, title="Diálogo", slug="dialogo")
    assert dialogo.get_parent().alias_of_id
    html = client.get(dialogo.url).text
    trail = html[html.index('class="breadcrumb"') :].split("</nav>")[0]
    assert 'lang="en">Dialogues</a>' in trail
    [document] = documents(html)
    assert SCHEMA_ORG.problems(document) == []
    [crumbs] = [node for node in document["@graph"] if node["@type"] == "BreadcrumbList"]
    names = [each["item"]["name"] for each in crumbs["itemListElement"]]
    assert names[1] == {"@value": "Dialogues", "@language": "en"}
