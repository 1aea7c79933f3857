"""The outbox: each mail is a row, written down together with what it tells of, and sent later."""

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
        """Return those to be sent now: it is time, nobody else is at it, and it is their turn."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lte=now)
        return self.pending().filter(free, due_at__lte=now).exclude(self._waits_its_turn(now))

    @staticmethod
    def _waits_its_turn(now: datetime.datetime):
        """Return the condition of those that come after another one of the same series.

        One that was put off before it was ever tried, so that nobody gets too many, keeps no
        other from its turn.
        """
        others = Mail.objects.pending().filter(series=models.OuterRef("series"))
        before = others.filter(pk__lt=models.OuterRef("pk")).exclude(attempts=0, due_at__gt=now)
        at_work = others.filter(claimed_until__gt=now).exclude(pk=models.OuterRef("pk"))
        turn = models.Exists(before) | models.Exists(at_work)
        return ~models.Q(series="") & turn

    def unsent(self):
        """Return those that can still be sent, by themselves or by a person."""
        # Nobody can send again what went to an address that is not kept.
        refused = models.Q(state=Mail.State.REFUSED, elsewhere=False)
        return self.filter(models.Q(state=Mail.State.PENDING) | refused)

    def stuck(self):
        """Return those that need a person: refused, or tried several times without success."""
        often = models.Q(attempts__gte=Mail.ATTEMPTS_UNTIL_STUCK)
        return self.unsent().filter(models.Q(state=Mail.State.REFUSED) | often)


class Mail(models.Model):
    """One e-mail that is owed, sent, refused, or dropped because something overtook it.

    To whom and what is found by its composer (`mailing.composers`) when it is sent, from the rows
    of a feature. So it holds no text; and an address only where it goes `elsewhere`, to one that
    is in no row: encrypted, and for no longer than it takes to send it.
    """

    class State(models.TextChoices):
        PENDING = "owed", _("To be sent")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Rejected")
        DROPPED = "dropped", _("No longer needed")

    ATTEMPTS_UNTIL_STUCK = 3

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # The name under which a feature has registered who composes it, and what that is given:
    # plain values, such as the key of an account; nothing that somebody wrote.
    composer = models.CharField(verbose_name=_("email"), max_length=60, editable=False)
    arguments = models.JSONField(default=dict, editable=False)
    # Mails of one series go out in the order in which they were owed, one at a time.
    series = models.CharField(max_length=60, blank=True, editable=False)
    # What makes a mail be owed one time only in its series.
    once = models.CharField(max_length=60, blank=True, editable=False)
    # To an address that no row holds: `to`, which is emptied when it has been used.
    elsewhere = models.BooleanField(default=False, editable=False)
    to = SecretField()
    state = models.CharField(
        verbose_name=_("status"), max_length=10, choices=State.choices, default=State.PENDING
    )
    attempts = models.PositiveIntegerField(verbose_name=_("attempts"), default=0)
    due_at = models.DateTimeField(verbose_name=_("next attempt"), default=timezone.now)
    # Afterwards nothing is tried again.
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
        """Return whether it is owed, and nobody is sending it now."""
        free = self.claimed_until is None or self.claimed_until <= timezone.now()
        return self.state == self.State.PENDING and free
