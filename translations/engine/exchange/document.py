"""The content of an exchange file in any format: the texts of one translation and context."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from translations.engine import glossary, segments
from translations.engine.labels import location_of
from translations.engine.segments import Segment

MOST_TEXTS = 2000  # per file; the longest page of the site has a few hundred


def demand_few(count: int) -> None:
    """Raise `BrokenFileError` for a file with more segments than any page has."""
    if count > MOST_TEXTS:
        raise BrokenFileError(
            _("This file has %(count)d segments. The maximum is %(most)d.")
            % {"count": count, "most": MOST_TEXTS}
        )


class BrokenFileError(ValueError):
    """A file cannot be read; the message says why, `line` where (0: unknown)."""

    def __init__(self, message: str, line: int = 0):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class TransUnit:
    """One text in a file. `line` is its line number, `version` that of the text when exported.

    `is_final` is False if the file marks it as unfinished: `fuzzy` in PO, a state that begins with
    `needs-` in XLIFF. Such a text is never imported, in either format.
    """

    path: str
    source: str
    data: str
    version: str | None = None
    is_final: bool = True
    line: int = 0
    notes: tuple[str, ...] = ()
    before: tuple[str, str] | None = None  # the previous source and its translation


@dataclass(frozen=True)
class Document:
    """The texts of one translation; `translation` is its uuid."""

    translation: str
    source_language: str
    language: str
    title: str = ""
    entries: list[TransUnit] = field(default_factory=list)


def tag_of(language: str) -> str:
    """Convert the language code of a file to the form of the site: "es_MX.UTF-8" → "es-mx"."""
    return re.split("[.@]", language.strip())[0].replace("_", "-").lower()


def is_in(language: str, locale: Locale) -> bool:
    """Return whether the language code of a file matches a language of the site.

    Translation programs add a region: "es-MX" is Spanish, unless the site has that one as well.
    """
    said, own = tag_of(language), locale.language_code.lower()
    if said in ("", own):
        return True
    if said in {each.language_code.lower() for each in Locale.objects.all()}:
        return False
    scripts = _script(said), _script(own)
    return said.split("-")[0] == own.split("-")[0] and (not all(scripts) or len({*scripts}) == 1)


def _script(tag: str) -> str:
    """Return the script in a language code, or the one known to Django: "zh-tw" is "hant"."""
    for each in (tag, *LANG_INFO.get(tag, {}).get("fallback", ())):
        for part in each.split("-")[1:]:
            if len(part) == 4 and part.isalpha():
                return part
    return ""


def is_as_exported(entry: TransUnit) -> bool:
    """Return whether an entry is unchanged since the export."""
    kinds = (segments.MANUAL,) if entry.is_final else (segments.MANUAL, segments.MACHINE)
    return entry.version in {segments.stamp(entry.data, kind) for kind in kinds}


def document_of(translation: Translation, title: str) -> Document:
    """Return the document to export for this translation."""
    found = [text for text in segments.read(translation) if text.counts]
    terms = glossary.for_texts(found, translation.target_locale)
    earlier = _earlier(translation, found)
    entries = []
    for text in found:
        place = location_of(translation, text.context)
        notes = [" › ".join(dict.fromkeys(filter(None, [place.group, place.name])))]
        notes += [_term_note(term) for term in terms.get(text.key, ())]
        entries.append(
            TransUnit(
                path=text.context.path,
                source=text.source,
                data=text.data,
                version=text.version,
                is_final=text.is_done,
                notes=tuple(notes),
                before=None if text.is_done else earlier.get(text.context.pk),
            )
        )
    return Document(
        translation=str(translation.uuid),
        source_language=translation.source.locale.language_code,
        language=translation.target_locale.language_code,
        title=title,
        entries=entries,
    )


def _term_note(term) -> str:
    note = f"{term.source} = {term.translation}"
    return f"{note} ({' '.join(term.notes.split())})" if term.notes else note


def _earlier(translation: Translation, found: list[Segment]) -> dict[int, tuple[str, str]]:
    """Return the previous source and its translation by context. One query."""
    current = defaultdict(set)
    for text in found:
        current[text.context.pk].add(text.string.pk)
    rows = (
        StringTranslation.objects.filter(
            context__in=current, locale_id=translation.target_locale_id, has_error=False
        )
        .order_by("updated_at", "pk")
        .values_list("context_id", "translation_of_id", "translation_of__data", "data")
    )
    return {
        context: (source, data)
        for context, string, source, data in rows
        if string not in current[context] and data
    }
