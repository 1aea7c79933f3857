"""Keep events at the local time that was entered when time zone data changes."""

from django.core.management.base import BaseCommand

from pages.times import typed_times


class Command(BaseCommand):
    help = (
        "Names every event and form whose time zone has got other rules since its times were "
        "typed, and keeps it at the hour on the clock. Run it after an update of the time zone "
        "data (the system's, or the package tzdata); the worker does it once a day."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="name them, and change nothing")

    def handle(self, *args, dry_run: bool, **options):
        found = list(typed_times.put_right(dry_run=dry_run))
        for moved in found:
            self.stdout.write(f"{moved}.")
        if not found:
            self.stdout.write("No zone in use has got other rules.")
