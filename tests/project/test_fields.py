"""Every field is either translatable or synchronized on purpose."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import get_translatable_fields

OURS = ("home", "partners", "events", "news", "signups")
MODELS = [
    model
    for app in OURS
    for model in apps.get_app_config(app).get_models()
    if issubclass(model, TranslatableMixin)
]
# What identifies a row, and what Wagtail keeps about it; no editor ever sees these.
BOOKKEEPING = {
    "id",
    "translation_key",
    "locale",
    "page_ptr",
    "latest_revision",
    "wagtail_admin_comments",
}
PAGE_FIELDS = {field.name for field in Page._meta.get_fields()} - {
    "title",
    "slug",
    "seo_title",
    "search_description",
}


def own_fields(model) -> set[str]:
    names = {
        field.name
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.editable
    }
    names |= {relation.name for relation in get_all_child_relations(model)}
    if issubclass(model, Page):
        names -= PAGE_FIELDS
    parents = {f.name for f in model._meta.concrete_fields if f.__class__.__name__ == "ParentalKey"}
    return names - BOOKKEEPING - parents


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_no_field_is_forgotten(model):
    known = {field.field_name for field in get_translatable_fields(model)}
    assert own_fields(model) - known == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_every_text_is_translatable_unless_it_is_a_fact(model):
    facts = set(getattr(model, "fact_fields", ())) | {
        field.field_name for field in getattr(model, "override_translatable_fields", [])
    }
    by_name = {field.field_name: field for field in get_translatable_fields(model)}
    for field in model._meta.concrete_fields:
        if field.name not in own_fields(model) or field.name in facts or field.choices:
            continue
        if isinstance(field, models.URLField | models.EmailField):
            continue
        if isinstance(field, models.CharField | models.TextField):
            assert by_name[field.name].is_translated(None), f"{field} is not offered to translators"


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_facts_cannot_differ_in_a_translation(model):
    by_name = {field.field_name: field for field in get_translatable_fields(model)}
    for name in getattr(model, "fact_fields", ()):
        assert not by_name[name].is_translated(None)
        assert not by_name[name].is_overridable(model())


PAGES = [model for model in MODELS if issubclass(model, Page)]


@pytest.mark.parametrize("model", PAGES, ids=lambda m: m._meta.label)
def test_the_tree_is_closed(model):
    """Each page type names its allowed parents and children, and both sides agree."""
    assert model.parent_page_types is not None, "parent_page_types"
    assert "subpage_types" in vars(model) or model.subpage_types is not None, "subpage_types"
    for parent in model.allowed_parent_page_models():
        assert model in parent.allowed_subpage_models()
    assert model.allowed_parent_page_models(), "an editor could never make one"


@pytest.mark.django_db
def test_no_migration_is_pending():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
