"""Models of the translation dashboard, in addition to those of wagtail-localize.

`Translation`, `StringSegment` and `StringTranslation` of wagtail-localize hold every text. These
models add the status of each object in each language, reviews, and notices.
"""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import AbstractGroupApprovalTask, Locale, Page, Revision, TaskState
from wagtail_localize.models import String, Translation, TranslationContext

from translations import compat

User = settings.AUTH_USER_MODEL


# ------------------------------------------------------------------ status
class Status(models.TextChoices):
    """The status of an object in one language. Each has exactly one."""

    MISSING = "missing", pgettext_lazy("status", "not translated")
    IN_PROGRESS = "in_progress", pgettext_lazy("status", "in progress")
    IN_REVIEW = "in_review", pgettext_lazy("status", "waiting for review")
    SCHEDULED = "scheduled", pgettext_lazy("status", "approved, not live yet")
    LIVE = "live", pgettext_lazy("status", "live")
    OUTDATED = "outdated", pgettext_lazy("status", "out of date")
    SOURCE_OFFLINE = "source_offline", pgettext_lazy("status", "source not live")
    SOURCE_ONLY = "source_only", pgettext_lazy("status", "source language only")


class State(models.Model):
    """The status of one object in one language, stored so that the dashboard is one query.

    Only `translations.engine.status_store` writes it, from the data; `stale` marks rows whose data
    has changed since, which are computed again before they are read.
    """

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    stale = models.BooleanField(default=True)
    model = models.CharField(max_length=100, blank=True)  # "events.dialoguepage"
    source_pk = models.CharField(max_length=40, blank=True)
    target_pk = models.CharField(max_length=40, blank=True)
    translation = models.ForeignKey(
        Translation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=255, blank=True)
    target_title = models.CharField(max_length=255, blank=True)
    words = models.TextField(blank=True)  # its titles in both languages, normalized for search
    section = models.CharField(max_length=255, blank=True)  # treebeard path of the section
    status = models.CharField(max_length=20, choices=Status, default=Status.MISSING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    machine = models.PositiveIntegerField(default=0)
    by_hand = models.BooleanField(default=False)  # the page is edited manually
    returned = models.BooleanField(default=False)
    held = models.BooleanField(default=False)
    behind = models.BooleanField(default=False)  # the public text lags behind its public source
    remarks = models.PositiveIntegerField(default=0)  # open comments
    target_live = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)  # when the current task came up
    person = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    source_published_at = models.DateTimeField(null=True)
    target_published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("in a list", "translation")
        verbose_name_plural = pgettext_lazy("in a list", "translations")
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="unique_state")
        ]
        indexes = [models.Index(fields=["locale", "status", "since"])]

    def __str__(self):
        return f"{self.title} ({self.locale_id}): {self.get_status_display()}"


class SourceOnly(models.Model):
    """The decision not to translate an object into a language, and why."""

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(verbose_name=_("reason"), max_length=300)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="unique_source_only")
        ]

    def __str__(self):
        return self.reason


# ------------------------------------------------------------------ review
class Review(models.Model):
    """A submission for review: the texts as they were then, and the decision.

    `texts` maps "context:string" (primary keys) to the translation, None if a page is edited
    manually. Pages also have the `revision` that shows these texts.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for review")
        RETURNED = "returned", _("changes requested")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn from review")

    translation_key = models.UUIDField(db_index=True)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    revision = models.OneToOneField(
        Revision, null=True, on_delete=models.SET_NULL, related_name="translation_review"
    )
    texts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    authors: Any = models.ManyToManyField(User, related_name="+")
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(verbose_name=_("note for the reviewer"), blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField(verbose_name=_("comment"), blank=True)
    outdated_at = models.DateTimeField(null=True)  # when the source first changed after it

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"],
                condition=models.Q(state="waiting"),
                name="one_waiting_review",
            )
        ]

    def __str__(self):
        return f"{self.translation_key} ({self.locale_id}): {self.get_state_display()}"

    def is_work_of(self, user) -> bool:
        """Return whether `user` wrote or submitted any of it."""
        return self.submitted_by_id == user.pk or self.authors.filter(pk=user.pk).exists()


def reviews_of(about) -> models.QuerySet[Review]:
    """Return the reviews of an object in its language, or of a `Translation` in its target's."""
    if isinstance(about, Translation):
        key, locale_id = about.source.object_id, about.target_locale_id
    else:
        key, locale_id = about.translation_key, about.locale_id
    return Review.objects.filter(translation_key=key, locale_id=locale_id)


