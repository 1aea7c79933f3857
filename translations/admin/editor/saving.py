"""Save what was typed in the translation editor: one segment, or the whole form."""

from dataclasses import dataclass, field, replace

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import QueryDict
from wagtail_localize.models import String, Translation, TranslationContext

from translations.admin.editor import markup
from translations.admin.editor.segment_rows import RejectedInput
from translations.engine import segments
from translations.engine.segments import (
    LONGEST,
    EditConflictError,
    Segment,
    TextRefusedError,
    version_of,
)


class SegmentForm(forms.Form):
    key = forms.RegexField(r"^\d{1,18}:\d{1,18}$")
    value = forms.CharField(required=False, strip=False, max_length=LONGEST, widget=forms.Textarea)
    version = forms.CharField(required=False, max_length=64)


def find(translation: Translation, found: list[Segment], key: str) -> tuple[Segment, bool]:
    """Return the segment `key`, and whether it is still in the source.

    A segment that was removed from the source while someone translated it can still be saved, as
    the previous text of its replacement. Raises `ObjectDoesNotExist` for any other key.
    """
    for text in found:
        if text.key == key:
            return text, True
    context_pk, _colon, string_pk = key.partition(":")
    context = TranslationContext.objects.get(pk=context_pk, object_id=translation.source.object_id)
    string = String.objects.get(pk=string_pk, locale_id=translation.source.locale_id)
    stored = context.translations.filter(
        translation_of=string, locale_id=translation.target_locale_id
    ).first()
    return Segment(context, string, stored), False


def store(translation: Translation, text: Segment, value: str, version: str, user) -> Segment:
    """Save a field value as the translation of `text`; return the updated segment.

    `version` is the version that the translator saw. Raises `MarkupError`, `TextRefusedError`
    and `EditConflictError`.
    """
    data = markup.from_field(value, text)
    stored = segments.write(
        translation, text.context, text.string, data, user=user, based_on=version
    )
    return replace(text, translation=stored)


@dataclass
class SaveResult:
    """The result of saving a form: how many segments were saved, and which were rejected."""

    stored: int = 0
    entries: dict[str, RejectedInput] = field(default_factory=dict)
    refused: str = ""


def store_all(translation: Translation, found: list[Segment], post: QueryDict, user) -> SaveResult:
    """Save each field of the form that the user has changed."""
    result = SaveResult()
    for name in post:
        if not name.startswith("text-"):
            continue
        key = name.removeprefix("text-")
        form = SegmentForm(
            {"key": key, "value": post[name], "version": post.get(f"version-{key}", "")}
        )
        if not form.is_valid():
            errors = form.errors.get("value") or form.errors.get("version") or form.errors["key"]
            result.entries[key] = RejectedInput(str(post[name])[:LONGEST], error=str(errors[0]))
            continue
        sent = form.cleaned_data
        try:
            text, _current = find(translation, found, key)
        except ObjectDoesNotExist:
            continue  # not a segment of this source
        if _untouched(text, sent["value"], sent["version"]):
            continue
        try:
            store(translation, text, sent["value"], sent["version"], user)
            result.stored += 1
        except markup.MarkupError as error:
            result.entries[key] = RejectedInput(sent["value"], sent["version"], str(error))
        except EditConflictError as error:
            theirs = error.theirs.data if error.theirs else ""
            result.entries[key] = RejectedInput(
                sent["value"], version_of(error.theirs), str(error), theirs
            )
        except TextRefusedError as error:
            result.refused = str(error)
            result.entries[key] = RejectedInput(sent["value"], sent["version"], str(error))
    return result


def _untouched(text: Segment, value: str, version: str) -> bool:
    """Return whether a field still holds its initial value."""
    try:
        data = markup.from_field(value, text)
    except markup.MarkupError:
        return False
    if not data:
        return not version
    return version in (
        segments.stamp(data, segments.MANUAL),
        segments.stamp(data, segments.MACHINE),
    )
