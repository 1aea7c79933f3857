"""Publish a page together with its translations, or unpublish all of them at once."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import Translation, TranslationSource

from pages.languages import source_locale
from translations.compat import upstream
from translations.engine import history, notices, permissions, sending, sync
from translations.engine.status import pairs_of, pairs_of_source
from translations.models import Hold, Notice, Review


class ReleaseError(Exception):
    """A page cannot be held; the message says why."""


def release_of(page: Page) -> Hold | None:
    """Return the hold on `page`, whatever its language, or None."""
    return (
        Hold.objects.filter(page__translation_key=page.translation_key)
        .select_related("page", "created_by")
        .prefetch_related("locales")
        .first()
    )


@transaction.atomic
def schedule_release(
    page: Page,
    locales: list[Locale],
    user,
    go_live_at: datetime.datetime | None = None,
    deadline: datetime.datetime | None = None,
) -> Hold:
    """Hold the draft of a page until its translations into `locales` are approved.

    It is sent for translation as it is now, and again each time it is saved. Raises `ReleaseError`
    if there is nothing to hold, no language to wait for, or the times conflict.
    """
    page = Page.objects.get(pk=page.pk).specific  # as stored, not as someone is editing it
    if page.live and not page.has_unpublished_changes:
        raise ReleaseError(_("There is no draft to hold: everything is published."))
    if not locales:
        raise ReleaseError(_("Choose at least one language to wait for."))
    if deadline and go_live_at and deadline < go_live_at:
        raise ReleaseError(_("“No later than” cannot be before “No earlier than.”"))
    Hold.objects.filter(page=page).delete()
    held = Hold.objects.create(
        page_id=page.pk, go_live_at=go_live_at, deadline=deadline, created_by=user
    )
    held.locales.set(locales)
    TranslationSource.update_or_create_from_instance(page.get_latest_revision_as_object())
    sending.send([page], locales, user)
    sync.sync(page.get_latest_revision_as_object(), draft=True)
    log(page, history.HOLD, user=user, data={"languages": [str(each) for each in locales]})
    release_if_ready(held)
    return held


@transaction.atomic
def cancel_release(held: Hold, user=None) -> None:
    """Cancel the hold on a page; existing translations are kept."""
    page = held.page.specific
    held.delete()
    if page.live:
        sync.sync(page)
    log(page, history.LIFT, user=user)


def draft_saved(revision: Revision) -> None:
    """Update the translators' segments from the newest draft of a held page."""
    if Hold.objects.filter(page_id=revision.object_id).exists():
        sync.sync(revision.as_object(), draft=True)


def approved_ahead(held: Hold) -> dict[int, Review]:
    """Return the approved reviews of the held text, by primary key of the locale."""
    key = held.page.translation_key
    source = TranslationSource.objects.filter(object_id=key, locale=source_locale()).first()
    if source is None:
        return {}
    pairs = pairs_of_source(source)
    reviews = Review.objects.filter(translation_key=key, locale__in=held.locales.all())
    reviews = reviews.select_related("revision").order_by("submitted_at", "pk")
    newest = {review.locale_id: review for review in reviews}  # the last for each locale
    return {
        locale: review
        for locale, review in newest.items()
        if review.state == Review.State.APPROVED and review.revision and pairs <= pairs_of(review)
    }


@transaction.atomic
def release_if_ready(held: Hold, now: datetime.datetime | None = None) -> bool:
    """Publish a page and all its translations if all are approved and it is time."""
    now = now or timezone.now()
    if held.go_live_at and held.go_live_at > now:
        return False
    if not Hold.objects.select_for_update().filter(pk=held.pk).exists():
        return False
    locales = list(held.locales.all())
    ready = approved_ahead(held)
    if set(ready) != {locale.pk for locale in locales}:
        return False
    _publish_with(held, ready)
    _notify_all(held, history.COORDINATED_RELEASE, Notice.Kind.TOGETHER, locales)
    return True


@transaction.atomic
def release_without_missing(held: Hold) -> None:
    """Publish a page whose deadline has passed, without the missing translations."""
    ready = approved_ahead(held)
    left = [locale for locale in held.locales.all() if locale.pk not in ready]
    _publish_with(held, ready)
    _notify_all(held, history.RELEASED_ALONE, Notice.Kind.WITHOUT, left)


def _publish_with(held: Hold, ready: dict[int, Review]) -> None:
    """Publish the source, and those of `ready` that are not live yet."""
    page, user = held.page.specific, held.created_by
    # Find these first: live translations follow their source automatically.
    waiting = [
        review.revision
        for review in ready.values()
        if review.revision and review.revision.content_object.live_revision_id != review.revision_id
    ]
    held.delete()
    # The user who held the page could publish it; the last reviewer may not be able to.
    for revision in (page.get_latest_revision(), *waiting):
        revision.publish(user=user, skip_permission_checks=True)


def _notify_all(held: Hold, action: str, kind: str, locales: list[Locale]) -> None:
    """Log what happened to a page, and notify the teams of `locales`."""
    page, creator = held.page, held.created_by
    languages = [str(each) for each in locales]
    log(page.specific, action, user=creator, data={"languages": languages})
    for translation in Translation.objects.filter(
        source__object_id=page.translation_key, target_locale__in=locales
    ).select_related("source", "target_locale"):
        concerned = permissions.team(translation.target_locale) | {creator}
        notices.notify(kind, translation, concerned - {None})


def release_due(now: datetime.datetime) -> int:
    """Publish what is approved and due, and what has passed its deadline; return how many."""
    released = 0
    for held in Hold.objects.select_related("page", "created_by").prefetch_related("locales"):
        if release_if_ready(held, now):
            released += 1
        elif held.deadline and held.deadline <= now:
            release_without_missing(held)
            released += 1
    return released


# ------------------------------------------------------------------ unpublishing
def live_versions(page: Page) -> list[Page]:
    """Return the live versions of a page in the other languages."""
    return list(
        page.get_translations()
        .live()
        .filter(alias_of__isnull=True)
        .select_related("locale")
        .specific()
    )


@transaction.atomic
def unpublish_all(page: Page, user) -> list[Page]:
    """Unpublish a page in all languages at once; return the pages that were unpublished.

    A user who may unpublish `page` may unpublish all: a translation is never live without its
    source, and what endangers a person does so in every language. `user` is None for the system.
    Raises `PermissionDenied`.
    """
    if user is not None and not page.permissions_for_user(user).can_publish():
        raise PermissionDenied
    taken = [each for each in [page.specific, *live_versions(page)] if each.live]
    for each in taken:
        upstream.UnpublishPageAction(each, user=user).execute(skip_permission_checks=True)
    languages = [str(each.locale) for each in taken]
    log(page.specific, history.UNPUBLISH_ALL, user=user, data={"languages": languages})
    Hold.objects.filter(page__translation_key=page.translation_key).delete()
    return taken
