"""Reading and writing the texts of a translation, which lie in wagtail-localize.

Every change of a text goes through `write`: by a translator, from a file, from a machine. So the
rules hold everywhere: nothing changes while it waits for review, and nobody's words are lost.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, SuspiciousOperation
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import LockableMixin, Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
)
from wagtail_localize.strings import StringValue

from pages.text import to_slug
from translations.engine.labels import length_of, location_of
from translations.engine.objects import UNCOUNTED_PATHS
from translations.engine.status import Pair
from translations.models import Review, Suggestion, reviews_of

LONGEST = 20_000  # characters of one segment; the longest paragraph of the site has a tenth
LONGEST_SLUG = 200
DEEPEST = 20  # tags in each other; what reads them calls itself for each
_TAG = re.compile(r"<(/?)(?!br\b)[a-z]", re.IGNORECASE)
MANUAL, MACHINE = StringTranslation.TRANSLATION_TYPE_CHOICES[0][0], "machine"


class TextRefusedError(Exception):
    """A text cannot be written now; the message says why, in the language of the person."""


class EditConflictError(TextRefusedError):
    """Somebody else has written this text since it was read; `theirs` is what stands there now."""

    def __init__(self, theirs: StringTranslation | None):
        super().__init__(_("Someone else has changed this text in the meantime."))
        self.theirs = theirs


@dataclass(frozen=True)
class Segment:
    """One segment as it is stored: the source text and what it is translated with.

    `data` and `source` are the HTML fragments of wagtail-localize, "" where there is none yet.
    """

    context: TranslationContext
    string: String
    translation: StringTranslation | None = None

    @property
    def data(self) -> str:
        return self.translation.data if self.translation else ""

    @property
    def pair(self) -> Pair:
        return self.context.pk, self.string.pk

    @property
    def key(self) -> str:
        """Return the name of the segment in forms and files: "context:string"."""
        return f"{self.context.pk}:{self.string.pk}"

    @property
    def source(self) -> str:
        return self.string.data

    @property
    def counts(self) -> bool:
        """Return whether it has to be translated; the short name in addresses need not be."""
        return self.context.path not in UNCOUNTED_PATHS

    @property
    def is_machine_made(self) -> bool:
        return self.translation is not None and self.translation.translation_type == MACHINE

    @property
    def has_error(self) -> bool:
        return self.translation is not None and self.translation.has_error

    @property
    def is_done(self) -> bool:
        return bool(self.data) and not self.is_machine_made and not self.has_error

    @property
    def version(self) -> str:
        """Return what changes whenever the stored text does; "" while there is none."""
        return version_of(self.translation)


def version_of(translation: StringTranslation | None) -> str:
    return stamp(translation.data, translation.translation_type) if translation else ""


def stamp(data: str, kind: str) -> str:
    """Return the version of a text that says `data` and is of this kind, `MANUAL` or `MACHINE`."""
    return hashlib.sha256(f"{data}|{kind}".encode()).hexdigest()[:16]


def read(translation: Translation) -> list[Segment]:
    """Return the segments of a translation in the order of the source, each once. Two queries."""
    segments = (
        StringSegment.objects.filter(source_id=translation.source_id)
        .select_related("context", "string")
        .order_by("order", "pk")
    )
    stored = {
        (row.context_id, row.translation_of_id): row
        for row in StringTranslation.objects.filter(
            context__object_id=translation.source.object_id,
            locale_id=translation.target_locale_id,
        ).select_related("last_translated_by")
    }
    found: dict[Pair, Segment] = {}
    for segment in segments:
        pair = segment.context_id, segment.string_id
        text = Segment(segment.context, segment.string, stored.get(pair))
        found.setdefault(pair, text)
    return list(found.values())


def waiting_review(translation: Translation) -> Review | None:
    """Return the review that this translation waits for, or None."""
    waiting = reviews_of(translation).filter(state=Review.State.WAITING)
    return waiting.select_related("submitted_by").first()


def target_of(translation: Translation):
    """Return the object in the target language, or None while there is none."""
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        return None


def refusal(translation: Translation, user: Any = None) -> str:
    """Return why `user` cannot write a text of this translation now, or ""."""
    if not translation.enabled:
        return _("This translation was stopped: the page is edited manually.")
    if waiting_review(translation) is not None:
        return _("This translation is waiting for review. Withdraw it from review to keep editing.")
    return lock_refusal(target_of(translation), user) if user is not None else ""


def lock_refusal(target: Any, user: Any) -> str:
    """Return why the lock of an object keeps `user` out, or ""."""
    lock = target.get_lock() if isinstance(target, LockableMixin) else None
    if lock is not None and lock.for_user(user):
        return _("This page is locked. Ask someone who can unlock it to do so first.")
    return ""


def write(
    translation: Translation,
    context: TranslationContext,
    string: String,
    data: str,
    *,
    user: Any = None,
    based_on: str | None = None,
    machine: str = "",
    is_locked: bool = False,
) -> StringTranslation | None:
    """Store `data` as the translation of a segment; "" takes away what is there.

    `based_on` is the `version` of the text that the writer has seen (None: whatever it is).
    `machine` names the tool that made it: it counts only once a person has confirmed it.
    `is_locked` says that the caller has asked `refusal` behind `locked` in this transaction: for
    many texts at once, of which the half of the time goes into asking again.
    What is longer than its place is kept, and is not done until it is shorter.
    Raises `TextRefusedError` when nothing can be written now, and `EditConflictError` when
    somebody else was faster; then `data` is kept as a suggestion, and what they wrote stands.
    """
    with transaction.atomic():
        if not is_locked:
            locked(translation)
            if reason := refusal(translation, user):
                raise TextRefusedError(reason)
        place = {"translation_of": string, "context": context}
        place["locale_id"] = translation.target_locale_id
        stored = StringTranslation.objects.filter(**place).first()
        if based_on is None or version_of(stored) == based_on:
            if data.strip():
                written = stored or StringTranslation(**place)
                return _write(translation, written, data, user, machine)
            if stored is not None:
                stored.delete()
            return None
    if stored is not None and stored.data == data:
        return stored
    if data.strip():
        keep_suggestion(translation, context, data, _("written at the same time"), user)
    raise EditConflictError(stored)


def locked(translation: Translation) -> Translation:
    """Lock a translation until the transaction ends: writers and who hands it in take turns."""
    return (
        Translation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("source", "target_locale")
        .get(pk=translation.pk)
    )


def _write(
    translation: Translation, stored: StringTranslation, data: str, user: Any, machine: str
) -> StringTranslation:
    if stored.pk and stored.translation_type == MANUAL and machine:
        return stored  # a machine never replaces what a person wrote
    if stored.pk and _is_somebody_elses(stored, data, user):
        keep_suggestion(
            translation,
            stored.context,
            stored.data,
            _("earlier version"),
            stored.last_translated_by,
        )
    stored.data = data
    stored.translation_type = MACHINE if machine else MANUAL
    stored.tool_name = machine
    stored.last_translated_by = user
    stored.has_error = is_too_long(translation, stored.context, data)
    stored.field_error = ""
    stored.save()
    return stored


def _is_somebody_elses(stored: StringTranslation, data: str, user: Any) -> bool:
    """Return whether words that another person wrote are about to be replaced."""
    author = stored.last_translated_by_id
    return (
        stored.translation_type == MANUAL
        and stored.data != data
        and author is not None
        and (user is None or author != user.pk)
    )


def keep_suggestion(
    translation: Translation, context: TranslationContext, data: str, origin: str, user=None
) -> Suggestion:
    """Keep a text that could not be used as it is, to be offered beside its segment."""
    suggestion, _new = Suggestion.objects.get_or_create(
        translation=translation,
        context=context,
        data=data,
        defaults={"origin": origin[:255], "created_by": user},
    )
    return suggestion


def as_texts(texts: list[Segment]) -> dict[str, str]:
    """Return what a `Review` keeps of these texts."""
    return {text.key: text.data for text in texts if text.counts}


def missing(texts: list[Segment]) -> list[Segment]:
    """Return the segments that still have to be written, corrected or confirmed."""
    return [text for text in texts if text.counts and not text.is_done]


def fragment(html: str) -> str:
    """Return HTML that somebody wrote as it can be stored. Raises `ValueError` with the reason."""
    depth = 0
    for match in _TAG.finditer(html):
        depth += -1 if match[1] else 1
        if depth > DEEPEST:
            raise ValueError(_("There are too many nested tags."))
    return str(StringValue.from_translated_html(html).data)


def is_too_long(translation: Translation, context: TranslationContext, data: str) -> bool:
    """Return whether `data` does not fit where the segment stands."""
    limit = location_of(translation, context).limit
    return limit is not None and context.path not in UNCOUNTED_PATHS and length_of(data) > limit


def slug_of(words: str) -> str:
    """Return the short name in addresses that these words make; "" if none."""
    return to_slug(words)[:LONGEST_SLUG].strip("-")


def own_slug(found: list[Segment], target: Any) -> str:
    """Return the short name in addresses of a page where nobody has chosen one; "" where one has.

    That of the title, until the page has been live: from then on its address stays what it is.
    """
    slug = next((text for text in found if text.context.path == "slug"), None)
    if slug is None or slug.data:
        return ""
    if isinstance(target, Page) and target.first_published_at is not None:
        return str(Page.objects.values_list("slug", flat=True).get(pk=target.pk))
    title = next((text.data for text in found if text.context.path == "title"), "")
    return slug_of(plain(title))


def plain(html: str) -> str:
    """Return the words of a segment without its tags; what only looks like tags stays."""
    try:
        return strip_tags(html)
    except SuspiciousOperation:  # so many brackets in each other that Django does not look
        return html
