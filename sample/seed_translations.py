"""Import the sample Spanish from PO files and publish it as reviewed.

This follows the workflow of an external translator: submit an object for translation, import the PO
file, and publish it as reviewed.
"""

from dataclasses import replace

from django.contrib.auth.models import User
from wagtail.models import DraftStateMixin, Locale, Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource

from sample import files
from translations.engine import reviewed, segments
from translations.engine.exchange import importing, po
from translations.engine.exchange.document import Document, TransUnit, document_of
from translations.engine.objects import UNCOUNTED_PATHS, display_title

SECONDS = 600.0  # no user waits for a response


class WrongSpanishError(ValueError):
    """A PO file of the sample does not match its English; the message names the text."""


def send(instance: TranslatableMixin, name: str, locale: Locale) -> Translation:
    """Submit an object for translation; return its translation, with the id of its file."""
    source, _new = TranslationSource.update_or_create_from_instance(instance)
    # Pictures have one already: they are submitted when they are described.
    translation, _new = Translation.objects.update_or_create(
        source=source,
        target_locale=locale,
        defaults={"uuid": files.translation_id(name, locale.language_code)},
    )
    if isinstance(instance, Page) and not instance.has_translation(locale):
        instance.copy_for_translation(locale)
    return translation


def import_po(translation: Translation, name: str, content: bytes, translator: User) -> None:
    """Import the PO file of a translation. Raise `WrongSpanishError` if it does not match."""
    [report] = importing.import_files([(f"{name}.po", content)], translator, SECONDS)
    lines = [f"{line.number}: {line.reason}" for line in report.broken + report.conflicts]
    if report.refusal or lines:
        raise WrongSpanishError(" ".join([name, report.refusal, *lines]))


def translate(
    instance: TranslatableMixin, name: str, locale: Locale, translator: User, reviewer: User
) -> None:
    """Submit `instance`, import the file of its translation, and publish it as reviewed.

    Raise `WrongSpanishError` if the file does not match the texts of `instance`.
    """
    translation = send(instance, name, locale)
    path = files.translation_path(name, locale.language_code)
    if path.exists():  # a partner without a description has nothing to translate
        import_po(translation, name, path.read_bytes(), translator)
    for text in segments.read(translation):
        if not text.is_done:
            raise WrongSpanishError(f"{path}: no words for “{text.source[:80]}”")
    publish(instance, translation, translator, reviewer)


def publish(
    instance: TranslatableMixin, translation: Translation, translator: User, reviewer: User
) -> None:
    """Publish a translation as written by `translator` and reviewed by `reviewer`."""
    if not isinstance(instance, DraftStateMixin):
        translation.save_target(user=translator, publish=True)
        reviewed.declare_reviewed(translation=translation, by=reviewer, authors=[translator])
        return
    # Publish directly: wagtail-localize would do it when the transaction ends, with a copy of the
    # page from before its children were added.
    translation.save_target(user=translator, publish=False)
    revision = instance.get_translation(translation.target_locale).specific.get_latest_revision()
    reviewed.declare_reviewed(revision, translation=translation, by=reviewer, authors=[translator])
    revision.publish(user=reviewer)


def document(translation: Translation) -> Document:
    """Return the file of a translation as sent to a translator, plus the texts translated since."""
    found = document_of(translation, display_title(translation.source.get_source_instance()))
    # The exchange does not export slugs, but imports them.
    slugs = [
        TransUnit(text.context.path, text.source, text.data)
        for text in segments.read(translation)
        if text.context.path in UNCOUNTED_PATHS
    ]
    as_it_left = {"version": "", "is_final": True, "before": None}
    entries = [replace(entry, **as_it_left) for entry in slugs + found.entries]
    return replace(found, entries=entries)


def rewrite_po(
    instance: TranslatableMixin, name: str, locale: Locale, translator: User, reviewer: User
) -> bool:
    """Write the PO file of `instance`, keeping existing translations that still match.

    Return whether the file changed. Also publish the translation if it is complete.
    """
    translation = send(instance, name, locale)
    path = files.translation_path(name, locale.language_code)
    if path.exists():
        before = po.read(path.read_bytes())
        wanted = {(text.context.path, text.source) for text in segments.read(translation)}
        kept = [entry for entry in before.entries if (entry.path, entry.source) in wanted]
        import_po(translation, name, po.write(replace(before, entries=kept)), translator)
    found = document(translation)
    content = po.write(found)
    is_new = bool(found.entries) and not (
        path.exists() and stable_lines(path.read_bytes()) == stable_lines(content)
    )
    if is_new:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if all(text.is_done for text in segments.read(translation)):
        publish(instance, translation, translator, reviewer)
    return is_new


def stable_lines(content: bytes) -> list[bytes]:
    """Return the lines of a PO file without its revision date."""
    return [line for line in content.splitlines() if b"PO-Revision-Date" not in line]
