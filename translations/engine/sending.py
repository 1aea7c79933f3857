"""Send objects for translation; existing translations are never overwritten."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from translations.engine import notices, permissions, segments, sync
from translations.engine.objects import display_title
from translations.models import Notice, SourceOnly


@dataclass
class SendReport:
    """What was sent, and what was skipped: (title, name of the language, reason)."""

    sent: list[Translation] = field(default_factory=list)
    skipped: list[tuple[str, str, str]] = field(default_factory=list)


def with_children(page: Page) -> list[Page]:
    """Return a page and everything below it, parents first."""
    return list(page.get_descendants(inclusive=True).filter(alias_of__isnull=True).specific())


@transaction.atomic
def send(
    instances: Iterable[TranslatableMixin], locales: Iterable[Locale], user=None
) -> SendReport:
    """Send objects in the source language for translation into `locales`, in the given order.

    A new translation is a draft. Stopped translations stay stopped, manually edited pages are
    unchanged, and translations in progress are synchronized with the source.
    """
    report = SendReport()
    locales = list(locales)
    for instance in instances:
        for locale in locales:
            _send_one(instance, locale, user, report)
    return report


def _send_one(instance, locale: Locale, user, report: SendReport) -> None:
    key = instance.translation_key
    if instance.locale_id == locale.pk:
        return
    decision = SourceOnly.objects.filter(translation_key=key, locale=locale).first()
    translation = Translation.objects.filter(
        source__object_id=key, source__locale=instance.locale, target_locale=locale
    ).first()
    exists, is_page = instance.get_translations().filter(locale=locale), isinstance(instance, Page)
    reason = ""
    if decision is not None:
        reason = _("marked “Do not translate”: %s") % decision.reason
    elif translation is not None and not translation.enabled:
        reason = _("edited manually: its translation was stopped")
    elif translation is not None:
        reason = _("already in translation")
        sync.sync(current(instance))
    elif is_page and exists.filter(alias_of=None).exists():
        reason = _("edited manually")
    elif is_page and not _parent_exists(instance, locale):
        reason = _("the page above it has no translation: send that page too")
    if reason:
        report.skipped.append((display_title(instance), str(locale), reason))
        return
    source, _new = TranslationSource.update_or_create_from_instance(current(instance))
    translation = Translation.objects.create(source=source, target_locale=locale)
    if is_page:
        source.create_or_update_translation(locale, user=user, publish=False, fallback=True)
    elif (written := exists.first()) is not None:
        _import_existing(translation, written)
    notices.notify(
        Notice.Kind.SENT,
        translation,
        permissions.translators(locale).exclude(pk=user.pk if user else None),
    )
    report.sent.append(translation)


def _import_existing(translation: Translation, written: TranslatableMixin) -> None:
    """Import the texts of a manually written object as segments.

    It has no drafts, so manual editing cannot continue: from now on its texts are reviewed.
    """
    found: dict[str, list[str]] = {}
    for segment in extract_segments(written):
        if isinstance(segment, StringSegmentValue):
            found.setdefault(segment.path, []).append(segment.string.data)
    for text in segments.read(translation):
        match found.get(text.context.path, []):
            case [words] if words != text.source:
                segments.write(translation, text.context, text.string, words)


def current(instance: TranslatableMixin) -> TranslatableMixin:
    """Return the version to translate: the published page, or its draft if it is not live."""
    if not isinstance(instance, Page):
        return instance
    page = instance.specific
    return page if page.live else page.get_latest_revision_as_object()


def _parent_exists(page: Page, locale: Locale) -> bool:
    parent = page.get_parent()
    return parent.is_root() or parent.get_translations().filter(locale=locale).exists()
