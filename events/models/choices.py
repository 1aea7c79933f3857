"""Format (in person, online) and status of an event."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class Status(models.TextChoices):
    SCHEDULED = "scheduled", _("As planned")
    MOVED = "moved", _("Moved to another date or place")
    CANCELLED = "cancelled", _("Canceled")
