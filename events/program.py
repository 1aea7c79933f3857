"""Merge a program from the facts of the source and the texts of a translation.

`merge` is a pure function of two streams. A stream is any iterable of objects with `id`,
`block_type` ("day" or "session") and `value` (a mapping), such as Wagtail's StreamValue.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from pages.languages import LocalizedText

KINDS = {
    "plenary": _("Plenary"),
    "workshop": _("Workshop"),
    "panel": _("Panel"),
    "meeting": _("Meeting"),
    "break": _("Break"),
    "culture": _("Culture"),
}
STATUSES = {
    "scheduled": _("As planned"),
    "moved": _("Moved"),
    "cancelled": _("Canceled"),
}


class Block(Protocol):
    """A child of a stream."""

    id: str | None
    block_type: str
    value: Any


@dataclass(frozen=True)
class Speaker:
    name: LocalizedText
    role: LocalizedText


@dataclass(frozen=True)
class Session:
    """A session; `starts` and `ends` are aware datetimes in the time zone of the event."""

    id: str
    starts: datetime.datetime
    ends: datetime.datetime
    kind: str
    status: str
    title: LocalizedText
    description: LocalizedText
    room: LocalizedText
    track: LocalizedText
    themes: tuple[Any, ...] = ()
    languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    speakers: tuple[Speaker, ...] = ()

    @property
    def kind_label(self) -> str:
        return str(KINDS.get(self.kind, self.kind))

    @property
    def is_break(self) -> bool:
        return self.kind == "break"

    @property
    def is_moved(self) -> bool:
        return self.status == "moved"

    @property
    def is_cancelled(self) -> bool:
        return self.status == "cancelled"


@dataclass(frozen=True)
class Day:
    id: str
    date: datetime.date
    title: LocalizedText
    introduction: LocalizedText
    sessions: tuple[Session, ...] = ()


def merge(
    source: Iterable[Block],
    translation: Iterable[Block] | None,
    *,
    zone: str,
    source_language: str,
) -> list[Day]:
    """Return the days of `source` in chronological order, with the texts of `translation`.

    A text without translation stays in the source language and is marked with `source_language`.
    `translation` is None if the page is the source. Days and sessions without a date or time
    (drafts) and sessions before the first day are left out.
    """
    tz = ZoneInfo(zone)
    words = None
    if translation is not None:
        words = {block.id: block.value for block in translation}
    days: list[Day] = []
    sessions: list[list[Session]] = []
    for block in source:
        value = block.value
        say = _Words(value, None if words is None else words.get(block.id, {}), source_language)
        if block.block_type == "day":
            if value.get("date"):
                days.append(Day(block.id or "", value["date"], say("title"), say("introduction")))
                sessions.append([])
        elif days and value.get("starts") and value.get("ends"):
            sessions[-1].append(_session(block.id or "", value, say, days[-1].date, tz))
    merged = [
        replace(day, sessions=tuple(sorted(found, key=lambda item: (item.starts, item.ends))))
        for day, found in zip(days, sessions, strict=True)
    ]
    return sorted(merged, key=lambda day: day.date)


def find_session(days: Iterable[Day], session_id: str) -> Session | None:
    """Return the session with this id, or None."""
    sessions = (session for day in days for session in day.sessions)
    return next((session for session in sessions if session.id == session_id), None)


class _Words:
    """Return the text of a field when called: translated if possible, else marked."""

    def __init__(self, source: Mapping, translation: Mapping | None, language: str):
        self.source = source
        self.translation = translation
        self.language = language

    def __call__(self, name: str) -> LocalizedText:
        original = str(self.source.get(name) or "").strip()
        if self.translation is None:
            return LocalizedText(original)
        translated = str(self.translation.get(name) or "").strip()
        if translated or not original:
            # If a text was emptied in the source, its translation disappears too.
            return LocalizedText(translated if original else "")
        return LocalizedText(original, self.language)

    def items(self, name: str) -> Iterator["_Words"]:
        """Yield the structs of a list, each with the translation that has the same id."""
        found = None
        if self.translation is not None:
            found = dict(_items(self.translation.get(name)))
        for key, value in _items(self.source.get(name)):
            yield _Words(value, None if found is None else found.get(key, {}), self.language)


def _items(values: Any) -> list[tuple[Any, Any]]:
    """Return (id, value) pairs of a ListValue, or of a plain list with indexes as ids."""
    bound = getattr(values, "bound_blocks", None)
    if bound is not None:
        return [(child.id, child.value) for child in bound]
    return list(enumerate(values or ()))


def _session(key: str, value: Mapping, say: _Words, date: datetime.date, tz: ZoneInfo) -> Session:
    return Session(
        id=key,
        starts=datetime.datetime.combine(date, value["starts"], tz),
        ends=datetime.datetime.combine(date, value["ends"], tz),
        kind=value.get("kind") or "",
        status=value.get("status") or "scheduled",
        title=say("title"),
        description=say("description"),
        room=say("room"),
        track=say("track"),
        themes=tuple(theme for theme in value.get("themes") or () if theme is not None),
        languages=tuple(value.get("languages") or ()),
        interpretation=tuple(value.get("interpretation") or ()),
        speakers=tuple(Speaker(item("name"), item("role")) for item in say.items("speakers")),
    )
