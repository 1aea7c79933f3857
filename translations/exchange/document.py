"""What a file holds, whatever its format: the texts of one translation, with what helps."""

from collections import defaultdict
from dataclasses import dataclass, field

from wagtail_localize.models import StringTranslation, Translation

from translations import texts
from translations.sheet.labels import place_of
from translations.texts import Text
from translations.words import glossary


class BrokenFileError(ValueError):
    """A file cannot be read; the message says why, `line` where (0: unknown)."""

    def __init__(self, message: str, line: int = 0):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Entry:
    """One text in a file. `line` is where it stands, `version` that of the text when exported.

    `is_final` is False for what the file itself marks as unfinished: `fuzzy` in PO, a state that
    begins with `needs-` in XLIFF. It is never taken over, in either format.
    """

    path: str
    source: str
    data: str
    version: str | None = None
    is_final: bool = True
    line: int = 0
    notes: tuple[str, ...] = ()
    before: tuple[str, str] | None = None  # the earlier source and its translation


@dataclass(frozen=True)
class Document:
    """The texts of one translation; `translation` is its uuid."""

    translation: str
    source_language: str
    language: str
    title: str = ""
    entries: list[Entry] = field(default_factory=list)


def is_as_exported(entry: Entry) -> bool:
    """Return whether an entry still says what it said in the export."""
    if not entry.version:
        return False
    kinds = (texts.MANUAL,) if entry.is_final else (texts.MANUAL, texts.MACHINE)
    stored = (StringTranslation(data=entry.data, translation_type=kind) for kind in kinds)
    return entry.version in {texts.version_of(each) for each in stored}


def document_of(translation: Translation, title: str) -> Document:
    """Return what a file of this translation holds."""
    model = translation.source.specific_content_type.model_class()
    found = [text for text in texts.read(translation) if text.counts]
    terms = glossary.for_texts(found, translation.target_locale)
    earlier = _earlier(translation, found)
    entries = []
    for text in found:
        place = place_of(model, text.context)
        notes = [" › ".join(dict.fromkeys(filter(None, [place.group, place.name])))]
        notes += [_term_note(term) for term in terms.get(text.key, ())]
        entries.append(
            Entry(
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


def _earlier(translation: Translation, found: list[Text]) -> dict[int, tuple[str, str]]:
    """Return by context what stood there before in the source, and its translation. One query."""
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
