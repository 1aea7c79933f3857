"""The registry of sample pages: which there are, where they stand, and what each is made of.

Both the seed and the tests read it. A recipe turns plain content (`sample.content`)
into the fields of a page model; texts pass through `Kitchen`, which remembers their Spanish.
Recipes come in an order in which a parent precedes its children.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wagtail.models import Page

from events.models import DialogueIndexPage, DialoguePage, SummitPage
from home.models import HomePage, StandardPage
from news.models import NewsIndexPage, NewsPage
from partners.models import PartnerIndexPage
from sample.content import events, home, news, partners, signups
from sample.kitchen import Kitchen
from signups.models import SignUpPage

type Fields = dict[str, Any]


@dataclass(frozen=True)
class Recipe:
    """One sample page.

    `early` returns the fields without which the row cannot be stored; `late` those that may
    point to other sample pages, which all exist by then.
    """

    key: str
    parent: str | None
    model: type[Page]
    content: dict[str, Any]
    early: Callable[[Kitchen, dict], Fields]
    late: Callable[[Kitchen, dict], Fields]

    @property
    def translated(self) -> bool:
        """Whether the sample has this page in Spanish; some are left for the workflow to show."""
        return self.content.get("translate", True)


def nothing(kitchen: Kitchen, content: dict) -> Fields:
    return {}


def standard(kitchen: Kitchen, content: dict) -> Fields:
    return {
        "introduction": kitchen.text(content["introduction"]),
        "body": kitchen.stream(content["key"], content["body"]),
    }


def front(kitchen: Kitchen, content: dict) -> Fields:
    return {
        "hero_title": kitchen.text(content["hero_title"]),
        "hero_text": kitchen.text(content["hero_text"]),
        "call_label": kitchen.text(content["cta_label"]),
        "call_page": kitchen.pages[content["cta_page"]],
        "summit": kitchen.pages["summit"],
        "body": kitchen.stream("home", content["body"]),
    }


def introduction(kitchen: Kitchen, content: dict) -> Fields:
    return {"introduction": kitchen.text(content["introduction"])}


def event_times(kitchen: Kitchen, content: dict) -> Fields:
    zone = ZoneInfo(content["zone"])
    first = kitchen.day(content)
    last = first + timedelta(days=content.get("end_day", 0) - content.get("day", 0))
    starts, ends = time.fromisoformat(content["starts"]), time.fromisoformat(content["ends"])
    return {
        "starts": datetime.combine(first, starts, zone),
        "ends": datetime.combine(last, ends, zone),
        "zone": content["zone"],
    }


def event_facts(kitchen: Kitchen, content: dict) -> Fields:
    texts = ("introduction", "venue", "city", "status_note")
    return {name: kitchen.text(content[name]) for name in texts} | {
        "address": content["address"].en,
        "mode": content["mode"],
        "status": content["status"],
        "livestream_url": content["livestream_url"],
        "body": kitchen.stream(content["key"], content["body"]),
    }


def summit(kitchen: Kitchen, content: dict) -> Fields:
    programme = [
        (kind, {**value, "date": kitchen.day(value).isoformat()} if kind == "day" else value)
        for kind, value in content["programme"]
    ]
    for _kind, value in programme:
        value.pop("day", None)
    return event_facts(kitchen, content) | {
        "programme": kitchen.stream("programme", programme),
    }


def dialogue(kitchen: Kitchen, content: dict) -> Fields:
    return event_facts(kitchen, content) | {
        "conclusions": kitchen.html(content["conclusions"]) if content["conclusions"] else "",
        "hosts": [kitchen.partners[name] for name in content["hosts"]],
        "themes": [kitchen.topics[key] for key in content["themes"]],
    }


def news_date(kitchen: Kitchen, content: dict) -> Fields:
    return {"date": kitchen.today - timedelta(days=content["age"])}


def news_item(kitchen: Kitchen, content: dict) -> Fields:
    return {
        "byline": kitchen.text(content["byline"]),
        "introduction": kitchen.text(content["introduction"]),
        "body": kitchen.stream(content["key"], content["body"]),
        "topics": [kitchen.topics[key] for key in content["topics"]],
        "partners": [kitchen.partners[name] for name in content["partners"]],
        "events": [kitchen.pages[key] for key in content["events"]],
    }


def sign_up(kitchen: Kitchen, content: dict) -> Fields:
    return {
        "introduction": kitchen.text(content["introduction"]),
        "confirmation": kitchen.html(content["confirmation"]),
        "privacy_notice": kitchen.html(content["privacy_notice"]),
        "event": kitchen.pages.get(content["event"]),
        "capacity": content.get("capacity"),
        "waiting_list": content.get("capacity") is not None,
        "fields": kitchen.stream(content["key"], content["fields"]),
    }


RECIPES: list[Recipe] = [
    Recipe("home", None, HomePage, home.HOME, nothing, front),
    Recipe("summit", "home", SummitPage, events.SUMMIT, event_times, summit),
    Recipe("dialogues", "home", DialogueIndexPage, events.DIALOGUE_INDEX, nothing, introduction),
    *(
        Recipe(item["key"], "dialogues", DialoguePage, item, event_times, dialogue)
        for item in events.DIALOGUES
    ),
    Recipe("partners", "home", PartnerIndexPage, partners.PARTNER_INDEX, nothing, introduction),
    Recipe("news", "home", NewsIndexPage, news.NEWS_INDEX, nothing, introduction),
    *(Recipe(item["key"], "news", NewsPage, item, news_date, news_item) for item in news.NEWS),
    *(
        Recipe(item["key"], "home", StandardPage, item, nothing, standard)
        for item in home.STANDARD_PAGES
    ),
    *(Recipe(item["key"], "home", SignUpPage, item, nothing, sign_up) for item in signups.SIGNUPS),
]
