"""Handing in, approving and returning a translation. The live page is untouched until approval.

A page goes through Wagtail's own workflow, so its locks, its history and its dashboards hold; a
partner, a topic or a menu, which Wagtail knows no workflow for, has the `Review` alone.
"""

from contextlib import contextmanager
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import Translation, TranslationSource

from pages.languages import source_locale
from pages.text import short_name
from translations.engine import notices, people, remarks, texts
from translations.engine.objects import display_title, in_source_language
from translations.engine.status import live_review, pairs_of, pairs_of_source
from translations.engine.texts import TextRefusedError
from translations.models import Notice, Review, ReviewTask

NOT_REVIEWED = gettext_lazy(
    "A translation goes live when somebody else has approved it: submit it for review."
)

# What those who wrote it are told when it has been decided on.
TOLD: dict[str, str] = {
    Review.State.APPROVED: Notice.Kind.APPROVED,
    Review.State.RETURNED: Notice.Kind.RETURNED,
}


# ------------------------------------------------------------------ handing in
@transaction.atomic
def submit(translation: Translation, user, note: str = "", *, over_remarks: bool = False) -> Review:
    """Hand in a translation for review; return the review.

    Raises `TextRefusedError` when something is missing, nothing can be handed in now, or comments
    are open (unless `over_remarks`), and `PermissionDenied` when `user` does not write in this
    language.
    """
    translation = texts.locked(translation)
    if not people.may_translate(user, translation):
        raise PermissionDenied
    if reason := texts.refusal(translation, user):
        raise TextRefusedError(reason)
    found = texts.read(translation)
    if missing := len(texts.missing(found)):
        raise TextRefusedError(
            ngettext(
                "%(count)d text is still missing, wrong, or not confirmed.",
                "%(count)d texts are still missing, wrong, or not confirmed.",
                missing,
            )
            % {"count": missing}
        )
    if any(texts.is_too_long(translation, text.context, text.data) for text in found):
        # Written before its place became shorter.
        raise TextRefusedError(_("A text is longer than its place. It is marked on the sheet."))
    remarks.demand_seen(translation, over_remarks)
    if people.review_task(translation.target_locale) is None:
        raise TextRefusedError(_("Nobody reviews this language yet. An administrator can help."))
    review = Review(
        translation_key=translation.source.object_id,
        locale=translation.target_locale,
        texts=texts.as_texts(found),
        submitted_by=user,
        note=note.strip(),
    )
    target = texts.target_of(translation)
    if isinstance(target, Page):
        with refused_with_reason():
            review.revision = draft(translation).save_revision(user=user)
    authors = _authors(translation, found)
    review.save()
    review.authors.set(authors)
    if isinstance(target, Page):
        _start_workflow(Page.objects.get(pk=target.pk).specific, user)
    else:
        _log(translation, "wagtail.workflow.start", user, review)
    notices.tell(
        Notice.Kind.SUBMITTED,
        translation,
        people.reviewers(translation.target_locale).exclude(pk__in={user.pk, *authors}),
        note=review.note,
    )
    return review


@contextmanager
def refused_with_reason():
    """Turn what a model refuses (a title that is too long) into a `TextRefusedError`."""
    try:
        yield
    except ValidationError as error:
        fields = getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages})
        lines = [
            " ".join(words) if name == NON_FIELD_ERRORS else f"{name}: {' '.join(words)}"
            for name, words in fields.items()
        ]
        raise TextRefusedError(" ".join(lines)) from error


def _authors(translation: Translation, found: list[texts.Text]) -> set[int]:
    """Return who wrote what has not been approved yet."""
    public = public_review(translation)
    approved = public.texts if public else {}
    return {
        text.translation.last_translated_by_id
        for text in found
        if text.translation is not None
        and text.translation.last_translated_by_id
        and approved.get(text.key, ...) != text.data
    }


def draft(translation: Translation) -> Page:
    """Return the page as its texts say now, not saved (wagtail-localize would write the live row).

    What has no translation yet is in the source language: for previews, never for publishing.
    """
    page = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    # An address that nobody has chosen is not stored: it follows the title until the page is live.
    slug = texts.own_slug(texts.read(translation), page) or page.slug
    page.slug = find_available_slug(
        page.get_parent(), short_name(slug) or "page", ignore_page_id=page.pk
    )
    page.draft_title = page.title
    return page


