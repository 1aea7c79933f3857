from django.apps import AppConfig


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self):
        from wagtail.signals import page_published

        from signups.signals import show_keys_to_editor

        page_published.connect(show_keys_to_editor, dispatch_uid="published keys in the draft")
