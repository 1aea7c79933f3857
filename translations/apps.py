from datetime import timedelta

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "translations"

    def ready(self):
        from pages import clock
        from translations import compat_views, signals
        from translations.engine import notices, release

        compat_views.silence_mails()
        signals.connect()
        clock.every(timedelta(seconds=20), release.release_due)
        clock.every(timedelta(minutes=1), notices.enqueue_due)
