"""The registry of sample pages: which there are, where they stand, and what each is made of.

Both the seed and the tests read it. A recipe turns the content of a page's file (`sample.files`)
into the fields of a page model. Recipes come in an order in which a parent precedes its children.
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
from sample import files
from sample.kitchen import Kitchen
from signups.models import SignUpPage

type Fields = dict[str, Any]


@dataclass(frozen=True)
class Recipe:
    """One sample page.

    `file` says where its content lies, as `files.read` takes it. `early` returns the fields
    without which the row cannot be stored; `late` those that may point to other sample pages,
    which all exist by then.
    """

    file: str
    parent: str | None
    model: type[Page]
    early: Callable[[Kitchen, dict], Fields]
    late: Callable[[Kitchen, dict], Fields]

    @property
    def key(self) -> str:
        """Return by which name other content and the tests know the page."""
        return self.file.rpartition("/")[2]

    @property
    def content(self) -> dict[str, Any]:
        return {"key": self.key, **files.read(self.file)}

    @property
    def translated(self) -> bool:
        """Whether the sample has this page in Spanish; some are left for the workflow to show."""
        return self.content.get("translate", True)


def nothing(kitchen: Kitchen, content: dict) -> Fields:
    return {}


def standard(kitchen: Kitchen, content: dict) -> Fields:
    return introduction(kitchen, content) | {
        "body": kitchen.stream(content["key"], content["body"]),
    }


def front(kitchen: Kitchen, content: dict) -> Fields:
    return {
        "hero_title": content["hero_title"],
        "hero_text": content["hero_text"],
        "call_label": content["call_label"],
        "call_page": kitchen.pages[content["call_page"]],
        "summit": kitchen.pages["summit"],
        "body": kitchen.stream("home", content["body"]),
    }


def introduction(kitchen: Kitchen, content: dict) -> Fields:
    return {"introduction": content["introduction"]}


def event_times(kitchen: Kitchen, content: dict) -> Fields:
    """Return when an event is: in its own zone, counted from the summit or back from today."""
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
    names = (
        "introduction", "venue", "city", "status_note", "address", "mode", "status",
        "livestream_url",
    )  # fmt: skip
    return {name: content[name] for name in names} | {
        "body": kitchen.stream(content["key"], content["body"]),
    }


#: What most sessions share.
SESSION = {
    "track": "", "themes": [], "languages": ["es", "en"], "interpretation": ["es", "en"],
    "speakers": [],
}  # fmt: skip


def summit(kitchen: Kitchen, content: dict) -> Fields:
    programme: list[dict] = []
    for block in content["programme"]:
        if day := block.get("day"):
            texts = {name: text for name, text in day.items() if name != "day"}
            programme.append({"day": texts | {"date": kitchen.day(day).isoformat()}})
        else:
            programme.append({"session": SESSION | block["session"]})
    return event_facts(kitchen, content) | {
        "programme": kitchen.stream("programme", programme),
    }


def dialogue(kitchen: Kitchen, content: dict) -> Fields:
    return event_facts(kitchen, content) | {
        "conclusions": kitchen.html(content["conclusions"]),
        "hosts": [kitchen.partners[name] for name in content["hosts"]],
        "themes": [kitchen.topics[key] for key in content["themes"]],
    }


def news_date(kitchen: Kitchen, content: dict) -> Fields:
    return {"date": kitchen.day(content)}


def news_item(kitchen: Kitchen, content: dict) -> Fields:
    return standard(kitchen, content) | {
        "byline": content["byline"],
        "topics": [kitchen.topics[key] for key in content["topics"]],
        "partners": [kitchen.partners[name] for name in content["partners"]],
        "events": [kitchen.pages[key] for key in content["events"]],
    }


#: What most questions of a form share.
QUESTION = {
    "help_text": "", "required": False, "autocomplete": "", "sensitive": False, "choices": {},
}  # fmt: skip


def questions(content: dict) -> list[dict]:
    """Return the blocks of a form in full; in its file, choices are {key: label}."""
    blocks = []
    for block in content["fields"]:
        for kind, value in block.items():
            full = {"text": "", **value} if kind == "section" else QUESTION | value
            if "choices" in full:
                pairs = full["choices"].items()
                full["choices"] = [{"key": key, "label": label} for key, label in pairs]
            blocks.append({kind: full})
    return blocks


def sign_up(kitchen: Kitchen, content: dict) -> Fields:
    return introduction(kitchen, content) | {
        "confirmation": kitchen.html(content["confirmation"]),
        "privacy_notice": kitchen.html(content["privacy_notice"]),
        "event": kitchen.pages.get(content["event"]),
        "capacity": content.get("capacity"),
        "waiting_list": content.get("capacity") is not None,
        "fields": kitchen.stream(content["key"], questions(content)),
    }


RECIPES: list[Recipe] = [
    Recipe("home/home", None, HomePage, nothing, front),
    Recipe("events/summit", "home", SummitPage, event_times, summit),
    Recipe("events/dialogues", "home", DialogueIndexPage, nothing, introduction),
    *(
        Recipe(f"events/dialogue_{name}", "dialogues", DialoguePage, event_times, dialogue)
        for name in ("tijuana", "juarez", "tapachula", "los_angeles", "youth")
    ),
    Recipe("partners/partners", "home", PartnerIndexPage, nothing, introduction),
    Recipe("news/news", "home", NewsIndexPage, nothing, introduction),
    *(
        Recipe(f"news/news_{name}", "news", NewsPage, news_date, news_item)
        for name in (
            "registration", "moved", "programme", "press", "tapachula", "interpretation", "arms",
            "juarez", "tijuana",
        )
    ),
    *(
        Recipe(f"home/{name}", "home", StandardPage, nothing, standard)
        for name in ("about", "privacy", "conduct", "accessibility", "travel")
    ),
    *(
        Recipe(f"signups/signup_{name}", "home", SignUpPage, nothing, sign_up)
        for name in ("summit", "dialogue", "partner")
    ),
]  # fmt: skip
