"""Who may do what on a sheet."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from wagtail_localize.models import Translation

from translations.engine import people


@dataclass(frozen=True)
class Rights:
    """What one person may do with one translation."""

    write: bool
    review: bool
    read: bool


def source_of(translation: Translation):
    """Return the object in the source language; None when it has been deleted."""
    try:
        return translation.source.get_source_instance()
    except ObjectDoesNotExist:
        return None


def rights_of(user, translation: Translation) -> Rights:
    """Return what `user` may do: translators write, reviewers decide, source editors read."""
    write = people.may_translate(user, translation)
    review = people.may_review(user, translation.target_locale)
    read = write or review
    if not read:
        source = source_of(translation)
        read = source is not None and people.may_send(user, source)
    return Rights(write, review, read)


def demand_read(user, translation: Translation) -> Rights:
    """Return the rights of `user`, or raise `PermissionDenied` when there are none."""
    rights = rights_of(user, translation)
    if not rights.read:
        raise PermissionDenied
    return rights
