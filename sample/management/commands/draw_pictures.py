"""Draw the sample pictures again: `manage.py draw_pictures`."""

from django.core.management.base import BaseCommand

from sample import pictures


class Command(BaseCommand):
    help = "Draws every picture of the sample content into its folder, replacing what is there."

    def handle(self, *args, **options):
        for path in pictures.draw_all():
            self.stdout.write(str(path))
