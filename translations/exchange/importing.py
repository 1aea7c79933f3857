"""Taking over what comes back in files, and telling file by file what became of it.

A file is taken over whole or not at all. What somebody has changed on the site meanwhile is
never overwritten: the text of the file is then kept as a suggestion.

One rule for both formats: a text that the file itself marks as unfinished (`fuzzy` in PO, a state
that begins with `needs-` in XLIFF) is left as it is on the site, counts as unchanged, and the
report says how many there were.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation, TranslationContext
from wagtail_localize.strings import StringValue, validate_translation_links

from translations import people, texts
from translations.exchange import archive, po, xliff
from translations.exchange.document import BrokenFileError, Document, Entry, is_as_exported
from translations.sheet.labels import place_of
from translations.texts import LONGEST, Text, TextRefusedError


@dataclass
class Line:
    """What there is to say about one text of a file."""

    number: int
    text: str
    reason: str


@dataclass
class Report:
    """What became of one file. `refusal` says why nothing of it was taken over, if so.

    `unfinished` counts those of the unchanged whose new words were left out, being marked as
    unfinished in the file.
    """

    name: str
    translation: Translation | None = None
    applied: int = 0
    unchanged: int = 0
    unfinished: int = 0
    conflicts: list[Line] = field(default_factory=list)
    broken: list[Line] = field(default_factory=list)
    refusal: str = ""
    kind: str = "read"  # or "broken", "foreign", "forbidden", "waiting"

    def refuse(self, kind: str, reason: str, line: int = 0) -> None:
        self.kind = kind
        self.refusal = (
            _("Line %(number)d: %(reason)s") % {"number": line, "reason": reason}
            if (line)
            else reason
        )
        self.applied = 0


def take_over(files: list[tuple[str, bytes]], user) -> list[Report]:
    """Take over uploaded files, (name, content), ZIPs of files included; return a report each."""
    reports = []
    for name, content in files:
        if not name.lower().endswith(".zip"):
            reports.append(_take_over_file(name, content, user))
            continue
        try:
            for inner, data in archive.unpack(content):
                reports.append(_take_over_file(inner, data, user))
        except BrokenFileError as error:
            report = Report(name)
            report.refuse("broken", str(error))
            reports.append(report)
    return reports


def look_at(files: list[tuple[str, bytes]], user) -> list[Report]:
    """Return the reports that `take_over` would give now. Nothing is changed."""
    with transaction.atomic():
        reports = take_over(files, user)
        transaction.set_rollback(True)
    return reports


def parse(name: str, content: bytes) -> Document:
    """Return what a file holds, by the ending of its name. Raises `BrokenFileError`."""
    if len(content) > archive.MOST_IN_FILE:
        raise BrokenFileError(_("This file is too large."))
    lower = name.lower()
    if lower.endswith(".po"):
        return po.read(content)
    if lower.endswith((".xlf", ".xliff")):
        return xliff.read(content)
    raise BrokenFileError(_("Only .po, .xlf, .xliff and .zip files are read."))


def _take_over_file(name: str, content: bytes | BrokenFileError, user) -> Report:
    report = Report(name)
    try:
        if isinstance(content, BrokenFileError):
            raise content
        document = parse(name, content)
    except BrokenFileError as error:
        report.refuse("broken", str(error), error.line)
        return report
    translation = _translation(document)
    if translation is None:
        report.refuse("foreign", _("This file is not of this site, or what it belongs to is gone."))
        return report
    if not people.may_translate(user, translation):
        report.refuse("forbidden", _("You do not translate this page or this language."))
        return report
    report.translation = translation
    if document.language not in ("", translation.target_locale.language_code.lower()):
        report.refuse("broken", _("The file says that it is in another language."))
        return report
    if reason := texts.refusal(translation, user):
        report.refuse("waiting", reason)
        return report
    try:
        with transaction.atomic():
            _apply(document, translation, user, report)
            if report.broken:
                raise _NothingError
    except _NothingError:
        report.refuse("broken", _("Nothing was taken over. Correct these texts first."))
        report.unchanged, report.unfinished, report.conflicts = 0, 0, []
    except TextRefusedError as error:
        report.refuse("waiting", str(error))
    return report


class _NothingError(Exception):
    """Undo what was written of a broken file."""


def _translation(document: Document) -> Translation | None:
    try:
        key = UUID(document.translation)
    except ValueError:
        return None
    return (
        Translation.objects.filter(uuid=key)
        .select_related("source", "source__locale", "target_locale")
        .first()
    )


def _apply(document: Document, translation: Translation, user, report: Report) -> None:
    texts.locked(translation)
    found = {
        (text.context.path, xliff.clean(text.source)): text for text in texts.read(translation)
    }
    contexts = {
        context.path: context
        for context in TranslationContext.objects.filter(object_id=translation.source.object_id)
    }
    model = translation.source.specific_content_type.model_class()
    for entry in document.entries:
        text = found.get((entry.path, xliff.clean(entry.source)))
        shown = texts.plain(entry.source)[:80]
        if not entry.data.strip() or is_as_exported(entry):
            report.unchanged += 1
            continue
        if not entry.is_final:
            report.unchanged += 1
            report.unfinished += 1
            continue
        if text is not None and text.is_done and entry.data == text.data:
            report.unchanged += 1
            continue
        limit = place_of(model, text.context).limit if text else None
        try:
            data = checked(entry.data, entry.source, limit)
        except ValueError as error:
            report.broken.append(Line(entry.line, shown, str(error)))
            continue
        if text is None:
            context = contexts.get(entry.path)
            if context is None:
                reason = _("The page has no such text, and never had.")
                report.broken.append(Line(entry.line, shown, reason))
                continue
            texts.keep_suggestion(translation, context, data, report.name, user)
            reason = _("The source has changed since the export: kept as a suggestion.")
            report.conflicts.append(Line(entry.line, shown, reason))
            continue
        if _changed_meanwhile(entry, text):
            texts.keep_suggestion(translation, text.context, data, report.name, user)
            reason = _("Somebody has translated this on the site meanwhile: kept as a suggestion.")
            report.conflicts.append(Line(entry.line, shown, reason))
            continue
        texts.write(translation, text.context, text.string, data, user=user, based_on=text.version)
        report.applied += 1


def checked(data: str, source: str, limit: int | None) -> str:
    """Return a text as it can be stored. Raises `ValueError` with the reason."""
    if len(data) > LONGEST:
        raise ValueError(_("This text is too long."))
    if xliff.clean(data) != data:
        raise ValueError(_("This text has characters that cannot be shown."))
    html = StringValue.from_translated_html(data.strip().replace("\n", " ")).data
    validate_translation_links(source, html)
    if limit is not None and len(StringValue(html).render_text()) > limit:
        raise ValueError(_("At most %(limit)d characters fit here.") % {"limit": limit})
    return html


def _changed_meanwhile(entry: Entry, text: Text) -> bool:
    """Return whether the site has another text than the one that was exported."""
    if entry.version is None:  # a program has dropped it: what a person wrote stays
        return text.is_done
    return entry.version != text.version
