from django.apps import AppConfig


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self):
        from signups import (
            checks,  # noqa: F401 - registers them
            schedule,
        )
        from signups.form import memory

        memory.connect()
        schedule.connect()
