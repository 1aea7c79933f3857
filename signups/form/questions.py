"""What a form asks, as plain data: no database, no request.

The questions (their kind, key, order, whether they are required, the keys of their choices) always
come from the canonical page; the wording comes from the page in the reader's language, matched by
the id of the block and the key of the choice. So an out-of-date or wrong translation can change
what is shown, but never what is stored.

Stream data has the form in which Wagtail stores it: a list of {"type", "value", "id"}.
"""

import copy
import re
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pages.text import folded

CHOICE_KINDS = frozenset({"radio", "dropdown", "checkboxes"})
KINDS = CHOICE_KINDS | {
    "text", "paragraph", "email", "telephone", "number", "group_size", "date", "yes_no", "consent",
    "section",
}  # fmt: skip
#: The default minimum and maximum of a number, by kind.
BOUNDS = {"number": (0, 999_999_999), "group_size": (1, 10)}
KEY_LENGTH = 50
KEY_PATTERN = r"\A[a-z][a-z0-9_]*\Z"
RESERVED_KEYS = frozenset({"csrfmiddlewaretoken"})
# Autofill purposes of questions for a name (WCAG 1.3.5, HTML autofill).
NAME_PURPOSES = ("name", "nickname", "given-name")
DAYS_TO_KEEP = 30
DAYS_TO_KEEP_SENSITIVE = 7


class LocalizedStr(str):
    """A text that knows its language; `lang` is "" if it is the language of the page."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str = ""):
        self = super().__new__(cls, text)
        self.lang = lang
        return self


EMPTY = LocalizedStr("")


@dataclass(frozen=True)
class Choice:
    """One choice: `key` is stored, `label` is shown; `retired` ones are not offered."""

    key: str
    label: LocalizedStr
    id: str = ""
    retired: bool = False


@dataclass(frozen=True)
class Question:
    """One question, or a section heading (which has no key and asks nothing)."""

    kind: str
    key: str
    label: LocalizedStr
    help_text: LocalizedStr = EMPTY
    required: bool = False
    autocomplete: str = ""
    sensitive: bool = False
    days_to_keep: int = DAYS_TO_KEEP
    choices: tuple[Choice, ...] = field(default=())
    retired: bool = False
    id: str = ""
    smallest: int | None = None
    largest: int | None = None
    page_id: int | None = None  # of a page to read before answering

    @property
    def bounds(self) -> tuple[int, int]:
        smallest, largest = BOUNDS[self.kind]
        return (
            smallest if self.smallest is None else self.smallest,
            largest if self.largest is None else self.largest,
        )

    @property
    def is_asked(self) -> bool:
        """Return whether visitors answer it; they do not answer headings or retired questions."""
        return bool(self.key) and not self.retired

    def offered(self, had: Any = None) -> tuple[Choice, ...]:
        """Return the choices that are offered, plus those that were chosen before (`had`)."""
        chosen = had if isinstance(had, list) else [had]
        return tuple(c for c in self.choices if not c.retired or c.key in chosen)

    @property
    def is_name(self) -> bool:
        """Return whether this asks for the name of a person."""
        return self.kind == "text" and not self.sensitive and self.autocomplete in NAME_PURPOSES

    def choice_label(self, key: str) -> str:
        return next((choice.label for choice in self.choices if choice.key == key), key)


# ------------------------------------------------------------------ keys
def propose_key(label: str, taken: Collection[str]) -> str:
    """Return a key made from `label` ("Full name" → full_name), neither taken nor reserved."""
    ascii_text = folded(label).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_text).strip("_")
    if not words:
        words = "answer"
    elif not words[0].isalpha():
        words = f"q_{words}"
    stem = words[:KEY_LENGTH].rstrip("_")
    key, number = stem, 1
    while key in taken or key in RESERVED_KEYS:
        number += 1
        suffix = f"_{number}"
        key = stem[: KEY_LENGTH - len(suffix)] + suffix
    return key


def with_keys(stream: Sequence[dict], known: Sequence[dict] = ()) -> list[dict]:
    """Return a copy of `stream` in which every question and every choice has a key and an id.

    A block without a key takes that of the block with the same id in `known`, the published form;
    if there is none, a key is made from its label.
    """
    complete = copy.deepcopy(list(stream))
    earlier = {block.get("id"): block["value"] for block in known if block.get("id")}
    questions = [block for block in complete if block["type"] in KINDS - {"section"}]
    for block in complete:
        block["id"] = block.get("id") or str(uuid.uuid4())
    _fill(
        [block["value"] for block in questions],
        [(earlier.get(block["id"]) or {}).get("key") for block in questions],
    )
    for block in questions:
        if block["type"] not in CHOICE_KINDS:
            continue
        items = _items(block["value"])
        block["value"]["choices"] = items
        before = {
            item["id"]: item["value"].get("key") for item in _items(earlier.get(block["id"]) or {})
        }
        _fill([item["value"] for item in items], [before.get(item["id"]) for item in items])
    return complete


def _fill(values: list[dict], known: list[str | None]) -> None:
    """Give each of `values` (with label and key) a key: its own, the known one, or a new one."""
    taken = {value["key"] for value in values if value.get("key")}
    for value, earlier in zip(values, known, strict=True):
        if not value.get("key"):
            fits = earlier and earlier not in taken
            value["key"] = earlier if fits else propose_key(value.get("label") or "", taken)
            taken.add(value["key"])


def _items(value: dict) -> list[dict]:
    """Return the choices in `value` as list blocks ({"type", "value", "id"})."""
    items = []
    for item in value.get("choices") or []:
        # A list without ids is a short form for code that creates forms.
        block = item if "value" in item and "type" in item else {"type": "item", "value": item}
        items.append({**block, "id": block.get("id") or str(uuid.uuid4())})
    return items


def frozen_changes(stream: Sequence[dict], known: Sequence[dict]) -> dict[str, set[str]]:
    """Return what `stream` would break in a form that has answers already.

    "keys": labels of questions whose key or kind changed; "choices": labels of questions that lost
    the key of a choice; "removed": labels of removed questions. Empty if nothing breaks.
    """
    now = {entry.id: entry for entry in read_questions(with_keys(stream, known))}
    by_key = {entry.key: entry for entry in now.values() if entry.key}
    found: dict[str, set[str]] = {"keys": set(), "choices": set(), "removed": set()}
    for old in read_questions(with_keys(known)):
        if old.kind == "section":
            continue
        new = now.get(old.id)
        if new is None:
            # A question that was removed and added again with the same key loses nothing.
            new = by_key.get(old.key)
        if new is None:
            found["removed"].add(str(old.label))
        elif new.key != old.key or new.kind != old.kind:
            found["keys"].add(str(old.label))
        elif {choice.key for choice in old.choices} - {choice.key for choice in new.choices}:
            found["choices"].add(str(old.label))
    return {name: labels for name, labels in found.items() if labels}


# ------------------------------------------------------------------ reading
def read_questions(stream: Iterable[dict], language: str = "") -> tuple[Question, ...]:
    """Return the questions in `stream`, with texts marked as being in `language`."""
    return tuple(_read(block, language) for block in stream if block["type"] in KINDS)


def _read(block: dict, language: str) -> Question:
    value, kind = block["value"], block["type"]
    if kind == "section":
        return Question(
            kind="section",
            key="",
            label=LocalizedStr(value.get("title") or "", language),
            help_text=LocalizedStr(value.get("text") or "", language),
            id=block.get("id") or "",
        )
    sensitive = bool(value.get("sensitive"))
    days = value.get("days_to_keep")
    return Question(
        kind=kind,
        key=value.get("key") or "",
        label=LocalizedStr(value.get("label") or "", language),
        help_text=LocalizedStr(value.get("help_text") or "", language),
        required=bool(value.get("required")),
        autocomplete=value.get("autocomplete") or "",
        sensitive=sensitive,
        days_to_keep=(DAYS_TO_KEEP_SENSITIVE if sensitive else DAYS_TO_KEEP)
        if days is None
        else days,
        choices=tuple(
            Choice(
                item["value"].get("key") or "",
                LocalizedStr(item["value"].get("label") or "", language),
                item["id"],
                bool(item["value"].get("retired")),
            )
            for item in _items(value)
        )
        if kind in CHOICE_KINDS
        else (),
        retired=bool(value.get("retired")),
        id=block.get("id") or "",
        smallest=value.get("smallest"),
        largest=value.get("largest"),
        page_id=value.get("page"),
    )


def group_question(questions: Iterable[Question]) -> Question | None:
    return next((q for q in questions if q.kind == "group_size" and not q.retired), None)


def merge(canonical: Sequence[Question], translated: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions of `canonical` in the words of `translated`.

    Questions are matched by block id, else by key; choices by key, else by id. Untranslated texts
    stay canonical, marked with their language.
    """
    by_id = {entry.id: entry for entry in translated if entry.id}
    by_key = {entry.key: entry for entry in translated if entry.key}
    return tuple(
        _in_words_of(entry, by_id.get(entry.id) or by_key.get(entry.key)) for entry in canonical
    )


