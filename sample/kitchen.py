"""What recipes cook with: the clock, the objects made so far, and texts that keep their Spanish."""

import json
from datetime import date, timedelta
from functools import cached_property
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Page

from pages.models import SummitImage, Topic
from partners.models import Partner
from sample.memory import Memory
from sample.text import T


def next_summit_day(today: date) -> date:
    """Return the first 23 February that is at least thirty days after `today`."""
    day = date(today.year, 2, 23)
    return day if day >= today + timedelta(days=30) else day.replace(year=today.year + 1)


class Kitchen:
    """Holds what has been made, by key, while the sample content is built."""

    def __init__(self):
        self.today = timezone.localdate()
        self.memory = Memory()
        self.images: dict[str, SummitImage] = {}
        self.documents: dict[str, Document] = {}
        self.topics: dict[str, Topic] = {}
        self.partners: dict[str, Partner] = {}
        self.pages: dict[str, Page] = {}

    @cached_property
    def summit_day(self) -> date:
        """The first day of the summit."""
        return next_summit_day(self.today)

    def day(self, content: dict) -> date:
        """Return the date of a content entry: `day` counts from the summit, `age` back from today."""
        if "age" in content:
            return self.today - timedelta(days=content["age"])
        return self.summit_day + timedelta(days=content["day"])

    def text(self, pair: T) -> str:
        """Return a plain text in English; its Spanish is remembered."""
        return self.memory.text(pair)

    def html(self, pair: T) -> str:
        """Return a rich text in English, page keys resolved; its Spanish is remembered."""
        return self.memory.html(T(self._resolve(pair.en), self._resolve(pair.es)))

    def _resolve(self, html: str) -> str:
        for key, page in self.pages.items():
            html = html.replace(f"{{page:{key}}}", str(page.pk))
        return html

    def stream(self, name: str, blocks: list[tuple]) -> str:
        """Return StreamField JSON for a list of (block type, value).

        Every block and list item gets an id that is unique and the same at each run, made from
        `name` and its place, so that segments never collide.
        """
        return json.dumps(
            [
                {
                    "type": kind,
                    "id": self._id(name, index),
                    "value": self._value(value, f"{name}/{index}"),
                }
                for index, (kind, value) in enumerate(blocks)
            ]
        )

    @staticmethod
    def _id(path: str, index: int) -> str:
        return str(uuid5(NAMESPACE_URL, f"sample/{path}/{index}"))

    def _value(self, value, path: str, name: str = ""):
        if isinstance(value, T):
            return self.html(value) if value.en.startswith("<") else self.text(value)
        if isinstance(value, dict):
            return {key: self._value(item, f"{path}/{key}", key) for key, item in value.items()}
        if isinstance(value, list):
            # `languages` is the value of one multiple-choice block; other lists are list blocks.
            if name in ("languages", "interpretation"):
                return value
            kind = "themes" if name == "themes" else ""
            return [
                {
                    "type": "item",
                    "id": self._id(path, index),
                    "value": self._value(item, f"{path}/{index}", kind),
                }
                for index, item in enumerate(value)
            ]
        return self._reference(value, name)

    def _reference(self, value, name: str):
        """Return the primary key that a key stands for in a chooser block, else the value."""
        if not isinstance(value, str) or not value:
            return value
        store = {
            "image": self.images,
            "document": self.documents,
            "page": self.pages,
            "themes": self.topics,
        }.get(name)
        return value if store is None else store[value].pk