class Remark(models.Model):
    """A comment by a reviewer or translator on one segment, or on the whole."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="remarks")
    context = models.ForeignKey(
        TranslationContext, null=True, on_delete=models.CASCADE, related_name="+"
    )
    string = models.ForeignKey(String, null=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(verbose_name=_("comment"), max_length=2000)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text[:80]


def open_remarks() -> models.QuerySet[Remark]:
    """Return the comments that are still open.

    Those on stopped translations are excluded, because nobody can resolve them.
    """
    return Remark.objects.filter(resolved_at=None, translation__enabled=True)


class ReviewTask(AbstractGroupApprovalTask):
    """Approval by a group, whose members cannot approve their own work."""

    class Meta:
        verbose_name = _("review of a translation")
        verbose_name_plural = _("reviews of translations")

    @staticmethod
    def is_barred(obj, user, *, over_remarks: bool = False) -> bool:
        """Return whether `user` cannot approve: it is their own work, or comments are open."""
        if obj is None:
            return False
        review = reviews_of(obj).filter(state="waiting").first()
        if review is not None and review.is_work_of(user):
            return True
        of_object = open_remarks().filter(
            translation__source__object_id=obj.translation_key,
            translation__target_locale_id=obj.locale_id,
        )
        return not over_remarks and of_object.exists()

    def may_review(self, user) -> bool:
        """Return whether `user` is a reviewer."""
        return user.is_active and (user.is_superuser or compat.is_in_groups(self, user))

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        if actions and self.is_barred(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    @transaction.atomic
    def on_action(
        self, task_state: TaskState, user, action_name, *, over_remarks: bool = False, **kwargs
    ):
        """Approve or return; `over_remarks` means that open comments have been acknowledged."""
        page = task_state.workflow_state.content_object
        if action_name == "approve" and self.is_barred(page, user, over_remarks=over_remarks):
            raise PermissionDenied
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        return _("Members of the chosen groups approve what someone else has translated")


# ------------------------------------------------------------------ publishing together
class Hold(models.Model):
    """A page in the source language that waits for its translations, to go live with them."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="translation_hold")
    locales = models.ManyToManyField(Locale, related_name="+")
    go_live_at = models.DateTimeField(
        verbose_name=_("no earlier than"),
        null=True,
        blank=True,
        help_text=_("Leave this empty to publish as soon as the last translation is approved."),
    )
    deadline = models.DateTimeField(
        verbose_name=_("no later than"),
        null=True,
        blank=True,
        help_text=_("If a translation is still missing by then, the page goes live without it."),
    )
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return str(self.page)


# ------------------------------------------------------------------ notices
class Notice(models.Model):
    """A notice for a user, shown in the admin and emailed in a digest."""

    class Kind(models.TextChoices):
        SENT = "sent", _("sent for translation")
        CHANGED = "changed", _("source text changed")
        SUBMITTED = "submitted", _("waiting for your review")
        RETURNED = "returned", _("changes requested from you")
        APPROVED = "approved", _("approved")
        REMARK = "remark", _("has a new comment")
        WITHOUT = "without", _("went live without this translation")
        TOGETHER = "together", _("went live at the same time")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=255)
    note = models.TextField(blank=True)
    reference = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, db_index=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.title}: {self.get_kind_display()}"


class Presence(models.Model):
    """A user who has had a translation open in the last minute."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation", "user"], name="unique_presence")
        ]

    def __str__(self):
        return f"{self.user}, {self.seen_at}"


# ------------------------------------------------------------------ texts
class Suggestion(models.Model):
    """A translation that could not be used as it was submitted.

    It comes from an import after the source had changed, or from two people who edited at the same
    time: it is kept and offered in the editor of the segment.
    """

    translation = models.ForeignKey(
        Translation, on_delete=models.CASCADE, related_name="suggestions"
    )
    context = models.ForeignKey(TranslationContext, on_delete=models.CASCADE, related_name="+")
    data = models.TextField()
    origin = models.CharField(max_length=255)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.data[:80]


class Term(models.Model):
    """A word or phrase with an agreed translation."""

    source = models.CharField(verbose_name=_("word or phrase"), max_length=120)
    locale = models.ForeignKey(
        Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+"
    )
    translation = models.CharField(verbose_name=_("agreed translation"), max_length=120)
    notes = models.TextField(
        verbose_name=_("notes"),
        blank=True,
        max_length=1000,
        help_text=_("When it is used, and why it was chosen."),
    )
    forbidden = models.TextField(
        verbose_name=_("do not use"),
        blank=True,
        max_length=500,
        help_text=_("Rejected translations, one per line."),
    )
    case_sensitive = models.BooleanField(
        verbose_name=_("case-sensitive"),
        default=False,
        help_text=_("For names and abbreviations that are also common words."),
    )

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["source"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "locale"],
                name="unique_term",
                violation_error_message=_("The glossary already has this word in this language."),
            )
        ]

    def __str__(self):
        return f"{self.source} → {self.translation}"

    @property
    def forbidden_variants(self) -> list[str]:
        """Return the rejected translations, without empty lines."""
        return [line.strip() for line in self.forbidden.splitlines() if line.strip()]
