"""Import translation files and report the result for each.

A file is imported completely or not at all. A text that someone has changed on the site since
the export is never overwritten: the text of the file is then kept as a suggestion.

The import runs within a request, so its time is limited: files not imported after `SECONDS`
are skipped and listed. Files are parsed before a transaction starts, because on SQLite a
transaction blocks all other writers.
"""

from contextlib import nullcontext
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation, TranslationContext
from wagtail_localize.strings import validate_translation_links

from translations.engine import permissions, segments
from translations.engine.exchange import archive, po, xliff
from translations.engine.exchange.document import (
    BrokenFileError,
    Document,
    TransUnit,
    is_as_exported,
    is_in,
)
from translations.engine.labels import length_of, location_of
from translations.engine.segments import LONGEST, Segment, TextRefusedError


@dataclass
class ImportIssue:
    """An issue with one text of a file."""

    number: int
    text: str
    reason: str


@dataclass
class ImportReport:
    """The result for one file. `refusal` says why nothing was imported, if so.

    `unfinished` counts the unchanged texts whose new translation was skipped because the file
    marks it as unfinished.
    """

    name: str
    translation: Translation | None = None
    applied: int = 0
    unchanged: int = 0
    unfinished: int = 0
    conflicts: list[ImportIssue] = field(default_factory=list)
    broken: list[ImportIssue] = field(default_factory=list)
    refusal: str = ""
    kind: str = "read"  # or "broken", "foreign", "forbidden", "waiting", "late"

    @property
    def more_lines(self) -> int:
        """Return the number of hidden lines: fifty of each kind are enough to see the problem."""
        return sum(max(0, len(lines) - 50) for lines in (self.broken, self.conflicts))

    def refuse(self, kind: str, reason: str, line: int = 0) -> None:
        self.kind, self.refusal = kind, reason
        if line:
            self.refusal = _("Line %(number)d: %(reason)s") % {"number": line, "reason": reason}
        self.applied = self.unchanged = self.unfinished = 0
        self.conflicts = []


#: Time limit in seconds for all files of a request. A translator's work of one year takes 10%.
SECONDS = 8.0


def import_files(
    files: list[tuple[str, bytes]], user, seconds: float = SECONDS, *, only_look: bool = False
) -> list[ImportReport]:
    """Import uploaded files, (name, content), including ZIPs; return a report for each.

    Files not imported within `seconds` are skipped and reported. With `only_look` the reports are
    the same, but nothing is changed.
    """
    end = monotonic() + seconds
    found = _read_all(files, end)
    with transaction.atomic() if only_look else nullcontext():
        for report, document in found:
            if document is not None:
                _import_document(document, report, user, end)
        if only_look:
            transaction.set_rollback(True)
    return [report for report, _document in found]


def _read_all(
    files: list[tuple[str, bytes]], end: float
) -> list[tuple[ImportReport, Document | None]]:
    """Return a report for each file, including those in ZIPs, and its document, if readable."""
    found = []
    for name, content in files:
        if not name.lower().endswith(".zip"):
            found.append(_read(name, content, end))
            continue
        try:
            found += [_read(inner, data, end) for inner, data in archive.unpack(content)]
        except BrokenFileError as error:
            found.append(_read(name, error, end))
    return found


def _read(
    name: str, content: bytes | BrokenFileError, end: float
) -> tuple[ImportReport, Document | None]:
    report = ImportReport(name)
    try:
        if isinstance(content, BrokenFileError):
            raise content
        _demand_time(end)
        return report, parse(name, content)
    except BrokenFileError as error:
        report.refuse("broken", str(error), error.line)
    except _OutOfTimeError as error:
        report.refuse("late", str(error))
    return report, None


class _OutOfTimeError(Exception):
    """The time limit for all files has been reached."""


def _demand_time(end: float) -> None:
    if monotonic() >= end:
        raise _OutOfTimeError(
            _(
                "Not imported: together, the files take too long to process. Import the "
                "remaining files separately."
            )
        )


