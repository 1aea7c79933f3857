"""Write the PO files of the sample content again: `manage.py sample_po`, on an empty site."""

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from home import structure
from home.models import HomePage
from sample import accounts, builder, seed_translations


class Command(BaseCommand):
    help = (
        "Writes the PO files of the sample content anew after its English has changed, with what"
        " is not translated yet left empty. Needs a data folder of its own, without content."
    )

    def handle(self, *args, **options):
        call_command("migrate", verbosity=0, interactive=False)
        structure.build()
        accounts.create()
        if HomePage.objects.filter(numchild__gt=0).exists():
            raise CommandError("there is content already: name another folder by DATA_DIR")

        def write(instance, name, locale, translator, reviewer):
            if seed_translations.rewrite_po(instance, name, locale, translator, reviewer):
                self.stdout.write(name)

        builder.build_all(translate=write)
