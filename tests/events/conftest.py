"""Small test events in the database, in both languages."""

import datetime
import uuid

import pytest
from django.utils import timezone

from events.models import DialogueIndexPage, DialoguePage, SummitPage
from pages.models import Topic
from partners.models import Partner
from tests.arranged import arranged
from tests.reviewed import publish
from tests.reviewed import translate as translate

MEXICO = "America/Mexico_City"
DAY = datetime.timedelta(days=1)


def block(block_type: str, **value) -> dict:
    """Return a raw block of a program."""
    return {"type": block_type, "id": str(uuid.uuid4()), "value": value}


def session(title: str, starts: str, ends: str, **more) -> dict:
    value = {
        "title": title,
        "starts": starts,
        "ends": ends,
        "description": "",
        "kind": "plenary",
        "room": "",
        "track": "",
        "themes": [],
        "languages": ["es", "en"],
        "interpretation": [],
        "status": "scheduled",
        "speakers": [],
    }
    return block("session", **(value | more))


@pytest.fixture
def topic(english, spanish):
    def build() -> Topic:
        topic = Topic.objects.create(name="Migration", slug="migration", locale=english)
        copy = topic.copy_for_translation(spanish)
        copy.name = "Migración"
        copy.save()
        return topic

    return arranged("topic", build, english, spanish)


@pytest.fixture
def partner(english):
    return Partner.objects.create(
        name="Casa del Migrante", slug="casa", country="MX", region="mx-ca", locale=english
    )


@pytest.fixture
def summit(home, topic):
    """Publish a summit with two days in February, the second written first."""

    def build() -> SummitPage:
        page = SummitPage(
            title="The summit",
            slug="summit",
            starts=datetime.datetime(2027, 2, 23, 16, tzinfo=datetime.UTC),
            ends=datetime.datetime(2027, 2, 25, 0, tzinfo=datetime.UTC),
            zone=MEXICO,
            venue="Great house",
            city="Mexico City",
            address="Calle 1",
            introduction="Two days.",
            programme=[
                block("day", date="2027-02-24", title="Second day", introduction=""),
                session("Closing", "17:00", "18:00"),
                session("Workshop", "10:00", "12:00", kind="workshop", room="Red room"),
                block("day", date="2027-02-23", title="First day", introduction="Welcome."),
                session(
                    "Opening",
                    "10:00",
                    "13:00",
                    description="All together.",
                    themes=[topic.pk],
                    interpretation=["en"],
                    speakers=[
                        {
                            "type": "item",
                            "id": str(uuid.uuid4()),
                            "value": {"name": "The families", "role": "Hosts"},
                        }
                    ],
                ),
            ],
        )
        home.add_child(instance=page)
        return publish(page)

    return arranged("summit", build, home, topic)


def add_dialogue(parent, title="Tijuana", offset=30, **more):
    """Add and publish a dialogue that starts in `offset` days and lasts three hours."""
    starts = timezone.now().replace(minute=0, second=0, microsecond=0) + offset * DAY
    facts = {
        "starts": starts,
        "ends": starts + datetime.timedelta(hours=3),
        "zone": "America/Tijuana",
        "venue": "House of the people",
        "city": "Tijuana",
    }
    hosts, themes = more.pop("hosts", []), more.pop("themes", [])
    page = DialoguePage(title=title, slug=more.pop("slug", title.lower()), **(facts | more))
    parent.add_child(instance=page)
    page.hosts, page.themes = hosts, themes
    return publish(page)


@pytest.fixture
def index(home):
    def build() -> DialogueIndexPage:
        page = DialogueIndexPage(title="Dialogues", slug="dialogues", introduction="On the way.")
        home.add_child(instance=page)
        return publish(page)

    return arranged("index", build, home)


@pytest.fixture
def dialogue(index, partner, topic):
    return add_dialogue(index, hosts=[partner], themes=[topic])
