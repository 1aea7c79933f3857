"""Build the sample content: `manage.py seed`."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from home import structure
from home.models import HomePage
from sample import accounts, builder


class Command(BaseCommand):
    help = "Builds the sample content and the sample accounts, if there is no content yet."

    def handle(self, *args, **options):
        if not hasattr(settings, "DEMO_PASSWORD"):
            raise CommandError(
                "The sample accounts have a known password: they are not made in production."
            )
        with transaction.atomic():
            structure.build()
            accounts.create()
            if HomePage.objects.filter(numchild__gt=0).exists():
                self.stdout.write("sample content: there is content already, nothing was changed")
                return
            builder.build_all(report=self.stdout.write)
