"""Emails to people who signed up and to the organizers of a form."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailing.models import Mail


class Letter(Mail):
    """An email that belongs to a form, and usually to one sign-up, with which it is deleted.

    Recipient and content are read when it is sent: from the sign-up or, for a notice to organizers,
    from the page. It holds no answers.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Confirmation")
        AGAIN = "again", _("Link to an earlier sign-up")
        PROMOTED = "promoted", _("Waitlist: a spot opened up")
        CHANGED = "changed", _("Answers corrected")
        CANCELLED = "cancelled", _("Sign-up canceled")
        DELETED = "deleted", _("Sign-up deleted")
        CONFIRM_ADDRESS = "confirm_address", _("Confirmation request to the new address")
        OTHER_ADDRESS = "other_address", _("Notice to the previous address")
        DECLINED = "declined", _("Sign-up declined")
        REMINDER = "reminder", _("Reminder")
        EVENT_MOVED = "event_moved", _("Event date or venue changed")
        EVENT_CANCELLED = "event_cancelled", _("Event canceled")
        STAFF = "staff", _("Notice to the organizers")
        QUARANTINE = "quarantine", _("Notice about quarantined sign-ups")

    COMPOSER = "signups.letter"  # its name in the outbox

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
    kind = models.CharField(verbose_name=_("type"), max_length=20, choices=Kind.choices)
    # The language of the email if it differs from that of the sign-up.
    language = models.CharField(max_length=12, blank=True)
    # METHOD of the attached calendar file (RFC 5546), if any.
    method = models.CharField(max_length=10, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["due_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def to_staff(self) -> bool:
        return self.kind in (self.Kind.STAFF, self.Kind.QUARANTINE)
