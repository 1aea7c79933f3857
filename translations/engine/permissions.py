"""Who translates into a language, who approves translations, and what a user may do.

Permissions are those of Wagtail: users who may edit the pages of a language translate into it,
and the groups of its workflow approve. No group is identified by name.
"""

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import Translation

from pages.languages import source_locale
from pages.permissions import LanguagePolicy, working_locales
from pages.public_languages import first_pages
from translations.engine.objects import target_locales
from translations.engine.segments import target_of
from translations.models import ReviewTask


def home_of(locale: Locale) -> Page | None:
    return first_pages().filter(locale=locale).first()


def review_task(locale: Locale) -> ReviewTask | None:
    """Return the workflow task that approves texts in a language; None if nobody reviews it."""
    home = home_of(locale)
    workflow = home.get_workflow() if home else None
    task = workflow.tasks.filter(active=True).first() if workflow else None
    task = task.specific if task else None
    return task if isinstance(task, ReviewTask) else None


def reviewers(locale: Locale) -> QuerySet:
    """Return the users whose groups approve texts in a language."""
    task = review_task(locale)
    groups = task.groups.all() if task else []
    return active().filter(groups__in=groups).distinct()


def team(locale: Locale) -> set:
    """Return all translators and reviewers of a language."""
    return {*translators(locale), *reviewers(locale)}


def translators(locale: Locale) -> QuerySet:
    """Return the users who may edit the pages of a language but do not approve them.

    If there are none, return those who approve them.
    """
    home = home_of(locale)
    paths = [home.path[:end] for end in range(4, len(home.path) + 1, 4)] if home else []
    groups = GroupPagePermission.objects.filter(
        page__path__in=paths, permission__codename="change_page"
    ).values("group")
    approving = reviewers(locale)
    found = active().filter(groups__in=groups).exclude(pk__in=approving.values("pk")).distinct()
    return found if found.exists() else approving


def active() -> QuerySet:
    """Return the users with active accounts."""
    return get_user_model().objects.filter(is_active=True)


def may_review(user, locale: Locale) -> bool:
    """Return whether `user` approves texts in this language (other than their own)."""
    task = review_task(locale)
    return task is not None and task.may_review(user)


def may_translate(user, translation: Translation) -> bool:
    """Return whether `user` may edit texts of this translation."""
    locale = translation.target_locale
    if not user.is_active or locale.pk not in languages(user):
        return False
    target = target_of(translation)
    if isinstance(target, Page):
        return target.permissions_for_user(user).can_edit()
    model = translation.source.specific_content_type.model_class()
    if model is None or issubclass(model, Page):
        return False
    policy = LanguagePolicy(model)
    if target is None:
        return policy.user_has_permission(user, "change")
    return policy.user_has_permission_for_instance(user, "change", target)


def languages(user) -> set[int]:
    """Return the primary keys of the target languages in which `user` works."""
    everywhere = {locale.pk for locale in target_locales()}
    return everywhere if user.is_superuser else everywhere & working_locales(user)


def may_send(user, instance) -> bool:
    """Return whether `user` may send `instance`, in the source language, for translation."""
    if not user.is_active or instance.locale_id != source_locale().pk:
        return False
    if isinstance(instance, Page):
        rights = instance.permissions_for_user(user)
        return rights.can_edit() and not instance.is_root()
    return LanguagePolicy(type(instance)).user_has_permission_for_instance(user, "change", instance)


def writes_source(user) -> bool:
    """Return whether `user` edits the source language."""
    return user.is_superuser or source_locale().pk in working_locales(user)


def may_see_dashboard(user) -> bool:
    """Return whether `user` works on any language, as an editor or a reviewer."""
    if user.is_superuser or working_locales(user):
        return True
    return ReviewTask.objects.filter(groups__in=user.groups.all(), active=True).exists()
