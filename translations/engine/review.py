"""Submit, approve and return translations. The live page is unchanged until approval.

Pages go through Wagtail's workflow, so its locks, history and dashboards apply; partners, topics
and menus, for which Wagtail has no workflow, have only a `Review`.
"""

from contextlib import contextmanager
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import Translation

from pages.text import to_slug
from translations.engine import comments, notices, permissions, segments
from translations.engine.objects import translations_of
from translations.engine.reviewed import (
    close_notices,
    current_keys,
    is_reviewed_language,
    matches,
    public_review,
)
from translations.engine.segments import TextRefusedError
from translations.models import Notice, Review, ReviewTask, reviews_of

WAITING = Review.State.WAITING

# The notice that authors receive for each decision.
NOTICE_KINDS: dict[str, str] = {
    Review.State.APPROVED: Notice.Kind.APPROVED,
    Review.State.RETURNED: Notice.Kind.RETURNED,
}


# ------------------------------------------------------------------ submission
@transaction.atomic
def submit(translation: Translation, user, note: str = "", *, over_remarks: bool = False) -> Review:
    """Submit a translation for review; return the review.

    Raises `TextRefusedError` if something is missing, nothing can be submitted now, or comments are
    open (unless `over_remarks`), and `PermissionDenied` if `user` does not translate into this
    language.
    """
    translation = segments.locked(translation)
    if not permissions.may_translate(user, translation):
        raise PermissionDenied
    if reason := segments.refusal(translation, user):
        raise TextRefusedError(reason)
    found = segments.read(translation)
    if missing := len(segments.missing(found)):
        raise TextRefusedError(
            ngettext(
                "%(count)d segment is still untranslated, has errors, or is not confirmed.",
                "%(count)d segments are still untranslated, have errors, or are not confirmed.",
                missing,
            )
            % {"count": missing}
        )
    if any(segments.is_too_long(translation, text.context, text.data) for text in found):
        # Written before the limit was reduced.
        raise TextRefusedError(
            _("A segment is too long. Shorten the text that is marked in the editor.")
        )
    comments.require_seen(translation, over_remarks)
    if permissions.review_task(translation.target_locale) is None:
        raise TextRefusedError(
            _("Nobody reviews this language yet. Ask an administrator for help.")
        )
    review = Review(
        translation_key=translation.source.object_id,
        locale=translation.target_locale,
        texts=segments.as_texts(found),
        submitted_by=user,
        note=note.strip(),
    )
    target = segments.target_of(translation)
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
    notices.notify(
        Notice.Kind.SUBMITTED,
        translation,
        permissions.reviewers(translation.target_locale).exclude(pk__in={user.pk, *authors}),
        note=review.note,
    )
    return review


@contextmanager
def refused_with_reason():
    """Turn a model's `ValidationError`, such as a title too long, into `TextRefusedError`."""
    try:
        yield
    except ValidationError as error:
        fields = getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages})
        lines = [
            " ".join(words) if name == NON_FIELD_ERRORS else f"{name}: {' '.join(words)}"
            for name, words in fields.items()
        ]
        raise TextRefusedError(" ".join(lines)) from error


def _authors(translation: Translation, found: list[segments.Segment]) -> set[int]:
    """Return the authors of all texts that have not been approved yet."""
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
    """Return the page with its current texts, unsaved (wagtail-localize would save the live row).

    Untranslated text is in the source language: for previews, never for publishing.
    """
    page = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    # A slug that nobody chose is not stored: it follows the title until the page is live.
    slug = segments.own_slug(segments.read(translation), page) or page.slug
    page.slug = find_available_slug(
        page.get_parent(), to_slug(slug) or "page", ignore_page_id=page.pk
    )
    page.draft_title = page.title
    return page


def _start_workflow(page: Page, user) -> None:
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    elif state is None:
        page.get_workflow().start(page, user)


def submitted_in_wagtail(task_state: TaskState, user) -> None:
    """Record that a manually edited page was submitted in Wagtail's own editor."""
    page = task_state.workflow_state.content_object
    if not isinstance(task_state.task.specific, ReviewTask) or not is_reviewed_language(page):
        return
    if reviews_of(page).filter(state=WAITING, revision=task_state.revision).exists():
        return
    withdraw_all(page)
    review = Review.objects.create(
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        revision=task_state.revision,
        texts=dict.fromkeys(current_keys(page)),
        submitted_by=user,
    )
    if task_state.revision.user_id:
        review.authors.add(task_state.revision.user_id)


# ------------------------------------------------------------------ decision
def _waiting(translation: Translation) -> Review:
    review = segments.waiting_review(translation)
    if review is None:
        raise TextRefusedError(_("Nothing is waiting for review here anymore."))
    return review


