"""Clean the pictures and documents that are stored already."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from pages.files.stored_files import Outcome, clean_all


class Command(BaseCommand):
    help = (
        "Takes what tells of people, places and cameras out of every stored picture and document, "
        "as is done when one is uploaded. Names and links stay. Run it once after files came in "
        "by another way: from an older version, a backup, another site. May run twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be cleaned, and change nothing"
        )

    def handle(self, *args, dry_run: bool, **options):
        counts: Counter[Outcome] = Counter()
        for report in clean_all(dry_run):
            counts[report.outcome] += 1
            if report.outcome is Outcome.CLEANED:
                self.stdout.write(f"{report.subject}: {'to be cleaned' if dry_run else 'cleaned'}.")
            elif report.outcome is Outcome.NOT_CLEANED:
                self.stdout.write(f"{report.subject}: not cleaned. {report.reason}")
        done, clean = counts[Outcome.CLEANED], counts[Outcome.WAS_CLEAN]
        self.stdout.write(f"{'To be cleaned' if dry_run else 'Cleaned'}: {done}. Clean: {clean}.")
        if failed := counts[Outcome.NOT_CLEANED]:
            raise CommandError(
                f"{failed} could not be cleaned and still hold what they held. Open each of them "
                "in the admin, and upload a file that can be read, or delete it."
            )
