from django.apps import AppConfig


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self):
        from mailing import composers
        from signups import (
            checks,  # noqa: F401 - registers them
            routes,
            schedule,
        )
        from signups.emails.composer import Letters
        from signups.models import Letter
        from signups.publishing import (
            agreed_to,  # noqa: F401 - registers its hooks
            known_words,
            promises_kept,  # noqa: F401 - registers its hook
        )

        routes.bind()
        known_words.connect()
        composers.register(Letter.COMPOSER, Letters())
        schedule.connect()
