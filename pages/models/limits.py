"""Counters for rate limits."""

from django.db import models


class RateCount(models.Model):
    """How often something was tried recently, by keyed hash (see `pages.limits`)."""

    trace = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.since:%H:%M}: {self.tries}"
