"""Ready-made sets of questions: what an editor inserts with one click and may then change.

A set is a block of its own only while it is being inserted. Whenever a form is saved, `expand`
puts its questions in its place; they are ordinary questions from then on. The words are written
in the source language; `signups.publishing.known_words` tells translators those of the other
languages.
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

PREFIX = "set_"  # of the type of a block that stands for a set


@dataclass(frozen=True)
class QuestionSet:
    """A set of questions, each as (kind, value) where choices are pairs of key and words."""

    name: str
    label: Promise
    description: Promise
    icon: str
    questions: tuple[tuple[str, dict[str, Any]], ...]

    @property
    def type(self) -> str:
        return f"{PREFIX}{self.name}"


SETS = (
    QuestionSet(
        "name",
        _("Name"),
        _("Full name in one field, and the name for the badge."),
        "user",
        (
            (
                "text",
                {
                    "key": "full_name",
                    "label": _("Full name"),
                    "help_text": _(
                        "As you write it yourself: two surnames, accents and letters of any "
                        "language are welcome."
                    ),
                    "autocomplete": "name",
                    "required": True,
                },
            ),
            (
                "text",
                {
                    "key": "badge_name",
                    "label": _("Name for your badge"),
                    "help_text": _("What you would like to be called, if it is something else."),
                    "autocomplete": "nickname",
                },
            ),
        ),
    ),
    QuestionSet(
        "contact",
        _("Contact"),
        _("E-mail address and telephone."),
        "mail",
        (
            (
                "email",
                {
                    "key": "email",
                    "label": _("E-mail address"),
                    "help_text": _("We write to it with your code and your personal link."),
                    "autocomplete": "email",
                },
            ),
            (
                "telephone",
                {
                    "key": "telephone",
                    "label": _("Telephone"),
                    "help_text": _("With the code of the country, such as +52 or +1."),
                    "autocomplete": "tel",
                },
            ),
        ),
    ),
    QuestionSet(
        "accessibility",
        _("Accessibility needs"),
        _(
            "What somebody needs in order to take part, to choose from and in free words; "
            "sensitive."
        ),
        "success",
        (
            (
                "checkboxes",
                {
                    "key": "access_needs",
                    "label": _("What do you need in order to take part?"),
                    "help_text": _(
                        "Choose whatever applies. It is read by those who prepare the event, and "
                        "by nobody else."
                    ),
                    "choices": (
                        ("step_free", _("A way without steps")),
                        ("seat_in_front", _("A seat near the front")),
                        ("sign_language", _("Sign language interpretation")),
                        ("captions", _("Captions on a screen")),
                        ("large_print", _("Papers in large print")),
                        ("digital_papers", _("Papers for a screen reader")),
                        ("quiet_room", _("A quiet room to rest in")),
                        ("companion", _("A person who comes with me to assist me")),
                    ),
                    "sensitive": True,
                },
            ),
            (
                "paragraph",
                {
                    "key": "access_details",
                    "label": _("Anything else that we should prepare"),
                    "help_text": _("For example a guide dog, or food that you cannot eat."),
                    "sensitive": True,
                },
            ),
        ),
    ),
    QuestionSet(
        "interpretation",
        _("Interpretation"),
        _("Into which languages somebody needs interpretation; sensitive."),
        "openquote",
        (
            (
                "checkboxes",
                {
                    "key": "interpretation",
                    "label": _("Into which languages do you need interpretation?"),
                    "help_text": _("Leave it empty if you need none."),
                    "choices": (
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
                    # A language may tell of an origin, a sign language of a disability.
                    "sensitive": True,
                },
            ),
            (
                "text",
                {
                    "key": "interpretation_other",
                    "label": _("Another language"),
                    "help_text": "",
                    "sensitive": True,
                },
            ),
        ),
    ),
    QuestionSet(
        "travel",
        _("Travel and visa letter"),
        _("Arrival and departure, and what a letter of invitation needs; sensitive."),
        "globe",
        (
            (
                "section",
                {
                    "title": _("Your journey"),
                    "text": _("What you write here helps us to receive you. You may leave it out."),
                },
            ),
            # When somebody crosses a border, and where, is nobody else's business.
            ("date", {"key": "arrival", "label": _("Day of arrival"), "sensitive": True}),
            ("date", {"key": "departure", "label": _("Day of departure"), "sensitive": True}),
            (
                "text",
                {
                    "key": "travel_from",
                    "label": _("City and country from which you travel"),
                    "sensitive": True,
                },
            ),
            (
                "yes_no",
                {
                    "key": "visa_letter",
                    "label": _("Do you need an invitation letter for a visa?"),
                    "sensitive": True,
                },
            ),
            (
                "text",
                {
                    "key": "passport_name",
                    "label": _("Name as in your passport"),
                    "help_text": _("Only if you need the letter: both have to be the same."),
                    "sensitive": True,
                },
            ),
            (
                "text",
                {
                    "key": "nationality",
                    "label": _("Nationality"),
                    "help_text": _("Only if you need the letter."),
                    "sensitive": True,
                },
            ),
        ),
    ),
    QuestionSet(
        "consent",
        _("Consents"),
        _("That the answers may be used, and whether pictures may be taken."),
        "lock",
        (
            (
                "consent",
                {
                    "key": "consent_privacy",
                    "label": _(
                        "I have read the privacy notice: my answers may be used to organise the "
                        "event"
                    ),
                    "required": True,
                },
            ),
            (
                "consent",
                {
                    "key": "consent_pictures",
                    "label": _("I may be seen in pictures and recordings of the event"),
                    "help_text": _("You can take part without it."),
                },
            ),
        ),
    ),
)
BY_TYPE = {each.type: each for each in SETS}
# Every question has these; a set names those that are not as here.
PLAIN = {
    "label": "", "help_text": "", "required": False, "key": "", "autocomplete": "",
    "sensitive": False, "days_to_keep": None, "retired": False,
}  # fmt: skip


def expand(stream: Sequence[dict]) -> list[dict]:
    """Return a copy of `stream` with the questions of each set in its place.

    Their ids follow from that of the set: a form that is saved twice with the same set in it, as
    the editor does by itself while one types, has the same questions each time.
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
                found.append(_question(kind, value, uuid.uuid5(root, str(number)), taken))
    return found


def holds_sets(stream: Sequence[dict]) -> bool:
    return any(block["type"] in BY_TYPE for block in stream)


def _uuid(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()


def _question(kind: str, value: dict[str, Any], root: uuid.UUID, taken: set) -> dict:
    """Return one question as a block, with a key that is not among `taken`, and put it there."""
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
    """Yield every text that a visitor reads in a question of a set."""
    for each in SETS:
        for _kind, value in each.questions:
            yield from (text for text in value.values() if isinstance(text, Promise))
            yield from (label for _key, label in value.get("choices", ()))


def known_words(language: str) -> dict[str, str]:
    """Return the texts of all sets in the source language, each with that of `language`.

    A text that is the same is not translated, and not among them.
    """
    with translation.override(settings.LANGUAGE_CODE):
        source = [str(text) for text in words()]
    with translation.override(language):
        target = [str(text) for text in words()]
    return {one: other for one, other in zip(source, target, strict=True) if one != other}
