"""A circuit breaker: callers wait for an unavailable service once, not on each request."""

import logging
import time

logger = logging.getLogger(__name__)


class CircuitBreaker:
    """Remembers, for all threads of a process, that a service did not respond.

    `name` is for the log; `pause` is how many seconds to avoid the service. Error messages of the
    service are not logged: they may contain an address or a password.
    """

    def __init__(self, name: str, pause: float = 30):
        self.name, self.pause = name, pause
        self._again_at = 0.0  # 0: it responds

    def is_open(self) -> bool:
        """Return whether to avoid the service now; after the pause, one caller may try."""
        now = time.monotonic()
        if now < self._again_at:
            return True
        if self._again_at:
            self._again_at = now + self.pause  # meanwhile others go on without it
        return False

    def failed(self, error: Exception) -> None:
        self._again_at = time.monotonic() + self.pause
        logger.error(
            "%s does not answer (%s). The site goes on without it and tries again in %s s.",
            self.name,
            type(error).__name__,
            self.pause,
        )

    def answered(self) -> None:
        if self._again_at:
            self._again_at = 0.0
            logger.warning("%s answers again.", self.name)
