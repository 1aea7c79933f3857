"""Querysets of events by date."""

import datetime

from django.db import models
from django.utils import timezone

from events.models.choices import Status
from pages.models import BasePageManager, BasePageQuerySet


class EventPageQuerySet(BasePageQuerySet):
    """Filter events by date; `now` is a parameter for tests."""

    def upcoming(self, now: datetime.datetime | None = None):
        """Return events that have not ended yet, earliest first."""
        return self.filter(ends__gte=now or timezone.now()).order_by("starts", "pk")

    def past(self, now: datetime.datetime | None = None):
        """Return past events, latest first."""
        return self.filter(ends__lt=now or timezone.now()).order_by("-starts", "pk")

    def featured(self, now: datetime.datetime | None = None):
        """Return upcoming events, earliest first, then past events, latest first; none canceled."""
        to_come = models.Q(ends__gte=now or timezone.now())
        return self.exclude(status=Status.CANCELLED).order_by(
            models.Case(models.When(to_come, then=0), default=1),
            models.Case(models.When(to_come, then="starts")).asc(nulls_last=True),
            "-starts",
            "pk",
        )


EventPageManager = BasePageManager.from_queryset(EventPageQuerySet)
