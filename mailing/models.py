"""The outbox: each email is a row, stored together with what it is about, and sent later."""

import datetime
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mailing.fields import SecretField


class MailQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=Mail.State.PENDING)

    def due(self, now: datetime.datetime):
        """Return those to send now: due, not claimed, and next in their series."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lte=now)
        return self.pending().filter(free, due_at__lte=now).exclude(self._waits_its_turn(now))

    @staticmethod
    def _waits_its_turn(now: datetime.datetime):
        """Return the condition of those that wait for another one of the same series.

        One that was postponed before its first attempt, to limit the emails to a recipient, does
        not block the others.
        """
        others = Mail.objects.pending().filter(series=models.OuterRef("series"))
        before = others.filter(pk__lt=models.OuterRef("pk")).exclude(attempts=0, due_at__gt=now)
        at_work = others.filter(claimed_until__gt=now).exclude(pk=models.OuterRef("pk"))
        turn = models.Exists(before) | models.Exists(at_work)
        return ~models.Q(series="") & turn

    def unsent(self):
        """Return those that can still be sent, automatically or by a person."""
        # What went to an address that is no longer stored cannot be sent again.
        refused = models.Q(state=Mail.State.REFUSED, elsewhere=False)
        return self.filter(models.Q(state=Mail.State.PENDING) | refused)

    def stuck(self):
        """Return those that need a person: refused, or failed several times."""
        often = models.Q(attempts__gte=Mail.ATTEMPTS_UNTIL_STUCK)
        return self.unsent().filter(models.Q(state=Mail.State.REFUSED) | often)


class Mail(models.Model):
    """One email: pending, sent, refused, or dropped because it is no longer needed.

    Its composer (`mailing.composers`) finds recipient and content in the rows of a feature when it
    is sent. So it stores no text, and an address only if that is in no row (`elsewhere`):
    encrypted, and only until it is sent.
    """

    class State(models.TextChoices):
        PENDING = "owed", _("To be sent")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Rejected")
        DROPPED = "dropped", _("No longer needed")

    ATTEMPTS_UNTIL_STUCK = 3

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # The registered name of the composer, and its arguments: plain values, such as the key of an
    # account; never text that a person wrote.
    composer = models.CharField(verbose_name=_("email"), max_length=60, editable=False)
    arguments = models.JSONField(default=dict, editable=False)
    # Emails of one series are sent in the order in which they were enqueued, one at a time.
    series = models.CharField(max_length=60, blank=True, editable=False)
    # Makes an email unique within its series.
    once = models.CharField(max_length=60, blank=True, editable=False)
    # For an address that no row holds: `to`, which is cleared after use.
    elsewhere = models.BooleanField(default=False, editable=False)
    to = SecretField()
    state = models.CharField(
        verbose_name=_("status"), max_length=10, choices=State.choices, default=State.PENDING
    )
    attempts = models.PositiveIntegerField(verbose_name=_("attempts"), default=0)
    due_at = models.DateTimeField(verbose_name=_("next attempt"), default=timezone.now)
    # No attempts are made after this time.
    until = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(verbose_name=_("what went wrong"), max_length=200, blank=True)
    created_at = models.DateTimeField(verbose_name=_("created"), default=timezone.now)
    sent_at = models.DateTimeField(verbose_name=_("sent"), null=True, blank=True)

    wagtail_reference_index_ignore = True
    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("email")
        verbose_name_plural = _("emails")
        ordering = ["due_at", "pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=("series", "once"),
                condition=~models.Q(once="") & ~models.Q(state="dropped"),
                name="mail_owed_once",
            )
        ]
        indexes = [
            models.Index(fields=("state", "due_at"), name="mails_that_are_due"),
            models.Index(fields=("series",), name="mails_of_a_series"),
        ]

    def __str__(self):
        return self.composer

    @property
    def waits(self) -> bool:
        """Return whether it is pending and not being sent now."""
        free = self.claimed_until is None or self.claimed_until <= timezone.now()
        return self.state == self.State.PENDING and free
