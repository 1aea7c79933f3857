"""One person's sign-up. Where it was sent from is not recorded."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mailing.fields import SecretField
from signups.form.questions import Question, email_questions
from signups.privacy import tokens
from signups.privacy.encrypted_field import AnswersField


def _shown_as(*names: str) -> models.Q:
    """Return a filter for duplicates by the status that their sender is shown."""
    shown = [Submission.Status[name] for name in names]
    return models.Q(status=Submission.Status.DUPLICATE, shown_as__in=shown)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, page):
        """Return the sign-ups of a page in any language."""
        return self.filter(page__translation_key=page.translation_key)

    def taking_a_place(self):
        return self.filter(status__in=Submission.TAKES_PLACE)

    def waiting(self):
        """Return the people on the waitlist, first in line first."""
        return self.filter(status=Submission.Status.WAITING).order_by("position", "pk")

    def holding_places(self):
        """Return the sign-ups that hold spots: people, and duplicates shown as confirmed."""
        return self.filter(models.Q(status__in=Submission.TAKES_PLACE) | _shown_as("CONFIRMED"))

    def line(self):
        """Return the waitlist as the people on it see it, first in line first.

        It includes duplicates as if they were new sign-ups.
        """
        waits = models.Q(status=Submission.Status.WAITING) | _shown_as("WAITING")
        return self.filter(waits).order_by("position", "pk")

    def duplicates(self):
        """Return the duplicates that hold a spot or a place on the waitlist."""
        return self.filter(_shown_as("CONFIRMED", "WAITING"))

    def places(self) -> int:
        return self.aggregate(places=models.Sum("places"))["places"] or 0

    def end_of_line(self) -> int:
        """Return the next position at the end of the waitlist."""
        return (self.aggregate(last=models.Max("position"))["last"] or 0) + 1

    def with_email(self, fingerprints: Sequence[str]):
        """Return the active sign-ups of an email address (`tokens.email_fingerprints`)."""
        return self.exclude(status__in=Submission.RELEASED).filter(
            email_fingerprint__in=fingerprints
        )

    def sent_from(self, fingerprints: Sequence[str]) -> tuple[int | None, int | None]:
        """Return the ids of an address's active sign-up, and of the last one or its duplicate."""
        repeats = _shown_as("CONFIRMED", "WAITING")
        standing = repeats | ~models.Q(status__in=Submission.RELEASED)
        repeats_last = models.Case(models.When(repeats, then=1), default=0)
        known = self.filter(standing, email_fingerprint__in=fingerprints)
        found = list(known.order_by(repeats_last, "-pk").values_list("pk", "status")[:2])
        if not found or found[0][1] == Submission.Status.DUPLICATE:
            return None, None
        return found[0][0], found[-1][0]


class SubmissionManager(models.Manager.from_queryset(SubmissionQuerySet)):  # type: ignore[misc]
    """Sign-ups as organizers count them: without duplicates."""

    def get_queryset(self):
        return super().get_queryset().exclude(status=Submission.Status.DUPLICATE)


