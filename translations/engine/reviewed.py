"""What has been reviewed, and so may be public; what is public without it is refused."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from pages.languages import source_locale
from translations.engine import notices, segments
from translations.engine.objects import display_title, in_source_language
from translations.engine.segments import TextRefusedError
from translations.engine.status import live_review, pairs_of, pairs_of_source
from translations.models import Notice, Review, reviews_of

NOT_REVIEWED = gettext_lazy(
    "A translation goes live once someone else has approved it. Submit it for review."
)


def current_keys(page: Page) -> list[str]:
    """Return the segments of the source of a page as it is now, making them where needed."""
    source_page = in_source_language(page)
    if source_page is None:
        return []
    source, _new = TranslationSource.get_or_create_from_instance(source_page)
    return [f"{context}:{string}" for context, string in sorted(pairs_of_source(source))]


def matches(review: Review | None, found: list[segments.Segment]) -> bool:
    """Return whether every text that counts stands as it was handed in with this review."""
    return review is not None and all(
        review.texts.get(text.key) == text.data for text in found if text.counts
    )


def can_republish(review: Review | None, found: list[segments.Segment]) -> bool:
    """Return whether what this review covers is still the whole page, and can be published."""
    current = {text.pair for text in found if text.counts}
    return review is not None and review.revision_id is not None and current <= pairs_of(review)


def close_notices(review: Review) -> None:
    """Take back what people were told and need not do any more."""
    done = [Notice.Kind.SUBMITTED]
    if review.state == Review.State.APPROVED:
        done += [Notice.Kind.SENT, Notice.Kind.CHANGED, Notice.Kind.RETURNED]
    notices.mark_settled(review.translation_key, review.locale_id, *done)


# ------------------------------------------------------------------ what may be public
def is_reviewed_language(page: Any) -> bool:
    """Return whether `page` is in a language in which everything is reviewed: not the source's.

    Also without a source: who first writes in Spanish, or whose source was deleted, has it
    approved as well.
    """
    return isinstance(page, Page) and page.locale_id != source_locale().pk and not page.alias_of_id


def only_reviewed(page: Page, revision) -> None:
    """Refuse to publish what nobody has approved, or a translation whose source is not public.

    A step of `peacesummit.publication`: it holds for every way to publish a page.
    """
    if not is_reviewed_language(page):
        return
    if not Review.objects.filter(revision=revision, state=Review.State.APPROVED).exists():
        raise ValidationError(str(NOT_REVIEWED))
    source = page.get_translation_or_none(source_locale())
    if source is not None and not source.live:
        raise ValidationError(
            _(
                "Its source, “%(title)s,” is not live. Publish the source first, or publish "
                "both at the same time."
            )
            % {"title": display_title(source)}
        )


def declare_reviewed(
    revision: Any = None, *, translation: Translation | None = None, by=None, authors=()
) -> Review:
    """Record texts as approved that were reviewed elsewhere, as those of the sample were.

    Either the `revision` of a page, or a `translation` of something that has no drafts, or both.
    """
    kept: dict[str, str | None]
    if translation is not None:
        kept = {**segments.as_texts([text for text in segments.read(translation) if text.data])}
        key, locale_id = translation.source.object_id, translation.target_locale_id
    else:
        page = revision.as_object()
        kept = dict.fromkeys(current_keys(page))
        key, locale_id = page.translation_key, page.locale_id
    review = Review.objects.create(
        translation_key=key,
        locale_id=locale_id,
        revision=revision,
        texts=kept,
        state=Review.State.APPROVED,
        decided_at=timezone.now(),
        decided_by=by,
    )
    review.authors.set([author for author in authors if author])
    close_notices(review)
    return review


@transaction.atomic
def republish(translation: Translation, user) -> None:
    """Publish once more what had been approved and was taken down since.

    Raises `PermissionDenied` without the right to publish, `TextRefusedError` when the texts have
    changed since they were approved.
    """
    target = segments.target_of(translation)
    if not isinstance(target, Page) or not target.permissions_for_user(user).can_publish():
        raise PermissionDenied
    review = public_review(translation)
    found = segments.read(translation)
    if review is None or review.revision is None or not can_republish(review, found):
        raise TextRefusedError(str(NOT_REVIEWED))
    review.revision.publish(user=user)


def last_returned(translation: Translation) -> Review | None:
    """Return what was last returned to the translators and has not been approved since, or None."""
    decided = (
        reviews_of(translation)
        .filter(state__in=(Review.State.RETURNED, Review.State.APPROVED))
        .select_related("decided_by")
        .order_by("-decided_at", "-pk")
        .first()
    )
    return decided if decided is not None and decided.state == Review.State.RETURNED else None


def public_review(translation: Translation) -> Review | None:
    """Return the review whose texts are public now, or were last."""
    reviews = reviews_of(translation).order_by("submitted_at", "pk")
    target = segments.target_of(translation)
    return live_review(list(reviews), target if isinstance(target, Page) else None)
