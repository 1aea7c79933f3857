"""Events by when they take place."""

import datetime

from django.db import models
from django.utils import timezone

from events.models.choices import Status
from pages.models import BasePageManager, BasePageQuerySet


class EventPageQuerySet(BasePageQuerySet):
    """Events by when they take place; `now` is a parameter for tests."""

    def upcoming(self, now: datetime.datetime | None = None):
        """Return what has not ended yet, the next one first."""
        return self.filter(ends__gte=now or timezone.now()).order_by("starts", "pk")

    def past(self, now: datetime.datetime | None = None):
        """Return what is over, the latest one first."""
        return self.filter(ends__lt=now or timezone.now()).order_by("-starts", "pk")

    def featured(self, now: datetime.datetime | None = None):
        """Return the next ones first, then the latest of those that are over."""
        to_come = models.Q(ends__gte=now or timezone.now())
        return self.exclude(status=Status.CANCELLED).order_by(
            models.Case(models.When(to_come, then=0), default=1),
            models.Case(models.When(to_come, then="starts")).asc(nulls_last=True),
            "-starts",
            "pk",
        )


EventPageManager = BasePageManager.from_queryset(EventPageQuerySet)