def _in_words_of(entry: Question, other: Question | None) -> Question:
    if other is None or other.kind != entry.kind:
        return entry
    by_key = {choice.key: choice for choice in other.choices if choice.key}
    by_id = {choice.id: choice for choice in other.choices if choice.id}
    choices = []
    for choice in entry.choices:
        same = by_key.get(choice.key) or by_id.get(choice.id)
        choices.append(replace(choice, label=same.label) if same and same.label else choice)
    return replace(
        entry,
        label=other.label or entry.label,
        # If the source has no help text any more, do not show that of the translation.
        help_text=(other.help_text or entry.help_text) if entry.help_text else EMPTY,
        choices=tuple(choices),
    )


def email_question(questions: Iterable[Question]) -> Question | None:
    """Return the question for the address to write to: the first for an email address."""
    return next((q for q in questions if q.kind == "email" and not q.retired), None)


def email_key(questions: Iterable[Question]) -> str:
    """Return the key of the question for the address to write to, or ""."""
    question = email_question(questions)
    return question.key if question else ""


def email_questions(questions: Iterable[Question]) -> list[Question]:
    """Return the questions whose answer is the address to write to, the current one first.

    That is the first question for an email address, then retired ones. A second one in the same
    form is an ordinary answer: nobody has signed up with that address.
    """
    emails = [question for question in questions if question.kind == "email"]
    return [q for q in emails if not q.retired][:1] + [q for q in emails if q.retired]
