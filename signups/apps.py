from django.apps import AppConfig


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self):
        from wagtail.signals import page_published

        from events.signals import event_saved
        from pages.publication import publishing
        from signups import (
            checks,  # noqa: F401 - registers them
            routes,
            schedule,
        )
        from signups.publishing import consequences, known_words, promises_kept
        from signups.signals import give_new_places, show_keys_to_editor, tell_of_change

        routes.bind()
        page_published.connect(show_keys_to_editor, dispatch_uid="published keys in the draft")
        page_published.connect(give_new_places, dispatch_uid="places that became free")
        event_saved.connect(tell_of_change, dispatch_uid="letters about a changed event")
        publishing.connect(
            consequences.refuse_until_accepted, dispatch_uid="what it means for people"
        )
        publishing.connect(promises_kept.refuse, dispatch_uid="promises of a form")
        known_words.connect()
        schedule.connect()
