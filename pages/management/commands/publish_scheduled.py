"""Wagtail's command, which lets no page expire that has to stay (`pages.kept`)."""

from django.utils import timezone

from pages import kept
from pages.compat_views import upstream


class Command(upstream.PublishScheduled):
    def handle(self, *args, **options):
        if not options["dryrun"]:
            kept.put_off(timezone.now())
        super().handle(*args, **options)
