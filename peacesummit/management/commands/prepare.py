"""Prepare the database so that the site can start: `manage.py prepare`."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from home import structure
from pages import references
from translations.engine import status_store


class Command(BaseCommand):
    help = (
        "Applies migrations and makes what every installation has (languages, home pages, groups,"
        " review). Safe to run at each start: nothing that somebody edited is overwritten. Outside"
        " production it also builds the sample content, if there is no content yet."
    )

    def handle(self, *args, **options):
        self.stdout.write("database …")
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("languages, home pages, groups …")
        structure.build()
        if hasattr(settings, "DEMO_PASSWORD"):
            call_command("seed", stdout=self.stdout)
        if not references.are_complete():
            self.stdout.write("what uses what …")
            call_command("rebuild_references_index", verbosity=0)
        status_store.refresh()  # so that the dashboard does not have to compute it
