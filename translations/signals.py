"""What happens elsewhere and concerns the desk."""

from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, Revision, TaskState, WorkflowState, get_page_models
from wagtail.signals import (
    task_rejected,
    task_submitted,
    workflow_cancelled,
)
from wagtail_localize.models import (
    StringTranslation,
    Translation,
    TranslationSource,
)

from translations import compat_views
from translations.engine import release, review, states
from translations.engine.objects import other_models
from translations.models import Hold, Remark, Review, SourceOnly, State


def connect() -> None:
    """Listen to everything that a status follows from, and to what has to follow a source."""
    for signal in (post_save, post_delete):
        for model in (
            StringTranslation, Translation, TranslationSource, Review, Remark, SourceOnly, Hold,
        ):  # fmt: skip
            signal.connect(_mark, sender=model, dispatch_uid=f"desk {signal} {model.__name__}")
        for model in (*get_page_models(), *other_models()):
            signal.connect(_mark_object, sender=model, dispatch_uid=f"desk {signal} objects")
    compat_views.silence_titles()
    post_save.connect(_draft_title, sender=StringTranslation, dispatch_uid="desk draft title")
    post_save.connect(_revision_saved, sender=Revision, dispatch_uid="desk draft saved")
    post_save.connect(_workflow_saved, sender=WorkflowState, dispatch_uid="desk workflow")
    post_delete.connect(_page_deleted, sender=Page, dispatch_uid="desk page deleted")
    post_save.connect(_locale_saved, sender=Locale, dispatch_uid="desk locale")
    post_delete.connect(_locale_deleted, sender=Locale, dispatch_uid="desk locale deleted")
    task_submitted.connect(_task_submitted, sender=TaskState, dispatch_uid="desk submitted")
    task_rejected.connect(_task_rejected, sender=TaskState, dispatch_uid="desk rejected")
    workflow_cancelled.connect(
        _workflow_cancelled, sender=WorkflowState, dispatch_uid="desk cancelled"
    )


# ------------------------------------------------------------------ marks
def _draft_title(sender, instance: StringTranslation, **kwargs) -> None:
    """Name a page in lists by its translated title, as wagtail-localize does.

    One that is too long, which is kept until somebody shortens it, is cut: PostgreSQL refuses it.
    """
    if instance.context.path == "title":
        most = Page._meta.get_field("draft_title").max_length
        Page.objects.filter(
            translation_key=instance.context.object_id, locale_id=instance.locale_id
        ).update(draft_title=instance.data[:most])


def _mark(sender, instance, raw: bool = False, **kwargs) -> None:
    if raw:
        return
    try:
        key = _key_of(instance)
    except ObjectDoesNotExist:  # what it belonged to was deleted with it, and has its own mark
        return
    if key:
        states.mark(key)


def _key_of(instance: Any) -> UUID | None:
    match instance:
        case StringTranslation():
            return instance.context.object_id if instance.context_id else None
        case Translation():
            return instance.source.object_id
        case Remark():
            return instance.translation.source.object_id
        case TranslationSource():
            return instance.object_id
        case Hold():
            return instance.page.translation_key
    key: UUID = instance.translation_key
    return key


def _mark_object(sender, instance: Any, raw: bool = False, **kwargs) -> None:
    if not raw:
        states.mark(instance.translation_key)


def _page_deleted(sender, instance: Any, **kwargs) -> None:
    review.withdraw_all(review.waiting_for(instance))


def _workflow_saved(sender, instance: WorkflowState, **kwargs) -> None:
    if isinstance(instance.content_object, Page):
        states.mark(instance.content_object.translation_key)


def _locale_saved(sender, instance, created: bool = False, raw: bool = False, **kwargs) -> None:
    if created and not raw:
        states.mark_all()


def _locale_deleted(sender, instance, **kwargs) -> None:
    # What was deleted with it has left marks for it.
    State.objects.filter(locale_id=instance.pk).delete()


# ------------------------------------------------------------------ drafts
def _revision_saved(sender, instance: Revision, created: bool = False, **kwargs) -> None:
    page_type = ContentType.objects.get_for_model(Page).pk
    if created and instance.base_content_type_id == page_type:
        release.draft_saved(instance)


# ------------------------------------------------------------------ Wagtail's workflow
def _task_submitted(sender, instance: TaskState, user=None, **kwargs) -> None:
    review.handed_in_elsewhere(instance, user)


def _task_rejected(sender, instance: TaskState, user=None, **kwargs) -> None:
    review.decided_by_workflow(instance, Review.State.RETURNED, user)


def _workflow_cancelled(sender, instance: WorkflowState, user=None, **kwargs) -> None:
    if instance.current_task_state is not None:
        review.decided_by_workflow(instance.current_task_state, Review.State.WITHDRAWN, user)
