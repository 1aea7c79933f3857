"""What the translation dashboard keeps beside wagtail-localize, whose models hold every text.

`Translation`, `StringSegment` and `StringTranslation` are its; here is what it does not know:
the status of each object in each language, what was handed in and approved, what waits for whom.
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


# ------------------------------------------------------------------ what stands where
class Status(models.TextChoices):
    """Where an object stands in one language. Each has exactly one."""

    MISSING = "missing", pgettext_lazy("status", "not translated")
    IN_PROGRESS = "in_progress", pgettext_lazy("status", "in progress")
    IN_REVIEW = "in_review", pgettext_lazy("status", "waiting for review")
    SCHEDULED = "scheduled", pgettext_lazy("status", "approved, not live yet")
    LIVE = "live", pgettext_lazy("status", "live")
    OUTDATED = "outdated", pgettext_lazy("status", "out of date")
    SOURCE_OFFLINE = "source_offline", pgettext_lazy("status", "source not live")
    SOURCE_ONLY = "source_only", pgettext_lazy("status", "source language only")


class State(models.Model):
    """The status of one object in one language, kept so that the dashboard is one query.

    Written by `translations.engine.status_store` alone, from the data; `stale` marks those whose
    data has changed since, and whoever reads has them computed first.
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
    words = models.TextField(blank=True)  # its titles as they are searched, in both languages
    section = models.CharField(max_length=255, blank=True)  # treebeard path of the section
    status = models.CharField(max_length=20, choices=Status, default=Status.MISSING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    machine = models.PositiveIntegerField(default=0)
    by_hand = models.BooleanField(default=False)  # the translation was stopped
    returned = models.BooleanField(default=False)
    held = models.BooleanField(default=False)
    behind = models.BooleanField(default=False)  # what is public says less than its public source
    remarks = models.PositiveIntegerField(default=0)  # comments that nobody has settled
    target_live = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)  # when what is to be done now came up
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
    """Somebody has decided that an object is not translated into a language, and why."""

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
    """What was handed in for review: the texts as they were then, and what became of it.

    `texts` maps "context:string" (primary keys) to what it was translated with, None where a
    page is written by hand. A page also has the `revision` that shows these texts.
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
    outdated_at = models.DateTimeField(null=True)  # when the source first moved on from it

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
        """Return whether `user` wrote or handed in any of it."""
        return self.submitted_by_id == user.pk or self.authors.filter(pk=user.pk).exists()


def reviews_of(about) -> models.QuerySet[Review]:
    """Return the reviews of an object in its language, or of a `Translation` in its target's."""
    if isinstance(about, Translation):
        key, locale_id = about.source.object_id, about.target_locale_id
    else:
        key, locale_id = about.translation_key, about.locale_id
    return Review.objects.filter(translation_key=key, locale_id=locale_id)


class Remark(models.Model):
    """What a reviewer or a translator says about one segment, or about the whole."""

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
    """Return the comments that somebody still has to settle.

    Those on a translation that was stopped stand where nobody can.
    """
    return Remark.objects.filter(resolved_at=None, translation__enabled=True)


class ReviewTask(AbstractGroupApprovalTask):
    """Approval by a group, in which nobody approves what she has written herself."""

    class Meta:
        verbose_name = _("review of a translation")
        verbose_name_plural = _("reviews of translations")

    @staticmethod
    def is_barred(obj, user, *, over_remarks: bool = False) -> bool:
        """Return whether this is not for `user` to approve: it is hers, or comments are open."""
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
        """Return whether `user` is one of those who approve."""
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
        """Approve or return; `over_remarks` says that open comments have been seen."""
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


# ------------------------------------------------------------------ people
class Notice(models.Model):
    """Something that a person has to know. Shown in the admin, and mailed in a bundle."""

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
    """Who has had a translation open a moment ago."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation", "user"], name="unique_presence")
        ]

    def __str__(self):
        return f"{self.user}, {self.seen_at}"


# ------------------------------------------------------------------ words
class Suggestion(models.Model):
    """A translation that somebody brought and that could not be used as it is.

    From an import whose source had changed, or from two people who wrote at once: it is kept,
    and offered beside the segment.
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
    """A word or phrase whose translation has been agreed."""

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
        """Return what must not be used, without empty lines."""
        return [line.strip() for line in self.forbidden.splitlines() if line.strip()]
