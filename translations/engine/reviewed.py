"""Which translations have been reviewed and may be public; refuse to publish any other."""

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
    """Return the segment keys of the current source of a page, creating them if needed."""
    source_page = in_source_language(page)
    if source_page is None:
        return []
    source, _new = TranslationSource.get_or_create_from_instance(source_page)
    return [f"{context}:{string}" for context, string in sorted(pairs_of_source(source))]


def matches(review: Review | None, found: list[segments.Segment]) -> bool:
    """Return whether every text that counts is the same as in this review."""
    return review is not None and all(
        review.texts.get(text.key) == text.data for text in found if text.counts
    )


def can_republish(review: Review | None, found: list[segments.Segment]) -> bool:
    """Return whether this review still covers the whole page, and can be published."""
    current = {text.pair for text in found if text.counts}
    return review is not None and review.revision_id is not None and current <= pairs_of(review)


def close_notices(review: Review) -> None:
    """Mark notices as read whose tasks this review has settled."""
    done = [Notice.Kind.SUBMITTED]
    if review.state == Review.State.APPROVED:
        done += [Notice.Kind.SENT, Notice.Kind.CHANGED, Notice.Kind.RETURNED]
    notices.mark_settled(review.translation_key, review.locale_id, *done)


# ------------------------------------------------------------------ what may be public
def is_reviewed_language(page: Any) -> bool:
    """Return whether `page` is in a language that requires review: any but the source language.

    Pages without a source are included: they also need approval if first written in Spanish, or
    if their source was deleted.
    """
    return isinstance(page, Page) and page.locale_id != source_locale().pk and not page.alias_of_id


def only_reviewed(page: Page, revision) -> None:
    """Refuse to publish an unapproved page, or a translation whose source is not live.

    A step of `peacesummit.publication`: it applies to every way to publish a page.
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
    """Record texts as approved that were reviewed elsewhere, such as the sample content.

    Takes the `revision` of a page, the `translation` of an object without drafts, or both.
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
    """Publish again what was approved and has since been unpublished.

    Raises `PermissionDenied` without permission to publish, `TextRefusedError` if the texts have
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
    """Return the review last returned to the translators, or None if approved since."""
    decided = (
        reviews_of(translation)
        .filter(state__in=(Review.State.RETURNED, Review.State.APPROVED))
        .select_related("decided_by")
        .order_by("-decided_at", "-pk")
        .first()
    )
    return decided if decided is not None and decided.state == Review.State.RETURNED else None


def public_review(translation: Translation) -> Review | None:
    """Return the review whose texts are, or were last, public."""
    reviews = reviews_of(translation).order_by("submitted_at", "pk")
    target = segments.target_of(translation)
    return live_review(list(reviews), target if isinstance(target, Page) else None)
