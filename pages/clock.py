"""Run periodic work as long as a worker (`manage.py worker`) runs.

Each app registers its work with `every`, in the `ready` method of its configuration. All work must
be safe to run twice or in two workers.
"""

import datetime
import logging
from collections.abc import Callable

from django.core.management import call_command
from django.utils import timezone

logger = logging.getLogger(__name__)

#: Periodic work; it is called with the current time (UTC).
type Work = Callable[[datetime.datetime], object]
_work: dict[Work, datetime.timedelta] = {}


def every(pause: datetime.timedelta, work: Work) -> None:
    """Register `work` to be run by each worker about every `pause`."""
    _work[work] = pause


class Clock:
    """The schedule of one worker; call `tick` every few seconds to run what is due."""

    def __init__(self) -> None:
        self._next: dict[Work, datetime.datetime] = {}

    def tick(self, now: datetime.datetime | None = None) -> None:
        """Run what is due. A failure is logged, does not block other work, and is retried later."""
        now = now or timezone.now()
        for work, pause in _work.items():
            if now < self._next.get(work, now):
                continue
            self._next[work] = now + pause
            try:
                work(now)
            except Exception:
                logger.exception("%s failed.", work.__name__)


def publish_scheduled(now: datetime.datetime) -> None:
    """Publish and unpublish the pages whose scheduled time has come."""
    call_command("publish_scheduled", verbosity=0)
