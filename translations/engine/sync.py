"""Synchronize translations with a source that is published or saved.

wagtail-localize does not do this. The segments are extracted again, translated slugs are kept,
translators are notified, and changes other than text (an image, the order of blocks, a removed
paragraph) are applied automatically if every text has been approved.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from pages.languages import source_locale
from translations.engine import notices, permissions, review, reviewed, segments
from translations.engine.objects import UNCOUNTED_PATHS
from translations.engine.status import Pair, pairs_of, pairs_of_source
from translations.models import Notice, Review, reviews_of

# Fields that differ between two versions of a page without any edit.
VOLATILE = {
    "pk", "path", "depth", "numchild", "url_path", "slug", "draft_title", "content_type", "owner",
    "live", "has_unpublished_changes", "expired", "go_live_at", "expire_at",
    "latest_revision", "latest_revision_created_at", "live_revision",
    "first_published_at", "last_published_at", "locked", "locked_at", "locked_by",
    "wagtail_admin_comments",
}  # fmt: skip


@transaction.atomic
def sync(instance: TranslatableMixin, *, draft: bool = False) -> None:
    """Extract the segments of `instance`, in the source language, again if it is translated.

    `draft` means that it is not public yet (a held page): then no structure is carried over.
    """
    if instance.locale_id != source_locale().pk:
        return
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source is None:
        return
    before = pairs_of_source(source)
    source, _new = TranslationSource.update_or_create_from_instance(instance)
    now = pairs_of_source(source)
    translations = list(source.translations.filter(enabled=True).select_related("target_locale"))
    _carry_uncounted(source, translations)
    for translation in source.translations.select_related("source", "target_locale"):
        public = reviewed.public_review(translation)
        covered = public is not None and now <= pairs_of(public)
        # A draft does not make the public translation out of date.
        if public and not draft and covered != (public.outdated_at is None):
            public.outdated_at = None if covered else timezone.now()
            public.save(update_fields=["outdated_at"])
        if not translation.enabled:
            continue
        if public and covered and not draft and carry_structure(translation, public):
            continue
        if now - before:
            _notify(translation, now)


def _notify(translation: Translation, now: set[Pair]) -> None:
    """Notify the translators, unless the new text is already approved (published together)."""
    approved = reviews_of(translation).filter(state=Review.State.APPROVED)
    if any(now <= pairs_of(each) for each in approved):
        return
    notices.notify(
        Notice.Kind.CHANGED, translation, permissions.translators(translation.target_locale)
    )


def _carry_uncounted(source: TranslationSource, translations: list[Translation]) -> None:
    """Keep the slug of each translation when that of the source changes."""
    for segment in source.stringsegment_set.filter(context__path__in=UNCOUNTED_PATHS):
        for translation in translations:
            mine = StringTranslation.objects.filter(
                context_id=segment.context_id, locale_id=translation.target_locale_id
            )
            before = mine.order_by("-updated_at").first()
            if before is not None and not mine.filter(translation_of=segment.string_id).exists():
                StringTranslation.objects.create(
                    translation_of_id=segment.string_id,
                    context_id=segment.context_id,
                    locale_id=translation.target_locale_id,
                    data=before.data,
                    translation_type=before.translation_type,
                    last_translated_by_id=before.last_translated_by_id,
                )


def carry_structure(translation: Translation, public: Review) -> bool:
    """Publish a translation again with the structure of its source, if no text is new.

    Return whether it was published. It must be live without unpublished changes or a waiting
    review, and every text as approved: so nothing unreviewed is published.
    """
    target = segments.target_of(translation)
    if not isinstance(target, Page) or not target.live or target.has_unpublished_changes:
        return False
    if target.locked or segments.waiting_review(translation) is not None:
        return False
    if not reviewed.matches(public, segments.read(translation)):
        return False
    page = review.draft(translation)
    page.slug = target.slug
    if _content(page) == _content(target.specific):
        return False
    revision = page.save_revision(user=None)
    carried = reviewed.declare_reviewed(revision, translation=translation, by=public.decided_by)
    carried.submitted_by = public.submitted_by
    carried.save(update_fields=["submitted_by"])
    revision.publish()
    return True


def _content(page: Page) -> dict[str, Any]:
    return {name: value for name, value in page.serializable_data().items() if name not in VOLATILE}