def require_decision(translation: Translation, user, seen: int | None = None) -> Review:
    """Return the waiting review, for a user who may decide on it.

    `seen` is the primary key of the review that the user saw. Raises `PermissionDenied` unless
    `user` approves this language, and `TextRefusedError` if no review or another one is waiting.
    """
    if not permissions.may_review(user, translation.target_locale):
        raise PermissionDenied
    review = _waiting(translation)
    if seen is not None and seen != review.pk:
        raise TextRefusedError(
            _("A newer version has been submitted since you opened this page. Review it again.")
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
    """Approve the waiting review, and publish the translation (unless it is held for its source).

    Raises as `require_decision`; also `TextRefusedError` for the user's own work, for open comments
    (unless `over_remarks`), and if it cannot go live as it is.
    """
    translation = segments.locked(translation)
    review = require_decision(translation, user, seen)
    if review.is_work_of(user):
        raise TextRefusedError(_("Someone else has to approve what you translated."))
    comments.require_seen(translation, over_remarks)
    target = segments.target_of(translation)
    if isinstance(target, Page):
        if reason := segments.lock_refusal(target, user):
            raise TextRefusedError(reason)
        return _through_workflow(
            target, review, user, "approve", comment=comment, over_remarks=over_remarks
        )
    # An object without drafts is written from the current texts: they must be those reviewed.
    if not matches(review, segments.read(translation)):
        raise TextRefusedError(
            _(
                "The source has changed since this was submitted. Request changes so the "
                "translators can update it."
            )
        )
    _decide(review, Review.State.APPROVED, user, comment)
    with refused_with_reason():
        translation.save_target(user=user, publish=True)
    _log(translation, "wagtail.workflow.approve", user, review)
    return review


def _through_workflow(page: Page, review: Review, user, action: str, **said: Any) -> Review:
    state = page.specific.current_workflow_task_state
    if state is None:
        raise TextRefusedError(_("Nothing is waiting for review here anymore."))
    state.task.specific.on_action(state, user, action, **said)
    review.refresh_from_db()
    return review


@transaction.atomic
def request_changes(
    translation: Translation, user, comment: str, *, seen: int | None = None
) -> Review:
    """Return the waiting review to its authors. Raises as `require_decision`."""
    translation = segments.locked(translation)
    review = require_decision(translation, user, seen)
    target = segments.target_of(translation)
    if isinstance(target, Page):
        return _through_workflow(target, review, user, "reject", comment=comment)
    _decide(review, Review.State.RETURNED, user, comment)
    _log(translation, "wagtail.workflow.reject", user, review)
    return review


@transaction.atomic
def withdraw(translation: Translation, user) -> Review:
    """Withdraw the waiting review, to continue editing.

    Raises `PermissionDenied` and `TextRefusedError`.
    """
    translation = segments.locked(translation)
    if not permissions.may_translate(user, translation):
        raise PermissionDenied
    review = _waiting(translation)
    target = segments.target_of(translation)
    workflow = target.specific.current_workflow_state if isinstance(target, Page) else None
    if workflow is not None:
        workflow.cancel(user=user)
        review.refresh_from_db()
        return review
    _decide(review, Review.State.WITHDRAWN, user)
    _log(translation, "wagtail.workflow.cancel", user, review)
    return review


def withdraw_all(page: Page) -> None:
    """Withdraw waiting reviews without checks: the page or its text was replaced or deleted."""
    reviews_of(page).filter(state=WAITING).update(
        state=Review.State.WITHDRAWN, decided_at=timezone.now()
    )


def _decide(review: Review, state: str, user=None, comment: str = "") -> None:
    review.state = state
    review.decided_by, review.decided_at, review.comment = user, timezone.now(), comment.strip()
    review.save()
    close_notices(review)
    translation = translations_of(review).first()
    if state in NOTICE_KINDS and translation is not None:
        told = {review.submitted_by_id, *review.authors.values_list("pk", flat=True)}
        told -= {None, user.pk if user else None}
        found = permissions.active().filter(pk__in=told)
        notices.notify(NOTICE_KINDS[state], translation, found, note=review.comment)


def decided_by_workflow(task_state: TaskState, state: str, user) -> Review | None:
    """Record a decision of Wagtail's workflow on a page; return its review, if it has one."""
    review = Review.objects.filter(revision=task_state.revision, state=WAITING).first()
    if review is not None:
        _decide(review, state, user, task_state.comment)
    return review


def _log(translation: Translation, action: str, user, review: Review) -> None:
    """Log a decision in the history of an object without a Wagtail workflow."""
    instance = segments.target_of(translation) or translation.source.get_source_instance()
    task = permissions.review_task(translation.target_locale)
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
