"""A source that is published or saved: its translations learn of it at once.

wagtail-localize notices nothing by itself. Here its segments are taken anew, a short name in
addresses stays what it was, translators are told, and what is not text (a picture, the order of
blocks, a paragraph that was taken out) follows by itself where every text has been approved.
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

# What differs between two versions of a page without anybody having changed it.
VOLATILE = {
    "pk", "path", "depth", "numchild", "url_path", "slug", "draft_title", "content_type", "owner",
    "live", "has_unpublished_changes", "expired", "go_live_at", "expire_at",
    "latest_revision", "latest_revision_created_at", "live_revision",
    "first_published_at", "last_published_at", "locked", "locked_at", "locked_by",
    "wagtail_admin_comments",
}  # fmt: skip


@transaction.atomic
def sync(instance: TranslatableMixin, *, draft: bool = False) -> None:
    """Take the segments of `instance`, in the source language, anew where it is translated.

    `draft` says that it is not public yet (a page that is held): then nothing is carried over.
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
        # What is public is not out of date by what is not.
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
    """Tell the translators, unless what is new has been approved already (published together)."""
    approved = reviews_of(translation).filter(state=Review.State.APPROVED)
    if any(now <= pairs_of(each) for each in approved):
        return
    notices.notify(
        Notice.Kind.CHANGED, translation, permissions.translators(translation.target_locale)
    )


def _carry_uncounted(source: TranslationSource, translations: list[Translation]) -> None:
    """Keep the short name in addresses of each translation when that of the source changes."""
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
    """Publish a translation again with the structure of its source, where no text is new.

    Returns whether it was. Only where it is live without unpublished changes, nothing waits, and
    every text is stored as it was approved: so nothing is published that nobody has seen.
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
