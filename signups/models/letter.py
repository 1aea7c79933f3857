"""Letters that are owed: each is written down together with what it tells of, and sent later."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(models.QuerySet):
    def owed(self):
        return self.filter(state=Letter.State.OWED)

    def due(self, now):
        """Return those to be sent now: it is time, and nobody else is at it."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lte=now)
        return self.owed().filter(free, due_at__lte=now)

    def stuck(self):
        """Return those that need a person: refused, or tried several times without success."""
        return self.filter(
            models.Q(state=Letter.State.REFUSED)
            | models.Q(state=Letter.State.OWED, attempts__gte=Letter.ATTEMPTS_UNTIL_STUCK)
        )


class Letter(models.Model):
    """One e-mail that is owed, sent or refused. It holds no address and no answer.

    To whom and what is read when it is sent: from the sign-up, or, for a letter to the staff
    (`submission` is None), from the page.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Confirmation")
        AGAIN = "again", _("Link to an earlier sign-up")
        PROMOTED = "promoted", _("A place on the waiting list became free")
        CHANGED = "changed", _("Answers corrected")
        CANCELLED = "cancelled", _("Sign-up cancelled")
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
                condition=~models.Q(once=""),
                name="one_letter_of_a_kind",
            )
        ]
        indexes = [models.Index(fields=("state", "due_at"), name="letters_that_are_due")]

    def __str__(self):
        return str(self.get_kind_display())
