"""What is kept besides sign-ups: records of deletions, and traces for rate limits."""

import ipaddress

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.edit_conflicts import EditConflictForm


class PurgeReceipt(models.Model):
    """What a purge deleted: numbers, never content."""

    made_at = models.DateTimeField(verbose_name=_("when"), default=timezone.now)
    submissions = models.PositiveIntegerField(verbose_name=_("sign-ups deleted"), default=0)
    answers = models.PositiveIntegerField(verbose_name=_("answers deleted"), default=0)
    # For each form: {"page": id, "title": …, "submissions": n, "answers": {key: n}}.
    forms = models.JSONField(default=list)

    class Meta:
        verbose_name = _("deletion receipt")
        verbose_name_plural = _("deletion receipts")
        ordering = ["-made_at"]
        default_permissions = ()

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d}"


class RateHit(models.Model):
    """One submission from an IP address, stored as a keyed hash whose key changes every day."""

    trace = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=("trace", "at"), name="hits_of_a_trace")]

    def __str__(self):
        return f"{self.at:%H:%M}"


def validate_network(value: str) -> None:
    """Raise ValidationError unless `value` is a network such as 203.0.113.0/24 or an address."""
    try:
        ipaddress.ip_network(value.strip(), strict=False)
    except ValueError as error:
        raise ValidationError(
            _("Enter an IP address or a network, such as 203.0.113.7 or 203.0.113.0/24.")
        ) from error


class VenueNetwork(models.Model):
    """The network of a venue, where many people sign up from one IP address."""

    base_form_class = EditConflictForm

    network = models.CharField(
        verbose_name=_("network"),
        max_length=50,
        unique=True,
        validators=[validate_network],
        help_text=_(
            "The venue’s public IP address or network, such as 203.0.113.7 or 203.0.113.0/24."
        ),
    )
    note = models.CharField(verbose_name=_("location"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("venue network")
        verbose_name_plural = _("venue networks")
        ordering = ["note", "network"]

    def __str__(self):
        return f"{self.note} ({self.network})" if self.note else self.network
