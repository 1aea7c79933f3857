"""Update redirects and translations after a partner is saved (see `peacesummit.publication`)."""

from wagtail.search import index

from pages import redirects
from pages.facts import copy_facts
from pages.languages import source_locale
from partners.models import Partner, PartnerIndexPage


def add_redirects(partner, before, fields) -> None:
    """Redirect the old URLs of a partner, one per language, to the new ones."""
    if not _has_new_facts(partner, fields):
        return
    if before is not None and before.slug and before.slug != partner.slug:
        for directory in PartnerIndexPage.objects.live().filter(alias_of__isnull=True):
            redirects.add_redirect(directory, f"{before.slug}/", f"{partner.slug}/")


def give_facts(partner, before, fields) -> None:
    """Copy the facts of a partner to all its translations."""
    if not _has_new_facts(partner, fields):
        return
    for translation in partner.get_translations():
        copy_facts(partner, translation)
        translation.refresh_from_db()
        index.insert_or_update_object(translation)  # the row was written without a signal


def _has_new_facts(partner, fields) -> bool:
    """Return whether facts of a partner in the source language were saved."""
    if not isinstance(partner, Partner) or partner.locale_id != source_locale().pk:
        return False
    return fields is None or bool(set(fields) & set(partner.fact_fields))
