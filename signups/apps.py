from django.apps import AppConfig


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self):
        from signups import (
            checks,  # noqa: F401 - registers them
            routes,
            schedule,
        )
        from signups.publishing import known_words

        routes.bind()
        known_words.connect()
        schedule.connect()
