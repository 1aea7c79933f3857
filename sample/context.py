"""Shared state of the factories: dates, created objects, and texts that refer to them by key."""

import json
from datetime import date, timedelta
from functools import cached_property
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Page

from pages.models import SummitImage, Topic
from partners.models import Partner


def next_summit_day(today: date) -> date:
    """Return the first February 23 that is at least thirty days after `today`."""
    day = date(today.year, 2, 23)
    return day if day >= today + timedelta(days=30) else day.replace(year=today.year + 1)


def stable_id(path: str, index: int) -> str:
    """Return a unique id of a block or link that never changes, because PO files contain it."""
    return str(uuid5(NAMESPACE_URL, f"sample/{path}/{index}"))


class SeedContext:
    """Hold the created objects by key while the sample content is built."""

    def __init__(self):
        self.today = timezone.localdate()
        self.images: dict[str, SummitImage] = {}
        self.documents: dict[str, Document] = {}
        self.topics: dict[str, Topic] = {}
        self.partners: dict[str, Partner] = {}
        self.pages: dict[str, Page] = {}

    @cached_property
    def summit_day(self) -> date:
        """Return the first day of the summit."""
        return next_summit_day(self.today)

    def day(self, content: dict) -> date:
        """Return the date of an entry: `day` counts from the summit, `age` back from today."""
        if "age" in content:
            return self.today - timedelta(days=content["age"])
        return self.summit_day + timedelta(days=content["day"])

    def html(self, text: str) -> str:
        """Return rich text with each `{page:key}` replaced by the primary key of that page."""
        for key, page in self.pages.items():
            text = text.replace(f"{{page:{key}}}", str(page.pk))
        return text

    def stream(self, name: str, blocks: list[dict]) -> str:
        """Return StreamField JSON for a list of blocks, each {type: value}.

        The ids are made from `name` and the index of each block and list item, so that segments
        never collide.
        """
        pairs = [pair for block in blocks for pair in block.items()]
        return json.dumps(
            [
                {
                    "type": kind,
                    "id": stable_id(name, index),
                    "value": self._value(value, f"{name}/{index}"),
                }
                for index, (kind, value) in enumerate(pairs)
            ]
        )

    def _value(self, value, path: str, name: str = ""):
        if isinstance(value, dict):
            return {key: self._value(item, f"{path}/{key}", key) for key, item in value.items()}
        if isinstance(value, list):
            # These are values of one multiple-choice block; other lists are list blocks.
            if name in ("languages", "interpretation"):
                return value
            kind = "themes" if name == "themes" else ""
            return [
                {
                    "type": "item",
                    "id": stable_id(path, index),
                    "value": self._value(item, f"{path}/{index}", kind),
                }
                for index, item in enumerate(value)
            ]
        if isinstance(value, str) and value.startswith("<"):
            return self.html(value)
        return self._reference(value, name)

    def _reference(self, value, name: str):
        """Return the primary key for a key in a chooser block, else the value."""
        if not isinstance(value, str) or not value:
            return value
        store = {
            "image": self.images,
            "document": self.documents,
            "page": self.pages,
            "themes": self.topics,
        }.get(name)
        return value if store is None else store[value].pk
