"""Delete answers whose retention period is over; the worker does so every night."""

import datetime
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from signups.registration import retention
from signups.registration.retention import FormCount


class Command(BaseCommand):
    help = (
        "Deletes the answers that are older than their questions say, and sign-ups of which "
        "nothing is left. Leaves a receipt with figures. May run at any time, also twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be deleted, and change nothing"
        )

    def handle(self, *args, dry_run: bool, **options):
        now = timezone.now()
        if dry_run:
            counts = retention.plan(now)
            for count in counts:
                self._describe(count)
            submissions = sum(count.submissions for count in counts)
            answers = sum(count.answers.total() for count in counts)
            self.stdout.write(f"Would delete {submissions} sign-ups and {answers} answers.")
            return
        try:
            receipt = retention.purge(now)
        except ExceptionGroup as error:
            raise CommandError(f"{error.message} The log says why.") from error
        for form in receipt.forms:
            self.stdout.write(form["title"])
            self._totals(form["submissions"], form["answers"], form.get("unreadable", 0))
        self.stdout.write(
            f"Deleted {receipt.submissions} sign-ups and {receipt.answers} answers. "
            f"Receipt no. {receipt.pk}."
        )

    def _describe(self, count: FormCount) -> None:
        """Print when the days of one form start to count, and what is too old now."""
        ends = count.periods.event_ends
        self.stdout.write(count.title)
        if ends is None:
            self.stdout.write("  no event: the days count from when each sign-up was sent")
        else:
            self.stdout.write(f"  the days count from {self._local(ends, count)}")
            first = count.periods.until(count.periods.shortest, ends)
            last = count.periods.until(count.periods.longest, ends)
            self.stdout.write(f"  first answers go from {self._local(first, count)}")
            self.stdout.write(f"  the last from {self._local(last, count)}")
        self._totals(count.submissions, dict(sorted(count.answers.items())), count.unreadable)

    def _totals(self, submissions: int, answers: dict[str, int], unreadable: int) -> None:
        self.stdout.write(f"  sign-ups: {submissions}")
        for key, number in answers.items():
            self.stdout.write(f"  answers to {key}: {number}")
        if unreadable:
            self.stdout.write(
                f"  cannot be read, a key is missing; kept until all is too old: {unreadable}"
            )

    @staticmethod
    def _local(moment: datetime.datetime, count: FormCount) -> str:
        return f"{moment.astimezone(ZoneInfo(count.periods.zone)):%Y-%m-%d %H:%M %Z}"
