"""Keep facts equal in all languages from the moment the source page is published.

Page models list their facts in `fact_fields` (dates, venue, status, relations). wagtail-localize
would copy them only at the next synchronization; this module copies them at once, to the published
row and the translation's latest draft, so that publishing it cannot restore an old date.
"""

from django.db import models
from wagtail.models import DraftStateMixin

from pages.languages import source_locale
from pages.references import count_again


def copy_facts(source, translation_page) -> None:
    """Copy the facts of `source` (a published page) to the row and draft of `translation_page`.

    Both are instances of the same `BasePage` model. Texts are not changed.
    """
    model = type(source)
    names = facts_of(model)
    columns = {}
    for name in names:
        field = model._meta.get_field(name)
        if isinstance(field, models.ManyToManyField):
            _copy_relation(field, source, translation_page)
        else:
            columns[field.attname] = getattr(source, field.attname)
    if columns:
        model.objects.filter(pk=translation_page.pk).update(**columns)
    draft = translation_page.latest_revision
    if draft is not None:
        data = source.serializable_data()
        draft.content.update({name: data[name] for name in names})
        draft.save(update_fields=["content"])
    if names:
        count_again(model._base_manager.get(pk=translation_page.pk))


def facts_of(model) -> tuple[str, ...]:
    """Return the names of the fields that are equal in every language.

    The expiry date is included. The go-live date is not: each language goes live when its text has
    been approved.
    """
    taken_down = ("expire_at",) if issubclass(model, DraftStateMixin) else ()
    return (*taken_down, *getattr(model, "fact_fields", ()))


def _copy_relation(field, source, target) -> None:
    through = field.remote_field.through
    own, other = field.m2m_column_name(), field.m2m_reverse_name()
    wanted = list(
        through.objects.filter(**{own: source.pk}).order_by("pk").values_list(other, flat=True)
    )
    through.objects.filter(**{own: target.pk}).delete()
    through.objects.bulk_create(through(**{own: target.pk, other: value}) for value in wanted)


def follow_source(page, revision) -> None:
    """Copy facts from a published source to its translations, or to a published translation."""
    if not facts_of(type(page)) or page.alias_of_id:
        return
    source_pk = source_locale().pk
    if page.locale_id == source_pk:
        for translation in page.get_translations().filter(alias_of__isnull=True):
            copy_facts(page, translation)
    else:
        source = page.get_translations().filter(locale=source_pk, live=True).first()
        if source is not None:
            copy_facts(source, page)
