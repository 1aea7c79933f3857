"""Complete Wagtail's reference index, and read it before a deletion.

Wagtail's index leaves out many-to-many relations, settings, sites, models other than pages,
snippets, images and documents (such as partners), and drafts. `complete` adds all of them but
drafts, which also corrects Wagtail's own lists; `uses_of` reads it and includes drafts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import m2m_changed
from django.utils.text import capfirst
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page, ReferenceIndex, RevisionMixin, Site, TranslatableMixin

from pages import compat
from pages.languages import source_locale


# ------------------------------------------------------------------ index
def complete() -> None:
    """Make Wagtail's index include what it leaves out; called once at startup."""
    for model in apps.get_models():
        if issubclass(model, RevisionMixin | BaseSiteSetting | Site):
            ReferenceIndex.register_model(model)
    for model in list(ReferenceIndex.indexed_models):
        for relation in model._meta.local_many_to_many:
            if isinstance(relation, models.ManyToManyField):
                _count(relation)


def are_complete() -> bool:
    """Return whether the index was built with the additions of `complete`.

    Sites serve as a marker: each installation has one, and Wagtail does not index them.
    """
    sites = ContentType.objects.get_for_model(Site)
    return ReferenceIndex.objects.filter(base_content_type=sites).exists()


def _count(relation: models.ManyToManyField) -> None:
    """Make the index include a many-to-many relation, by adding `extract_references` to it."""

    def extract_references(related: Iterable[models.Model]) -> Iterator[tuple]:
        for each in related:
            yield type(each), str(each.pk), "item", str(each.pk)

    if not hasattr(relation, "extract_references"):
        relation.extract_references = extract_references  # type: ignore[attr-defined]
        # Relations are written after the object's signal.
        m2m_changed.connect(_relation_changed, sender=relation.remote_field.through)


def _relation_changed(sender, instance, action, reverse, pk_set, **kwargs) -> None:
    if not action.startswith("post_"):
        return
    if not reverse:
        count_again(instance)
    elif pk_set:
        for each in kwargs["model"]._base_manager.filter(pk__in=pk_set):
            count_again(each)


def count_again(instance: models.Model) -> None:
    """Update the references of an object that was changed without being saved."""
    if ReferenceIndex.is_indexed(type(instance)):
        ReferenceIndex.create_or_update_for_object(instance)


# ------------------------------------------------------------------ uses
type Key = tuple[int, str]  # content type of the base model, primary key


@dataclass
class Use:
    """An object that refers to something to be deleted, in all its languages.

    `versions` starts with the source version if that one refers to it. `places` maps field names to
    the number of references in them.
    """

    versions: list[Any] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    only_draft: bool = True

    @property
    def source(self) -> Any:
        return self.versions[0]

    @property
    def kind(self) -> type[models.Model]:
        return type(self.source)


def uses_of(objects: Iterable[models.Model]) -> list[Use]:
    """Return the remaining uses of `objects` and of pages below them.

    References from deleted objects and their translations do not count. Drafts count like public
    pages, as they could not be published any more.
    """
    going, families = _going(objects)
    found: dict[Any, Use] = {}
    counted: dict[tuple, Counter[str]] = {}

    def take(source, references: list[ReferenceIndex], is_draft: bool) -> None:
        key = _key(source)
        family = getattr(source, "translation_key", key)
        if key in going or family in families:
            return
        use = found.setdefault(family, Use())
        use.only_draft = use.only_draft and is_draft
        if all(_key(version) != key for version in use.versions):
            use.versions.append(source)
            use.versions.sort(key=_source_first)
        own = counted.setdefault((family, key), Counter())
        for reference in references:
            use.names.add(going[reference.to_content_type_id, reference.to_object_id])
            own[reference.describe_source_field()] += 1
        # Translations repeat the references: report the count of one version.
        for name, count in own.items():
            use.places[name] = max(use.places.get(name, 0), count)

    for content_type in {key[0] for key in going}:
        rows = ReferenceIndex.objects.filter(
            to_content_type=content_type,
            to_object_id__in=[pk for kind, pk in going if kind == content_type],
        )
        for source, references in rows.group_by_source_object():
            take(getattr(source, "specific", source), references, is_draft=False)
    public = {_key(version) for use in found.values() for version in use.versions}
    for page, references in _in_drafts(going):
        if _key(page) not in public:
            take(page, references, is_draft=True)
    return sorted(found.values(), key=lambda use: (str(use.kind._meta.label), str(use.source)))


def _going(objects: Iterable[models.Model]) -> tuple[dict[Key, str], set]:
    """Return what a deletion removes: titles by key, and the translation keys."""
    going: dict[Key, str] = {}
    families: set = set()
    pages = ContentType.objects.get_for_model(Page).pk
    for each in objects:
        going[_key(each)] = str(each)
        if isinstance(each, Page):
            below = Page.objects.descendant_of(each, inclusive=True)
            for pk, title, family in below.values_list("pk", "title", "translation_key"):
                going[pages, str(pk)] = title
                families.add(family)
        elif isinstance(each, TranslatableMixin):
            families.add(each.translation_key)
    return going, families


def _in_drafts(going: dict[Key, str]) -> Iterator[tuple[Page, list[ReferenceIndex]]]:
    """Yield each page whose draft refers to one of `going`, with the references."""
    drafts = Page.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False)
    for page in drafts.select_related("latest_revision").iterator(chunk_size=200):
        draft = page.latest_revision.as_object()
        content_type = ContentType.objects.get_for_model(draft)
        references = [
            ReferenceIndex(
                content_type=content_type,
                to_content_type_id=kind,
                to_object_id=pk,
                model_path=model_path,
                content_path=content_path,
            )
            for kind, pk, model_path, content_path in compat.references_in(draft)
            if (kind, pk) in going
        ]
        if references:
            yield draft, references


def _key(instance: models.Model) -> Key:
    return compat.base_content_type(instance), str(instance.pk)


def _source_first(instance: Any) -> tuple[bool, int]:
    return getattr(instance, "locale_id", 0) not in (0, source_locale().pk), instance.pk


def summary(uses: list[Use]) -> str:
    """Return the number of uses of each type: "42 partners, 4 news items"."""
    return ", ".join(
        f"{count} {kind._meta.verbose_name if count == 1 else kind._meta.verbose_name_plural}"
        for kind, count in Counter(use.kind for use in uses).items()
    )


def kind_of(use: Use) -> str:
    """Return the type of a use, as editors know it."""
    return capfirst(str(use.kind._meta.verbose_name))
