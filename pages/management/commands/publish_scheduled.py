"""Wagtail's command, which lets no page expire that has to stay (`pages.kept`)."""

from django.utils import timezone
from wagtail.management.commands import publish_scheduled

from pages import kept


class Command(publish_scheduled.Command):
    def handle(self, *args, **options):
        if not options["dryrun"]:
            kept.put_off(timezone.now())
        super().handle(*args, **options)
