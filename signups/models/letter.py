"""Letters that are owed: each is written down together with what it tells of, and sent later."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from signups.privacy.encrypted_field import SecretField


class LetterQuerySet(models.QuerySet):
    def owed(self):
        return self.filter(state=Letter.State.OWED)

    def due(self, now):
        """Return those to be sent now: it is time, nobody else is at it, and it is their turn."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lte=now)
        return self.owed().filter(free, due_at__lte=now).exclude(self._waits_its_turn(now))

    @staticmethod
    def _waits_its_turn(now):
        """Return the condition of those that come after another one of the same sign-up.

        Letters to the address of a sign-up go out one at a time, in the order in which they were
        owed. One that was put off before it was ever tried, so that nobody gets too many, keeps
        no other from its turn.
        """
        others = Letter.objects.owed().filter(
            submission=models.OuterRef("submission"), elsewhere=False
        )
        before = others.filter(pk__lt=models.OuterRef("pk")).exclude(attempts=0, due_at__gt=now)
        at_work = others.filter(claimed_until__gt=now).exclude(pk=models.OuterRef("pk"))
        turn = models.Exists(before) | models.Exists(at_work)
        return models.Q(submission__isnull=False, elsewhere=False) & turn

    def stuck(self):
        """Return those that need a person: refused, or tried several times without success."""
        return self.filter(
            # Nobody can send again what went to an address that is not kept.
            models.Q(state=Letter.State.REFUSED, elsewhere=False)
            | models.Q(state=Letter.State.OWED, attempts__gte=Letter.ATTEMPTS_UNTIL_STUCK)
        )


class Letter(models.Model):
    """One e-mail that is owed, sent, refused, or dropped because something overtook it.

    To whom and what is read when it is sent: from the sign-up, or, for a notice to the staff,
    from the page. It holds no answer; and an address only where the letter goes `elsewhere`, not
    to the one in the answers: encrypted, and for no longer than it takes to send it.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Confirmation")
        AGAIN = "again", _("Link to an earlier sign-up")
        PROMOTED = "promoted", _("A place on the waiting list became free")
        CHANGED = "changed", _("Answers corrected")
        CANCELLED = "cancelled", _("Sign-up cancelled")
        DELETED = "deleted", _("Sign-up deleted")
        CONFIRM_ADDRESS = "confirm_address", _("Question to a new address")
        OTHER_ADDRESS = "other_address", _("Notice to the address before")
        DECLINED = "declined", _("Sign-up declined")
        REMINDER = "reminder", _("Reminder")
        EVENT_MOVED = "event_moved", _("Event moved")
        EVENT_CANCELLED = "event_cancelled", _("Event cancelled")
        STAFF = "staff", _("Notice to the organisers")
        QUARANTINE = "quarantine", _("Notice of what is in quarantine")

    class State(models.TextChoices):
        OWED = "owed", _("To be sent")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused")
        DROPPED = "dropped", _("No longer needed")

    ATTEMPTS_UNTIL_STUCK = 3

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(
        "signups.SignUpPage",
        verbose_name=_("sign-up page"),
        on_delete=models.CASCADE,
        related_name="letters",
    )
    submission = models.ForeignKey(
        "signups.Submission",
        verbose_name=_("sign-up"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="letters",
    )
    kind = models.CharField(verbose_name=_("kind"), max_length=20, choices=Kind.choices)
    # That of the letter, where it is not that of the sign-up.
    language = models.CharField(max_length=12, blank=True)
    # What makes the same kind of letter be owed once only, such as the SEQUENCE of the event.
    once = models.CharField(max_length=40, blank=True)
    # To another address than that of the sign-up: `to`, which is emptied when it has been used.
    elsewhere = models.BooleanField(default=False, editable=False)
    to = SecretField()
    # METHOD of the calendar file that went with it (RFC 5546), if one did.
    method = models.CharField(max_length=10, blank=True, editable=False)
    state = models.CharField(
        verbose_name=_("state"), max_length=10, choices=State.choices, default=State.OWED
    )
    attempts = models.PositiveIntegerField(verbose_name=_("attempts"), default=0)
    due_at = models.DateTimeField(verbose_name=_("next attempt"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(verbose_name=_("what went wrong"), max_length=200, blank=True)
    created_at = models.DateTimeField(verbose_name=_("written"), default=timezone.now)
    sent_at = models.DateTimeField(verbose_name=_("sent"), null=True, blank=True)

    wagtail_reference_index_ignore = True
    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["due_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=("submission", "kind", "once"),
                condition=~models.Q(once="") & ~models.Q(state="dropped"),
                name="one_letter_of_a_kind",
            )
        ]
        indexes = [models.Index(fields=("state", "due_at"), name="letters_that_are_due")]

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def waits(self) -> bool:
        """Return whether it is owed, and nobody is sending it now."""
        free = self.claimed_until is None or self.claimed_until <= timezone.now()
        return self.state == self.State.OWED and free

    @property
    def to_staff(self) -> bool:
        return self.kind in (self.Kind.STAFF, self.Kind.QUARANTINE)
