from datetime import timedelta

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "translations"

    def ready(self):
        from home import clock
        from translations import notices, signals, together

        signals.replace_notices()
        signals.connect()
        clock.every(timedelta(seconds=20), together.release_due)
        clock.every(timedelta(minutes=1), notices.mail_due)
