"""Limit who may change objects in which language.

Django's model permissions ignore languages: "change partner" would let a translator rewrite the
English partners. Users may work in the languages whose home page they may change, so page
permissions stay the only place to set who writes in which language.
"""

from wagtail.models import TranslatableMixin
from wagtail.permission_policies.base import ModelPermissionPolicy

from pages.public_languages import first_pages


def working_locales(user) -> set[int]:
    """Return the primary keys of the locales whose home page `user` may change."""
    if not user.is_active:
        return set()
    if not hasattr(user, "_working_locales"):
        user._working_locales = {
            page.locale_id for page in first_pages() if page.permissions_for_user(user).can_edit()
        }
    return user._working_locales


def may_work_on(user, instance: TranslatableMixin) -> bool:
    """Return whether `user` may write in the language of `instance`."""
    return user.is_superuser or instance.locale_id in working_locales(user)


class LanguagePolicy(ModelPermissionPolicy):
    """Model permissions that apply only to objects in the user's working languages."""

    def user_has_permission_for_instance(self, user, action, instance):
        allowed = super().user_has_permission_for_instance(user, action, instance)
        return allowed and (action == "view" or may_work_on(user, instance))

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(self, user, actions):
        instances = super().instances_user_has_any_permission_for(user, actions)
        if user.is_superuser or "view" in actions:
            return instances
        return instances.filter(locale__in=working_locales(user))
