"""Ready-made question sets, which editors insert with one click and may then change.

A set is a block of its own only while it is being inserted. Whenever a form is saved, `expand`
replaces it with its questions, which are ordinary questions from then on. The texts are written in
the source language; `signups.publishing.prefill` gives translators those in other languages.
"""

import copy
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signups.form.questions import propose_key

PREFIX = "set_"  # of the type of a block that represents a set


@dataclass(frozen=True)
class QuestionSet:
    """A set of questions as (kind, value); choices in a value are (key, label)."""

    name: str
    icon: str
    label: Promise
    description: Promise
    questions: tuple[tuple[str, dict[str, Any]], ...]
    sensitive: bool = False

    @property
    def type(self) -> str:
        return f"{PREFIX}{self.name}"


def _ask(kind: str, key: str, label: Promise, help_text: str | Promise = "", **more: Any):
    return kind, {"key": key, "label": label, "help_text": help_text, **more}


def _section(title: Promise, text: Promise):
    return "section", {"title": title, "text": text}


NAME = QuestionSet(
    "name",
    "user",
    _("Name"),
    _("Full name in one field, plus a name for the badge."),
    (
        _ask(
            "text",
            "full_name",
            _("Full name"),
            _(
                "Write it the way you usually do: two last names, accents, and letters from "
                "any language are welcome."
            ),
            autocomplete="name",
            required=True,
        ),
        _ask(
            "text",
            "badge_name",
            _("Name for your badge"),
            _("What you would like to be called, if it is different."),
            autocomplete="nickname",
        ),
    ),
)
CONTACT = QuestionSet(
    "contact",
    "mail",
    _("Contact"),
    _("Email address and phone."),
    (
        _ask(
            "email",
            "email",
            _("Email address"),
            _("We will use it to send you your code and your personal link."),
            autocomplete="email",
        ),
        _ask(
            "telephone",
            "telephone",
            _("Phone"),
            _("With the country code, such as +52 or +1."),
            autocomplete="tel",
        ),
    ),
)
ACCESSIBILITY = QuestionSet(
    "accessibility",
    "success",
    _("Accessibility needs"),
    _(
        "What each person needs in order to take part, with options and in their own words; "
        "sensitive."
    ),
    (
        _ask(
            "checkboxes",
            "access_needs",
            _("What do you need in order to take part?"),
            _("Choose all that apply. Only the people preparing the event will read this."),
            choices=(
                ("step_free", _("Step-free access")),
                ("seat_in_front", _("A seat near the front")),
                ("sign_language", _("Sign language interpretation")),
                ("captions", _("On-screen captions")),
                ("large_print", _("Large-print documents")),
                ("digital_papers", _("Documents for a screen reader")),
                ("quiet_room", _("A quiet room to rest in")),
                ("companion", _("A support person who comes with me")),
            ),
        ),
        _ask(
            "paragraph",
            "access_details",
            _("Anything else we should prepare"),
            _("For example, a guide dog or food you cannot eat."),
        ),
    ),
    sensitive=True,
)
INTERPRETATION = QuestionSet(
    "interpretation",
    "openquote",
    _("Interpretation"),
    _("Which languages each person needs interpretation into; sensitive."),
    (
        _ask(
            "checkboxes",
            "interpretation",
            _("Which languages do you need interpretation into?"),
            _("Leave blank if you don’t need any."),
            choices=(
                ("es", _("Spanish")),
                ("en", _("English")),
                ("fr", _("French")),
                ("nah", _("Nahuatl")),
                ("yua", _("Yucatec Maya")),
                ("tzh", _("Tzeltal")),
                ("tzo", _("Tzotzil")),
                ("mfs", _("Mexican Sign Language")),
                ("ase", _("American Sign Language")),
            ),
        ),
        _ask("text", "interpretation_other", _("Another language")),
    ),
    sensitive=True,  # a language may reveal an origin or a disability
)
TRAVEL = QuestionSet(
    "travel",
    "globe",
    _("Travel and visa letter"),
    _("Arrival and departure dates, and the details for an invitation letter. Sensitive."),
    (
        _section(
            _("Your trip"),
            _("Your answers here help us prepare for your arrival. You can leave them blank."),
        ),
        _ask("date", "arrival", _("Arrival date")),
        _ask("date", "departure", _("Departure date")),
        _ask("text", "travel_from", _("City and country you are traveling from")),
        _ask("yes_no", "visa_letter", _("Do you need an invitation letter for a visa?")),
        _ask(
            "text",
            "passport_name",
            _("Name as it appears in your passport"),
            _("Only if you need the letter. The name must match your passport exactly."),
        ),
        _ask("text", "nationality", _("Nationality"), _("Only if you need the letter.")),
    ),
    sensitive=True,  # when and where people cross a border is private
)
CONSENT = QuestionSet(
    "consent",
    "lock",
    _("Consent questions"),
    _("Permission to use the answers and to take pictures."),
    (
        _ask(
            "consent",
            "consent_privacy",
            _(
                "I have read the privacy notice and agree that my answers may be used to "
                "organize the event"
            ),
            required=True,
        ),
        _ask(
            "consent",
            "consent_pictures",
            _("I agree to appear in pictures and recordings of the event"),
            _("You can take part without agreeing to this."),
        ),
    ),
)
SETS = (NAME, CONTACT, ACCESSIBILITY, INTERPRETATION, TRAVEL, CONSENT)
BY_TYPE = {each.type: each for each in SETS}
# The defaults of every question; a set lists only the differences.
PLAIN = {
    "label": "", "help_text": "", "required": False, "key": "", "autocomplete": "",
    "sensitive": False, "days_to_keep": None, "retired": False,
}  # fmt: skip


