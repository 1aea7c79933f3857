"""Run Wagtail's command, but keep required pages from expiring (`pages.required_pages`)."""

from django.utils import timezone

from pages import required_pages
from pages.compat_views import upstream


class Command(upstream.PublishScheduled):
    def handle(self, *args, **options):
        if not options["dryrun"]:
            required_pages.cancel_expiry(timezone.now())
        super().handle(*args, **options)
