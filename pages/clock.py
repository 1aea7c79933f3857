"""What is done by the clock, for as long as a worker (`manage.py worker`) runs.

Each app names its own work with `every`, in the `ready` of its configuration. Each part may run
twice, or in two workers, without harm.
"""

import datetime
import logging
from collections.abc import Callable

from django.core.management import call_command
from django.utils import timezone

logger = logging.getLogger(__name__)

#: What is done, and how long to wait in between. It is given the moment (UTC) at which it is done.
type Work = Callable[[datetime.datetime], object]
_work: dict[Work, datetime.timedelta] = {}


def every(pause: datetime.timedelta, work: Work) -> None:
    """Have `work` done about every `pause` by each worker."""
    _work[work] = pause


class Clock:
    """The clock of one worker; `tick` does what is due, and is called every few seconds."""

    def __init__(self) -> None:
        self._next: dict[Work, datetime.datetime] = {}

    def tick(self, now: datetime.datetime | None = None) -> None:
        """Do what is due. What fails keeps nothing else from its turn, and is tried at its next."""
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
    """Publish and take down the pages whose hour has come."""
    call_command("publish_scheduled", verbosity=0)