def parse(name: str, content: bytes) -> Document:
    """Parse a file by its extension. Raises `BrokenFileError`."""
    if len(content) > archive.MOST_IN_FILE:
        raise BrokenFileError(_("This file is too large."))
    lower = name.lower()
    if lower.endswith(".po"):
        return po.read(content)
    if lower.endswith((".xlf", ".xliff")):
        return xliff.read(content)
    raise BrokenFileError(_("Only .po, .xlf, .xliff, and .zip files are accepted."))


def _import_document(document: Document, report: ImportReport, user, end: float) -> None:
    translation = _translation(document)
    if translation is None:
        report.refuse(
            "foreign",
            _("This file is not from this site, or the content it belongs to no longer exists."),
        )
        return
    if not permissions.may_translate(user, translation):
        report.refuse("forbidden", _("You cannot translate this page or this language."))
        return
    report.translation = translation
    if not is_in(document.language, translation.target_locale):
        report.refuse("broken", _("The file says it is in another language."))
        return
    try:
        with transaction.atomic():
            _apply(document, translation, user, report, end)
            if report.broken:
                transaction.set_rollback(True)
                report.refuse("broken", _("Nothing was imported. Correct these segments first."))
    except _OutOfTimeError as error:
        report.refuse("late", str(error))
    except TextRefusedError as error:
        report.refuse("waiting", str(error))


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


def _apply(
    document: Document, translation: Translation, user, report: ImportReport, end: float
) -> None:
    translation = segments.locked(translation)
    if reason := segments.refusal(translation, user):
        raise TextRefusedError(reason)
    found = {
        (text.context.path, xliff.clean(text.source)): text for text in segments.read(translation)
    }
    contexts = {
        context.path: context
        for context in TranslationContext.objects.filter(object_id=translation.source.object_id)
    }
    for entry in document.entries:
        _demand_time(end)
        text = found.get((entry.path, xliff.clean(entry.source)))
        shown = segments.plain(entry.source[:LONGEST])[:80]
        is_new = bool(entry.data.strip()) and not is_as_exported(entry)
        is_there = text is not None and text.is_done and entry.data == text.data
        if not is_new or not entry.is_final or is_there:
            report.unchanged += 1
            report.unfinished += is_new and not entry.is_final
            continue
        context = text.context if text is not None else contexts.get(entry.path)
        if context is None:
            reason = _("This text is not on the page and never was.")
            report.broken.append(ImportIssue(entry.line, shown, reason))
            continue
        limit = location_of(translation, text.context).limit if text else None
        try:
            data = checked(entry.data, entry.source, limit)
        except ValueError as error:
            report.broken.append(ImportIssue(entry.line, shown, str(error)))
            continue
        if text is None:
            reason = _(
                "The source has changed since the file was downloaded. Saved as a suggestion."
            )
        elif _changed_meanwhile(entry, text):
            reason = _(
                "Someone translated this on the site in the meantime. Saved as a suggestion."
            )
        else:
            at = translation, text.context, text.string
            segments.write(*at, data, user=user, based_on=text.version, is_locked=True)
            report.applied += 1
            continue
        segments.keep_suggestion(translation, context, data, report.name, user)
        report.conflicts.append(ImportIssue(entry.line, shown, reason))


def checked(data: str, source: str, limit: int | None) -> str:
    """Return a text in the form to be stored. Raises `ValueError` with the reason."""
    if max(len(data), len(source)) > LONGEST:
        raise ValueError(_("This text is too long."))
    if xliff.clean(data) != data:
        raise ValueError(_("This text contains characters that cannot be displayed."))
    html = segments.fragment(data.strip().replace("\n", " "))
    validate_translation_links(source, html)
    if limit is not None and length_of(html) > limit:
        raise ValueError(_("The limit here is %(limit)d characters.") % {"limit": limit})
    return html


def _changed_meanwhile(entry: TransUnit, text: Segment) -> bool:
    """Return whether the text on the site has changed since the export."""
    if entry.version is None:  # a program has dropped the version: keep what a person wrote
        return text.is_done
    return entry.version != text.version
