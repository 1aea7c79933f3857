"""Signal handlers that keep the dashboard up to date."""

from operator import attrgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, Revision, TaskState, WorkflowState, get_page_models
from wagtail.signals import task_rejected, task_submitted, workflow_cancelled
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from translations import compat_views
from translations.engine import release, review, status_store
from translations.engine.objects import other_models
from translations.models import Hold, Remark, Review, SourceOnly, State

#: Models that a status depends on, in addition to the objects, and where their key is.
KEYS = {
    StringTranslation: "context.object_id",
    Translation: "source.object_id",
    TranslationSource: "object_id",
    Review: "translation_key",
    Remark: "translation.source.object_id",
    SourceOnly: "translation_key",
    Hold: "page.translation_key",
}


def connect() -> None:
    """Connect handlers for everything that a status or a translation depends on."""
    for signal in (post_save, post_delete):
        for model in (*KEYS, *get_page_models(), *other_models()):
            signal.connect(_mark, sender=model, dispatch_uid="dashboard")
    compat_views.silence_titles()
    post_save.connect(_draft_title, sender=StringTranslation)
    post_save.connect(_revision_saved, sender=Revision)
    post_save.connect(_workflow_saved, sender=WorkflowState)
    post_delete.connect(_page_deleted, sender=Page)
    post_save.connect(_locale_saved, sender=Locale)
    post_delete.connect(_locale_deleted, sender=Locale)
    task_submitted.connect(_task_submitted, sender=TaskState)
    task_rejected.connect(_task_rejected, sender=TaskState)
    workflow_cancelled.connect(_workflow_cancelled, sender=WorkflowState)


# ------------------------------------------------------------------ marks
def _draft_title(sender, instance: StringTranslation, **kwargs) -> None:
    """Set the title of a page in lists to its translated title, as wagtail-localize does.

    A title that is too long, kept until someone shortens it, is truncated: PostgreSQL refuses it.
    """
    if instance.context.path == "title":
        most = Page._meta.get_field("draft_title").max_length
        Page.objects.filter(
            translation_key=instance.context.object_id, locale_id=instance.locale_id
        ).update(draft_title=instance.data[:most])


def _mark(sender, instance, raw: bool = False, **kwargs) -> None:
    if raw or (sender is StringTranslation and not instance.context_id):
        return
    try:
        key = attrgetter(KEYS.get(sender, "translation_key"))(instance)
    except ObjectDoesNotExist:  # its object was deleted too, and has its own mark
        return
    status_store.mark_stale(key)


def _page_deleted(sender, instance: Any, **kwargs) -> None:
    review.withdraw_all(instance)


def _workflow_saved(sender, instance: WorkflowState, **kwargs) -> None:
    if isinstance(instance.content_object, Page):
        status_store.mark_stale(instance.content_object.translation_key)


def _locale_saved(sender, instance, created: bool = False, raw: bool = False, **kwargs) -> None:
    if created and not raw:
        status_store.mark_all_stale()


def _locale_deleted(sender, instance, **kwargs) -> None:
    # Deleting its related objects has marked rows of this locale.
    State.objects.filter(locale_id=instance.pk).delete()


# ------------------------------------------------------------------ drafts
def _revision_saved(sender, instance: Revision, created: bool = False, **kwargs) -> None:
    page_type = ContentType.objects.get_for_model(Page).pk
    if created and instance.base_content_type_id == page_type:
        release.draft_saved(instance)


# ------------------------------------------------------------------ Wagtail's workflow
def _task_submitted(sender, instance: TaskState, user=None, **kwargs) -> None:
    review.submitted_in_wagtail(instance, user)


def _task_rejected(sender, instance: TaskState, user=None, **kwargs) -> None:
    review.decided_by_workflow(instance, Review.State.RETURNED, user)


def _workflow_cancelled(sender, instance: WorkflowState, user=None, **kwargs) -> None:
    if instance.current_task_state is not None:
        review.decided_by_workflow(instance.current_task_state, Review.State.WITHDRAWN, user)