def _start_workflow(page: Page, user) -> None:
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    elif state is None:
        page.get_workflow().start(page, user)


def handed_in_elsewhere(task_state: TaskState, user) -> None:
    """Note that a page written by hand was submitted in Wagtail's own editor."""
    page = task_state.workflow_state.content_object
    if not isinstance(task_state.task.specific, ReviewTask) or not is_reviewed_language(page):
        return
    waiting = waiting_for(page)
    if waiting.filter(revision=task_state.revision).exists():
        return
    withdraw_all(waiting)
    review = Review.objects.create(
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        revision=task_state.revision,
        texts=dict.fromkeys(_current_keys(page)),
        submitted_by=user,
    )
    if task_state.revision.user_id:
        review.authors.add(task_state.revision.user_id)


def _current_keys(page: Page) -> list[str]:
    """Return the segments of the source of a page as it is now, making them where needed."""
    source_page = in_source_language(page)
    if source_page is None:
        return []
    source, _new = TranslationSource.get_or_create_from_instance(source_page)
    return [f"{context}:{string}" for context, string in sorted(pairs_of_source(source))]


# ------------------------------------------------------------------ deciding
def demand_decision(translation: Translation, user, seen: int | None = None) -> Review:
    """Return the review that waits, for somebody who may decide on it.

    `seen` is the primary key of the one that she has looked at. Raises `PermissionDenied` unless
    `user` approves this language, and `TextRefusedError` when nothing waits, or something else.
    """
    if not people.may_review(user, translation.target_locale):
        raise PermissionDenied
    review = texts.waiting_review(translation)
    if review is None:
        raise TextRefusedError(_("Nothing waits for review here any more."))
    if seen is not None and seen != review.pk:
        raise TextRefusedError(
            _("Something else has been handed in since you opened this. Please look at it again.")
        )
    return review


@transaction.atomic
def approve(
    translation: Translation,
    user,
    comment: str = "",
    *,
    seen: int | None = None,
    over_remarks: bool = False,
) -> Review:
    """Approve what waits for review, and publish it (unless it is held for its source).

    Raises as `demand_decision`; `TextRefusedError` also for one's own work, over open comments
    (unless `over_remarks`), and where it cannot go live as it is.
    """
    translation = texts.locked(translation)
    review = demand_decision(translation, user, seen)
    if review.is_work_of(user):
        raise TextRefusedError(_("Somebody else has to approve what you have translated."))
    remarks.demand_seen(translation, over_remarks)
    target = texts.target_of(translation)
    if isinstance(target, Page):
        if reason := texts.lock_refusal(target, user):
            raise TextRefusedError(reason)
        state = _task_state(target)
        state.task.specific.on_action(
            state, user, "approve", comment=comment, over_remarks=over_remarks
        )
        review.refresh_from_db()
        return review
    _demand_current(translation, review)
    _decide(review, Review.State.APPROVED, user, comment)
    with refused_with_reason():
        translation.save_target(user=user, publish=True)
    _log(translation, "wagtail.workflow.approve", user, review)
    _tell_authors(Notice.Kind.APPROVED, translation, review, user)
    return review


def _demand_current(translation: Translation, review: Review) -> None:
    """What has no drafts is written from the texts as they are: they must be those reviewed."""
    if not says(review, texts.read(translation)):
        raise TextRefusedError(
            _("The source has changed since this was handed in. Return it to the translators.")
        )


def says(review: Review, found: list[texts.Text]) -> bool:
    """Return whether every text that counts stands as it was handed in with this review."""
    return all(review.texts.get(text.key) == text.data for text in found if text.counts)


def may_come_back(review: Review | None, found: list[texts.Text]) -> bool:
    """Return whether what this review covers is still the whole page, and can be published."""
    current = {text.pair for text in found if text.counts}
    return review is not None and review.revision_id is not None and current <= pairs_of(review)


def _task_state(page: Page) -> TaskState:
    state = page.specific.current_workflow_task_state
    if state is None:
        raise TextRefusedError(_("Nothing waits for review here any more."))
    return state


