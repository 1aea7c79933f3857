"""Translatable objects: pages, and all other models with an instance per language."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from modelcluster.fields import ParentalKey
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Locale, Page, TranslatableMixin, get_translatable_models
from wagtail_localize.models import Translation

from pages.languages import source_locale

SECTION = 12  # length of the treebeard path of a page directly below a home page
#: Paths that never count: derived from another text, their changes are not noticeable.
UNCOUNTED_PATHS = ("slug",)
#: Paths of segments that hold the title of an object.
TITLE_PATHS = ("title", "name")


@cache
def other_models() -> tuple[type[TranslatableMixin], ...]:
    """Return the translatable models that are neither pages nor children of other models."""
    return tuple(
        model
        for model in get_translatable_models()
        if not issubclass(model, Page)
        and not any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
    )


def is_translated(model: type) -> bool:
    """Return whether objects of this model have a status on the dashboard."""
    return issubclass(model, (Page, *other_models()))


def target_locales() -> QuerySet[Locale]:
    """Return the target languages."""
    return Locale.objects.exclude(pk=source_locale().pk)


def all_keys() -> set[UUID]:
    """Return the translation keys of all translatable objects."""
    keys = set(Page.objects.filter(depth__gt=1).values_list("translation_key", flat=True))
    for model in other_models():
        keys |= set(model.objects.values_list("translation_key", flat=True))
    return keys


def versions(model: type[Any], key: UUID) -> dict[int, TranslatableMixin]:
    """Return the versions of an object by primary key of the locale; aliases are left out."""
    found = model.objects.filter(translation_key=key).select_related("locale")
    if issubclass(model, Page):
        return {page.locale_id: page for page in found.filter(alias_of__isnull=True).specific()}
    return {item.locale_id: item for item in found}


def in_source_language(instance: TranslatableMixin) -> TranslatableMixin | None:
    """Return the source of `instance`, or None if it is the source or has none."""
    if instance.locale_id == source_locale().pk:
        return None
    source = instance.get_translation_or_none(source_locale())
    return source.specific if isinstance(source, Page) else source


def translations_of(instance) -> QuerySet[Translation]:
    """Return the `Translation` into the language of `instance` (an object or review), if any."""
    return Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id
    ).select_related("source", "target_locale")


def edit_url(instance, user=None) -> str:
    """Return the URL to edit `instance` in the admin; "" if none, or not for `user`."""
    if user is not None:
        return AdminURLFinder(user).get_edit_url(instance) or ""
    if isinstance(instance, Page):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    names = instance._meta
    for name in (
        f"wagtailsnippets_{names.app_label}_{names.model_name}:edit",
        f"{names.app_label}_{names.model_name}_modeladmin_edit",
    ):
        try:
            return reverse(name, args=[instance.pk])
        except NoReverseMatch:
            continue
    return ""


def display_title(instance) -> str:
    """Return the title of `instance` in the admin."""
    return instance.get_admin_display_title() if isinstance(instance, Page) else str(instance)


def section_titles(paths: Iterable[str]) -> dict[str, str]:
    """Return the title of the page at each path."""
    pages = Page.objects.filter(path__in=[path for path in set(paths) if path])
    return {page.path: page.get_admin_display_title() for page in pages}
