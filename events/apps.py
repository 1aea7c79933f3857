from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self):
        from wagtail.signals import page_published

        from events.stale import replace_changed_texts

        page_published.connect(replace_changed_texts, dispatch_uid="changed texts of events")