@transaction.atomic
def send_back(translation: Translation, user, comment: str, *, seen: int | None = None) -> Review:
    """Return what waits for review to those who wrote it. Raises as `demand_decision`."""
    translation = texts.locked(translation)
    review = demand_decision(translation, user, seen)
    target = texts.target_of(translation)
    if isinstance(target, Page):
        state = _task_state(target)
        state.task.specific.on_action(state, user, "reject", comment=comment)
        review.refresh_from_db()
        return review
    _decide(review, Review.State.RETURNED, user, comment)
    _log(translation, "wagtail.workflow.reject", user, review)
    _tell_authors(Notice.Kind.RETURNED, translation, review, user)
    return review


@transaction.atomic
def withdraw(translation: Translation, user) -> Review:
    """Take back what was handed in, to go on writing. Raises as `submit`."""
    translation = texts.locked(translation)
    if not people.may_translate(user, translation):
        raise PermissionDenied
    review = texts.waiting_review(translation)
    if review is None:
        raise TextRefusedError(_("Nothing waits for review here any more."))
    target = texts.target_of(translation)
    workflow = target.specific.current_workflow_state if isinstance(target, Page) else None
    if workflow is not None:
        workflow.cancel(user=user)
        review.refresh_from_db()
        return review
    _decide(review, Review.State.WITHDRAWN, user)
    _log(translation, "wagtail.workflow.cancel", user, review)
    return review


def waiting_for(page: Page) -> QuerySet[Review]:
    """Return the reviews of a page that wait, whether it still exists or not."""
    return Review.objects.filter(
        translation_key=page.translation_key, locale_id=page.locale_id, state=Review.State.WAITING
    )


def withdraw_all(waiting: QuerySet[Review]) -> None:
    """Withdraw reviews without asking anybody: something else took their place, or their page."""
    waiting.update(state=Review.State.WITHDRAWN, decided_at=timezone.now())


def _decide(review: Review, state: str, user=None, comment: str = "") -> None:
    review.state = state
    review.decided_by, review.decided_at, review.comment = user, timezone.now(), comment.strip()
    review.save()
    _settle(review)


def _settle(review: Review) -> None:
    """Take back what people were told and need not do any more."""
    done = [Notice.Kind.SUBMITTED]
    if review.state == Review.State.APPROVED:
        done += [Notice.Kind.SENT, Notice.Kind.CHANGED, Notice.Kind.RETURNED]
    notices.settled(review.translation_key, review.locale_id, *done)


def decided_by_workflow(task_state: TaskState, state: str, user) -> Review | None:
    """Note what Wagtail's workflow has decided about a page; return its review, if it has one."""
    review = Review.objects.filter(revision=task_state.revision, state=Review.State.WAITING).first()
    if review is None:
        return None
    _decide(review, state, user, task_state.comment)
    kind = TOLD.get(state)
    if kind and (translation := translation_of(review)):
        _tell_authors(kind, translation, review, user)
    return review


def _tell_authors(kind: str, translation: Translation, review: Review, user) -> None:
    told = {review.submitted_by_id, *review.authors.values_list("pk", flat=True)}
    told.discard(user.pk if user else None)
    found = people.active().filter(pk__in={pk for pk in told if pk})
    notices.tell(kind, translation, found, note=review.comment)


# ------------------------------------------------------------------ what may be public
def is_reviewed_language(page: Any) -> bool:
    """Return whether `page` is in a language in which everything is reviewed: not the source's.

    Also without a source: who first writes in Spanish, or whose source was deleted, has it
    approved as well.
    """
    return isinstance(page, Page) and page.locale_id != source_locale().pk and not page.alias_of_id


def _source_of(page: Page) -> Page | None:
    return Page.objects.filter(
        translation_key=page.translation_key, locale_id=source_locale().pk
    ).first()


def only_reviewed(page: Page, revision) -> None:
    """Refuse to publish what nobody has approved, or a translation whose source is not public.

    A step of `peacesummit.publication`: it holds for every way to publish a page.
    """
    if not is_reviewed_language(page):
        return
    if not is_reviewed(revision):
        raise ValidationError(str(NOT_REVIEWED))
    source = _source_of(page)
    if source is not None and not source.live:
        raise ValidationError(
            _("Its source, “%(title)s”, is not live. Publish that one first, or both together.")
            % {"title": display_title(source)}
        )


