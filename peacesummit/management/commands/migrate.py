"""Run Django's `migrate`, except on a database from before the first release."""

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from peacesummit.settings.older_data import is_older


class Command(migrate.Command):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        applied = MigrationRecorder(connection).applied_migrations()
        if is_older({app for app, _name in applied}):
            raise CommandError(
                f"The database {connection.settings_dict['NAME']} is from before 1.0.0-beta and "
                "does not fit this version: name another one (DATABASE_URL=…); nothing in it was "
                "changed."
            )
        super().handle(*args, **options)
