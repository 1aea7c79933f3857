"""Run background tasks and scheduled work."""

import logging
import os
import signal
import time

from django.core import checks
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.crypto import get_random_string

from mailing.upstream import demand_everything
from pages import compat_views as compat
from pages.clock import Clock

logger = logging.getLogger(__name__)

TASKS_BETWEEN_TICKS = 20
LONGEST_PAUSE = 60.0  # seconds, after an error


class Command(BaseCommand):
    help = (
        "Runs the tasks that lie in the database, and what is due by the clock. Any number of "
        "workers may run; one is enough. Ends on SIGTERM, after the task it is at."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--until-idle",
            action="store_true",
            help="end when nothing is left to do now, instead of waiting for more",
        )
        parser.add_argument(
            "--parent",
            type=int,
            metavar="PID",
            help="end when the process that started this one, which has this number, has ended",
        )
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds to wait for more (default: 1)"
        )

    def handle(self, *args, until_idle: bool, parent: int | None, interval: float, **options):
        self.ending = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        demand_everything()
        self.say_what_is_wrong()
        clock = Clock()
        pause = interval
        while not self.ending and parent in (None, os.getppid()):
            try:
                close_old_connections()
                clock.tick()
                done = self.work(interval)
            except Exception:
                # For example, the database is unavailable or busy. Tasks in the queue are kept, so
                # the worker should try again instead of ending.
                logger.exception("The worker could not go on; it tries again in %s s.", pause)
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = interval
            if done == 0:
                if until_idle:
                    return
                time.sleep(interval)

    def say_what_is_wrong(self) -> None:
        """Log the problems that the database checks find."""
        try:
            found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
        except DatabaseError:  # unavailable: the worker waits for it
            return
        for message in found:
            if message.level >= checks.WARNING:
                logger.error("%s %s", message.msg, message.hint or "")

    def work(self, interval: float) -> int:
        """Run up to `TASKS_BETWEEN_TICKS` ready tasks; return how many."""
        self.worker = compat.upstream.Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=True,
            backend_name="worker",
            startup_delay=False,
            max_tasks=TASKS_BETWEEN_TICKS,
            worker_id=get_random_string(32),
        )
        self.worker.run()
        return compat.tasks_done(self.worker)

    def end(self, number, frame) -> None:
        """Signal handler: end after the current task, or at once if there is none."""
        self.ending = True
        worker = getattr(self, "worker", None)
        if worker is None or not compat.end_soon(worker):
            raise SystemExit(0)
