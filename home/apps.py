from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from home.models import Menu
        from pages.permissions import LanguagePolicy

        register_permission_policy(Menu, LanguagePolicy(Menu))
