"""The registry of sample pages: their files, parents, models and fields.

The seed and the tests read it. A factory turns the content of a page's file (`sample.files`) into
the fields of a page model. Parents come before their children.
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
from sample.context import SeedContext
from signups.models import SignUpPage

type Fields = dict[str, Any]


@dataclass(frozen=True)
class PageFactory:
    """One sample page.

    `file` is the name of its content, as `files.read` takes it. `initial_fields` returns the fields
    required to create the row; `content_fields` returns those that may refer to other sample pages,
    which all exist by then.
    """

    file: str
    parent: str | None
    model: type[Page]
    initial_fields: Callable[[SeedContext, dict], Fields]
    content_fields: Callable[[SeedContext, dict], Fields]

    @property
    def key(self) -> str:
        """Return the name that other content and the tests use for the page."""
        return self.file.rpartition("/")[2]

    @property
    def content(self) -> dict[str, Any]:
        return {"key": self.key, **files.read(self.file)}

    @property
    def translated(self) -> bool:
        """Return whether the page has sample Spanish; some have none, to show the workflow."""
        return self.content.get("translate", True)


def no_fields(context: SeedContext, content: dict) -> Fields:
    return {}


def standard_page(context: SeedContext, content: dict) -> Fields:
    return introduction(context, content) | {
        "body": context.stream(content["key"], content["body"]),
    }


def home_page(context: SeedContext, content: dict) -> Fields:
    return {
        "hero_title": content["hero_title"],
        "hero_text": content["hero_text"],
        "call_label": content["call_label"],
        "call_page": context.pages[content["call_page"]],
        "summit": context.pages["summit"],
        "body": context.stream("home", content["body"]),
    }


def introduction(context: SeedContext, content: dict) -> Fields:
    return {"introduction": content["introduction"]}


def event_times(context: SeedContext, content: dict) -> Fields:
    """Return start and end in the event's time zone, relative to the summit or to today."""
    zone = ZoneInfo(content["zone"])
    first = context.day(content)
    last = first + timedelta(days=content.get("end_day", 0) - content.get("day", 0))
    starts, ends = time.fromisoformat(content["starts"]), time.fromisoformat(content["ends"])
    return {
        "starts": datetime.combine(first, starts, zone),
        "ends": datetime.combine(last, ends, zone),
        "zone": content["zone"],
    }


def event_facts(context: SeedContext, content: dict) -> Fields:
    names = (
        "introduction", "venue", "city", "status_note", "address", "mode", "status",
        "livestream_url",
    )  # fmt: skip
    return {name: content[name] for name in names} | {
        "body": context.stream(content["key"], content["body"]),
    }


#: Defaults for sessions.
SESSION = {
    "track": "", "themes": [], "languages": ["es", "en"], "interpretation": ["es", "en"],
    "speakers": [],
}  # fmt: skip


def summit(context: SeedContext, content: dict) -> Fields:
    programme: list[dict] = []
    for block in content["programme"]:
        if day := block.get("day"):
            texts = {name: text for name, text in day.items() if name != "day"}
            programme.append({"day": texts | {"date": context.day(day).isoformat()}})
        else:
            programme.append({"session": SESSION | block["session"]})
    return event_facts(context, content) | {
        "programme": context.stream("programme", programme),
    }


def dialogue(context: SeedContext, content: dict) -> Fields:
    return event_facts(context, content) | {
        "conclusions": context.html(content["conclusions"]),
        "hosts": [context.partners[name] for name in content["hosts"]],
        "themes": [context.topics[key] for key in content["themes"]],
    }


def news_date(context: SeedContext, content: dict) -> Fields:
    return {"date": context.day(content)}


def news_item(context: SeedContext, content: dict) -> Fields:
    return standard_page(context, content) | {
        "byline": content["byline"],
        "topics": [context.topics[key] for key in content["topics"]],
        "partners": [context.partners[name] for name in content["partners"]],
        "events": [context.pages[key] for key in content["events"]],
    }


#: Defaults for the questions of a form.
QUESTION = {
    "help_text": "", "required": False, "autocomplete": "", "sensitive": False, "choices": {},
}  # fmt: skip


def questions(content: dict) -> list[dict]:
    """Return the complete blocks of a form; in its file, choices are {key: label}."""
    blocks = []
    for block in content["fields"]:
        for kind, value in block.items():
            full = {"text": "", **value} if kind == "section" else QUESTION | value
            if "choices" in full:
                pairs = full["choices"].items()
                full["choices"] = [{"key": key, "label": label} for key, label in pairs]
            blocks.append({kind: full})
    return blocks


def sign_up(context: SeedContext, content: dict) -> Fields:
    return introduction(context, content) | {
        "confirmation": context.html(content["confirmation"]),
        "privacy_notice": context.html(content["privacy_notice"]),
        "event": context.pages.get(content["event"]),
        "capacity": content.get("capacity"),
        "waiting_list": content.get("capacity") is not None,
        "fields": context.stream(content["key"], questions(content)),
    }


FACTORIES: list[PageFactory] = [
    PageFactory("home/home", None, HomePage, no_fields, home_page),
    PageFactory("events/summit", "home", SummitPage, event_times, summit),
    PageFactory("events/dialogues", "home", DialogueIndexPage, no_fields, introduction),
    *(
        PageFactory(f"events/dialogue_{name}", "dialogues", DialoguePage, event_times, dialogue)
        for name in ("tijuana", "juarez", "tapachula", "los_angeles", "youth")
    ),
    PageFactory("partners/partners", "home", PartnerIndexPage, no_fields, introduction),
    PageFactory("news/news", "home", NewsIndexPage, no_fields, introduction),
    *(
        PageFactory(f"news/news_{name}", "news", NewsPage, news_date, news_item)
        for name in (
            "registration", "moved", "programme", "press", "tapachula", "interpretation", "arms",
            "juarez", "tijuana",
        )
    ),
    *(
        PageFactory(f"home/{name}", "home", StandardPage, no_fields, standard_page)
        for name in ("about", "privacy", "conduct", "accessibility", "travel")
    ),
    *(
        PageFactory(f"signups/signup_{name}", "home", SignUpPage, no_fields, sign_up)
        for name in ("summit", "dialogue", "partner")
    ),
]  # fmt: skip