class Submission(models.Model):
    """One person's sign-up, in one of these statuses.

    Confirmed and checked-in sign-ups take a spot; waiting ones are on the waitlist. What looks like
    spam is quarantined and takes no spot until a person reviews it, and its sender is shown this;
    what the person rejects is declined. A sign-up from an address that has signed up already is
    kept as a duplicate: it counts for nobody, but holds a spot or waits and moves up as a new
    sign-up would (`shown_as`), so that no number reveals who has signed up.
    """

    wagtail_reference_index_ignore = True  # "usage" of a page would tell editors who signed up

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        WAITING = "waiting", _("On the waitlist")
        CANCELLED = "cancelled", _("Canceled")
        CHECKED_IN = "checked_in", _("Checked in")
        QUARANTINED = "quarantined", _("Quarantined")
        DECLINED = "declined", _("Declined")
        DUPLICATE = "repeated", _("Duplicate")

    TAKES_PLACE = (Status.CONFIRMED, Status.CHECKED_IN)
    IN_LINE = (*TAKES_PLACE, Status.WAITING)
    NOT_COUNTED = (Status.QUARANTINED, Status.DUPLICATE)
    OVER = (Status.CANCELLED, Status.DECLINED)
    RELEASED = (*OVER, *NOT_COUNTED)
    NEW_ADDRESS_KEPT = datetime.timedelta(days=7)  # how long it waits for confirmation

    page = models.ForeignKey(
        "signups.SignUpPage",
        verbose_name=_("sign-up page"),
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        verbose_name=_("code"), max_length=12, unique=True, default=tokens.new_code, editable=False
    )
    language = models.CharField(verbose_name=_("language"), max_length=12)
    status = models.CharField(
        verbose_name=_("status"),
        max_length=20,
        choices=Status.choices,
        default=Status.CONFIRMED,
    )
    shown_as = models.CharField(max_length=20, blank=True, editable=False)  # of duplicates
    original = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="+", editable=False
    )
    # Of a duplicate: the last sign-up before it from this address that was active then. People
    # who know that one may take it for the first, so this one ends with it.
    ends_with = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    position = models.PositiveIntegerField(
        verbose_name=_("position on the waitlist"), null=True, blank=True, editable=False
    )
    places = models.PositiveIntegerField(
        verbose_name=_("people"), default=1, editable=False
    )  # how many people it is for, and so how many spots it takes
    answers = AnswersField(verbose_name=_("answers"))
    # Sensitive answers, which the server cannot decrypt: key of the field → sealed text.
    sealed = models.JSONField(
        verbose_name=_("encrypted answers"), default=dict, blank=True, editable=False
    )
    manage_token_hash = models.CharField(max_length=64, unique=True, editable=False)
    link_version = models.PositiveSmallIntegerField(default=0, editable=False)
    email_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    # Replaces the email address in the answers once its owner has confirmed it.
    new_address = SecretField()
    address_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    idempotency_key = models.UUIDField(editable=False)
    # Identifies the same answers from the same browser (`tokens.content_trace`).
    content_trace = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(
        verbose_name=_("signed up"), default=timezone.now, editable=False
    )
    updated_at = models.DateTimeField(auto_now=True)
    status_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SubmissionManager()
    everything = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["-created_at", "-pk"]
        base_manager_name = "everything"
        default_permissions = ("view", "change", "delete")
        permissions = [("export_submission", _("Can export sign-ups"))]
        constraints = [
            models.UniqueConstraint(
                fields=("page", "idempotency_key"), name="one_sign_up_a_form_sent"
            ),
            models.UniqueConstraint(
                fields=("page", "email_fingerprint"),
                condition=~models.Q(email_fingerprint="")
                & ~models.Q(status__in=("cancelled", "declined", "quarantined", "repeated")),
                name="one_sign_up_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=("page", "status", "position"), name="sign_ups_by_status"),
            models.Index(fields=("page", "-created_at"), name="sign_ups_by_date"),
        ]

    def __str__(self):
        return tokens.spaced(self.code)

    @property
    def spaced_code(self) -> str:
        """Return the code as it is shown and read aloud, in two groups of four."""
        return tokens.spaced(self.code)

    @property
    def shown_status(self) -> str:
        """Return the status that the visitor is shown: that of a duplicate reveals nothing."""
        if self.status == self.Status.DUPLICATE:
            return self.shown_as or self.Status.CONFIRMED
        return self.status

    @property
    def place_in_line(self) -> int | None:
        """Return the position on the waitlist, from 1, or None if the sign-up does not wait."""
        if self.shown_status != self.Status.WAITING or self.position is None:
            return None
        line = Submission.everything.filter(page=self.page_id).line()
        before = models.Q(position__lt=self.position)
        before |= models.Q(position=self.position, pk__lt=self.pk)
        return line.filter(before).count() + 1

    @property
    def holds_place(self) -> bool:
        """Return whether it holds a spot, according to the status shown to its sender."""
        shown = self.shown_as if self.status == self.Status.DUPLICATE else self.status
        return shown in self.TAKES_PLACE

    @property
    def is_over(self) -> bool:
        """Return whether it has ended, and with it any pending request."""
        return self.shown_status in self.OVER

    @property
    def pending_email(self) -> str:
        """Return the email address that waits for confirmation, or ""."""
        asked = self.address_asked_at
        if asked is None or asked + self.NEW_ADDRESS_KEPT <= timezone.now() or self.is_over:
            return ""
        return self.new_address

    def forget_new_address(self) -> None:
        """Discard the request for another email address; the caller saves."""
        self.new_address, self.address_asked_at = "", None

    def renew_link(self) -> None:
        """Give the sign-up another personal link; the caller saves."""
        self.link_version += 1
        token = tokens.manage_token(self.reference, version=self.link_version)
        self.manage_token_hash = tokens.token_hash(token)

    @property
    def used_email(self) -> str:
        """Return the email address to write to, or "", by the questions of its form."""
        return self.email(self.page.canonical_questions())

    def email(self, questions: Sequence[Question]) -> str:
        answers = (self.answers.get(question.key) for question in email_questions(questions))
        return str(next(filter(None, answers), ""))