def is_reviewed(revision) -> bool:
    return Review.objects.filter(revision=revision, state=Review.State.APPROVED).exists()


def declare_reviewed(
    revision: Any = None, *, translation: Translation | None = None, by=None, authors=()
) -> Review:
    """Record texts as approved that were reviewed elsewhere: sample content, an older database.

    Either the `revision` of a page, or a `translation` of something that has no drafts, or both.
    """
    kept: dict[str, str | None]
    if translation is not None:
        kept = {**texts.as_texts([text for text in texts.read(translation) if text.data])}
        key, locale_id = translation.source.object_id, translation.target_locale_id
    else:
        page = revision.as_object()
        kept = dict.fromkeys(_current_keys(page))
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
    _settle(review)
    return review


def adopt() -> int:
    """Record as approved what was live before there was a desk; return how much that was.

    The texts that are stored are those that were published: until then, nothing noticed a change.
    """
    adopted = 0
    known = set(Review.objects.values_list("translation_key", "locale_id"))
    for page in (
        Page.objects.live()
        .filter(depth__gt=1, alias_of__isnull=True)
        .exclude(locale=source_locale())
    ):
        if (page.translation_key, page.locale_id) in known:
            continue
        revision = page.live_revision or page.latest_revision or page.specific.save_revision()
        declare_reviewed(revision, translation=_translation_into(page))
        adopted += 1
    for translation in Translation.objects.filter(enabled=True).select_related("source"):
        if (translation.source.object_id, translation.target_locale_id) in known:
            continue
        target = texts.target_of(translation)
        if target is not None and not isinstance(target, Page):
            declare_reviewed(translation=translation)
            adopted += 1
    return adopted


def _translation_into(page: Page) -> Translation | None:
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    ).first()


@transaction.atomic
def publish_again(translation: Translation, user) -> Page:
    """Publish once more what had been approved and was taken down since.

    Raises `PermissionDenied` without the right to publish, `TextRefusedError` when the texts have
    changed since they were approved.
    """
    target = texts.target_of(translation)
    if not isinstance(target, Page) or not target.permissions_for_user(user).can_publish():
        raise PermissionDenied
    review = public_review(translation)
    if review is None or review.revision is None:
        raise TextRefusedError(str(NOT_REVIEWED))
    if not may_come_back(review, texts.read(translation)):
        raise TextRefusedError(str(NOT_REVIEWED))
    review.revision.publish(user=user)
    return target


def last_returned(translation: Translation) -> Review | None:
    """Return what was last returned to the translators and has not been approved since, or None."""
    decided = (
        Review.objects.filter(
            translation_key=translation.source.object_id,
            locale=translation.target_locale,
            state__in=(Review.State.RETURNED, Review.State.APPROVED),
        )
        .select_related("decided_by")
        .order_by("-decided_at", "-pk")
        .first()
    )
    return decided if decided is not None and decided.state == Review.State.RETURNED else None


def public_review(translation: Translation) -> Review | None:
    """Return the review whose texts are public now, or were last."""
    reviews = Review.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale
    ).order_by("submitted_at", "pk")
    target = texts.target_of(translation)
    return live_review(list(reviews), target if isinstance(target, Page) else None)


def translation_of(review: Review) -> Translation | None:
    return (
        Translation.objects.filter(
            source__object_id=review.translation_key, target_locale_id=review.locale_id
        )
        .select_related("source", "target_locale")
        .first()
    )


def _log(translation: Translation, action: str, user, review: Review) -> None:
    """Write into the history of what has no workflow of its own in Wagtail."""
    instance = texts.target_of(translation) or translation.source.get_source_instance()
    task = people.review_task(translation.target_locale)
    log(
        instance=instance,
        action=action,
        user=user,
        data={
            "workflow": {
                "id": None,
                "title": str(translation.target_locale),
                "status": review.state,
                "task": {"id": task.pk if task else None, "title": str(task or "")},
                "next": None,
            },
            "comment": review.comment or review.note,
        },
    )
