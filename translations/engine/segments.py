"""Read and write the texts of a translation, which wagtail-localize stores.

Every change goes through `write`, by a translator, a file or a machine. This enforces the rules
everywhere: nothing changes during review, and no person's text is lost.
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

LONGEST = 20_000  # characters per segment; the longest paragraph of the site has a tenth
LONGEST_SLUG = 200
DEEPEST = 20  # nested tags; the parser recurses for each level
_TAG = re.compile(r"<(/?)(?!br\b)[a-z]", re.IGNORECASE)
MANUAL, MACHINE = StringTranslation.TRANSLATION_TYPE_CHOICES[0][0], "machine"


class TextRefusedError(Exception):
    """A text cannot be written now; the message says why, in the language of the user."""


class EditConflictError(TextRefusedError):
    """Someone else has changed this text since it was read; `theirs` is the current one."""

    def __init__(self, theirs: StringTranslation | None):
        super().__init__(_("Someone else has changed this text in the meantime."))
        self.theirs = theirs


@dataclass(frozen=True)
class Segment:
    """One segment as stored: the source text and its translation.

    `data` and `source` are the HTML fragments of wagtail-localize, "" if there is none yet.
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
        """Return the key of the segment in forms and files: "context:string"."""
        return f"{self.context.pk}:{self.string.pk}"

    @property
    def source(self) -> str:
        return self.string.data

    @property
    def counts(self) -> bool:
        """Return whether it has to be translated; the slug is optional."""
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
        """Return a value that changes whenever the stored text does; "" if there is none."""
        return version_of(self.translation)


def version_of(translation: StringTranslation | None) -> str:
    return stamp(translation.data, translation.translation_type) if translation else ""


def stamp(data: str, kind: str) -> str:
    """Return the version of the text `data` of the given kind, `MANUAL` or `MACHINE`."""
    return hashlib.sha256(f"{data}|{kind}".encode()).hexdigest()[:16]


def read(translation: Translation) -> list[Segment]:
    """Return the segments of a translation in source order, without duplicates. Two queries."""
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
    """Return the waiting review of this translation, or None."""
    waiting = reviews_of(translation).filter(state=Review.State.WAITING)
    return waiting.select_related("submitted_by").first()


def target_of(translation: Translation):
    """Return the object in the target language, or None if there is none yet."""
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        return None


def refusal(translation: Translation, user: Any = None) -> str:
    """Return why `user` cannot edit texts of this translation now, or ""."""
    if not translation.enabled:
        return _("This translation was stopped: the page is edited manually.")
    if waiting_review(translation) is not None:
        return _("This translation is waiting for review. Withdraw it from review to keep editing.")
    return lock_refusal(target_of(translation), user) if user is not None else ""


def lock_refusal(target: Any, user: Any) -> str:
    """Return why a lock keeps `user` from editing an object, or ""."""
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
    """Store `data` as the translation of a segment; "" deletes the current one.

    `based_on` is the `version` of the text that the writer saw (None: any). `machine` is the name
    of
    the tool that made it: it counts only once a person has confirmed it. `is_locked` means that the
    caller has called `locked` and `refusal` in this transaction, because repeating them takes half
    of the time when there are many texts. A text that is too long is stored as an error, and is not
    done until it is shortened.

    Raises `TextRefusedError` if nothing can be written now, and `EditConflictError` if someone else
    was faster; then `data` is kept as a suggestion, and their text stays.
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
    """Lock a translation until the transaction ends, so that writing and submitting alternate."""
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
    """Return whether `data` would replace text that another person wrote."""
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
    """Keep a text that could not be used as it is, as a suggestion for its segment."""
    suggestion, _new = Suggestion.objects.get_or_create(
        translation=translation,
        context=context,
        data=data,
        defaults={"origin": origin[:255], "created_by": user},
    )
    return suggestion


def as_texts(texts: list[Segment]) -> dict[str, str]:
    """Return the texts in the form that a `Review` stores."""
    return {text.key: text.data for text in texts if text.counts}


def missing(texts: list[Segment]) -> list[Segment]:
    """Return the segments that still have to be written, corrected or confirmed."""
    return [text for text in texts if text.counts and not text.is_done]


def fragment(html: str) -> str:
    """Return user-supplied HTML in the form to be stored. Raises `ValueError` with the reason."""
    depth = 0
    for match in _TAG.finditer(html):
        depth += -1 if match[1] else 1
        if depth > DEEPEST:
            raise ValueError(_("There are too many nested tags."))
    return str(StringValue.from_translated_html(html).data)


def is_too_long(translation: Translation, context: TranslationContext, data: str) -> bool:
    """Return whether `data` exceeds the limit of its field or block."""
    limit = location_of(translation, context).limit
    return limit is not None and context.path not in UNCOUNTED_PATHS and length_of(data) > limit


def slug_of(words: str) -> str:
    """Return the slug for these words; "" if none."""
    return to_slug(words)[:LONGEST_SLUG].strip("-")


def own_slug(found: list[Segment], target: Any) -> str:
    """Return the default slug of a page; "" if a translator has chosen one.

    It follows the title until the page is first published; after that, it never changes.
    """
    slug = next((text for text in found if text.context.path == "slug"), None)
    if slug is None or slug.data:
        return ""
    if isinstance(target, Page) and target.first_published_at is not None:
        return str(Page.objects.values_list("slug", flat=True).get(pk=target.pk))
    title = next((text.data for text in found if text.context.path == "title"), "")
    return slug_of(plain(title))


def plain(html: str) -> str:
    """Return the text of a segment without its tags; what only looks like tags is kept."""
    try:
        return strip_tags(html)
    except SuspiciousOperation:  # too many nested brackets for Django
        return html
