"""Unlock accounts that were locked after too many wrong passwords."""

from django.core.management.base import BaseCommand, CommandError

from accounts import lockout
from pages.models import RateCount


class Command(BaseCommand):
    help = (
        "Lifts the lock of accounts that were tried with too many wrong passwords. Without it, a "
        "lock ends by itself after a quarter of an hour."
    )

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="NAME", help="user names")
        parser.add_argument(
            "--everything",
            action="store_true",
            help="lift all locks, those of networks, private pages and resets included",
        )

    def handle(self, *args, names: list[str], everything: bool, **options):
        if bool(names) == everything:
            raise CommandError("Name the accounts, or say --everything.")
        if everything:
            count = RateCount.objects.all().delete()[0]
            self.stdout.write(f"All counts of wrong tries were forgotten: {count}.")
        for name in names:
            tried = lockout.lift(name)
            self.stdout.write(f"{name}: {'may try again' if tried else 'was not tried lately'}.")