def expand(stream: Sequence[dict]) -> list[dict]:
    """Return a copy of `stream` in which each set is replaced by its questions.

    Their ids are derived from the id of the set: if a form is saved twice with the same set, as the
    editor's autosave does, it gets the same questions each time.
    """
    taken = {(block["value"] or {}).get("key") for block in stream if block["type"] not in BY_TYPE}
    found: list[dict] = []
    with translation.override(settings.LANGUAGE_CODE):
        for block in stream:
            each = BY_TYPE.get(block["type"])
            if each is None:
                found.append(copy.deepcopy(block))
                continue
            root = _uuid(block.get("id"))
            for number, (kind, value) in enumerate(each.questions):
                own = {"sensitive": each.sensitive, **value} if kind != "section" else value
                found.append(_question(kind, own, uuid.uuid5(root, str(number)), taken))
    return found


def holds_sets(stream: Sequence[dict]) -> bool:
    return any(block["type"] in BY_TYPE for block in stream)


def _uuid(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()


def _question(kind: str, value: dict[str, Any], root: uuid.UUID, taken: set) -> dict:
    """Return one question as a block with a key that is not in `taken`; add the key to it."""
    words = {name: str(v) if isinstance(v, Promise) else v for name, v in value.items()}
    if kind == "section":
        return {"type": kind, "value": words, "id": str(root)}
    own = {"page": None} if kind == "consent" else {}
    words = {**PLAIN, **own, **words, "key": propose_key(words["key"], taken)}
    taken.add(words["key"])
    if "choices" in words:
        words["choices"] = [
            {
                "type": "item",
                "value": {"label": str(label), "key": key, "retired": False},
                "id": str(uuid.uuid5(root, key)),
            }
            for key, label in value["choices"]
        ]
    return {"type": kind, "value": words, "id": str(root)}


def words() -> Iterator[Promise]:
    """Yield every text that visitors read in the questions of the sets."""
    for each in SETS:
        for _kind, value in each.questions:
            yield from (text for text in value.values() if isinstance(text, Promise))
            yield from (label for _key, label in value.get("choices", ()))


def known_words(language: str) -> dict[str, str]:
    """Return the texts of all sets in the source language, mapped to those in `language`.

    Texts that are the same in both are untranslated and left out.
    """
    with translation.override(settings.LANGUAGE_CODE):
        source = [str(text) for text in words()]
    with translation.override(language):
        target = [str(text) for text in words()]
    return {one: other for one, other in zip(source, target, strict=True) if one != other}
