"""Notify users of their tasks: in the admin at once, and by email in digests."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy, ngettext
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation

from mailing import outbox
from mailing.composers import composer
from mailing.messages import build
from translations.models import Notice

TRIED = datetime.timedelta(days=7)  # later it would be out of date
BUNDLE = datetime.timedelta(minutes=10)  # events within this time after the first share an email


def notify(kind: str, of: Translation, users: Iterable[Any], note: str = "") -> None:
    """Notify `users`; replace their unread notices on the same matter that were not emailed yet."""
    people = list(users)
    if not people:
        return
    source = of.source
    about = {"translation_key": source.object_id, "locale_id": of.target_locale_id}
    Notice.objects.filter(
        user__in=people, kind=kind, mailed_at__isnull=True, seen_at__isnull=True, **about
    ).delete()
    Notice.objects.bulk_create(
        Notice(user=person, kind=kind, title=source.object_repr[:255], note=note, **about)
        for person in people
    )


def unseen(user) -> list[Notice]:
    """Return the unread notices of `user`, newest first."""
    return list(
        Notice.objects.filter(user=user, seen_at__isnull=True)
        .select_related("locale")
        .order_by("-created_at", "-pk")
    )


def mark_seen(user, key, locale_id: int) -> None:
    """Mark the notices as read because `user` has opened the translation."""
    Notice.objects.filter(
        user=user, translation_key=key, locale_id=locale_id, seen_at__isnull=True
    ).update(seen_at=timezone.now())


def mark_settled(key, locale_id: int, *kinds: str) -> None:
    """Mark the notices as read because the task has been done, by any user."""
    Notice.objects.filter(
        translation_key=key, locale_id=locale_id, kind__in=kinds, seen_at__isnull=True
    ).update(seen_at=timezone.now())


# ------------------------------------------------------------------ email
def enqueue_due(now: datetime.datetime) -> int:
    """Enqueue one email per user with all pending notices; return the number of emails.

    Notices already read in the admin are not emailed. `mailing.outbox` sends the email; it is
    enqueued and the notices marked in one transaction, so that of two workers only one does it,
    and a crash loses nothing.
    """
    first = now - BUNDLE
    waiting = Notice.objects.filter(mailed_at__isnull=True)
    waiting.filter(seen_at__isnull=False).update(mailed_at=now)
    due = waiting.filter(created_at__lte=first).values_list("user_id", flat=True).distinct()
    return sum(_enqueue(user_id, now) for user_id in list(due.order_by("user_id")))


@transaction.atomic
def _enqueue(user_id: int, now: datetime.datetime) -> bool:
    # The lock keeps a second worker from doing the same.
    user = get_user_model().objects.select_for_update(no_key=True).get(pk=user_id)
    waiting = Notice.objects.filter(user=user, mailed_at__isnull=True)
    found = list(waiting.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=found).update(mailed_at=now)
    if not found or not user.email or not user.is_active:
        return False
    outbox.enqueue(digest, for_at_most=TRIED, user=user_id, notices=found)
    return True


@composer("translations.notices", gettext_lazy("Notice of pending translations"))
def digest(user: int, notices: list[int]) -> EmailMultiAlternatives | None:
    """Return an email with those of `notices` that the user has not read, or None.

    It is in the user's language and grouped by kind.
    """
    person = get_user_model().objects.filter(pk=user, is_active=True).first()
    rows = Notice.objects.filter(pk__in=notices, user_id=user, seen_at__isnull=True)
    found = list(rows.select_related("locale"))
    if person is None or not person.email or not found:
        return None
    with translation.override(language_of(person)):
        groups: dict[str, list[dict]] = defaultdict(list)
        for notice in found:
            groups[notice.get_kind_display()].append(
                {"notice": notice, "url": settings.SITE_URL + url_of(notice)}
            )
        count = len(found)
        subject = ngettext(
            "%(count)d translation update",
            "%(count)d translation updates",
            count,
        ) % {"count": count}
        context = {
            "language": translation.get_language(),
            "name": person.get_short_name() or person.get_username(),
            "subject": subject,
            "groups": dict(groups),
            "dashboard": settings.SITE_URL + reverse("translations_dashboard"),
        }
        text = render_to_string("translations/mail/notices.txt", context)
        html = render_to_string("translations/mail/notices.html", context)
        return build(subject, text, [person.email], html=html)


def language_of(user) -> str:
    """Return the admin language of `user`."""
    profile = UserProfile.objects.filter(user=user).first()
    return profile.get_preferred_language() if profile else settings.LANGUAGE_CODE


def url_of(notice: Notice) -> str:
    """Return the URL of the translation that a notice is about."""
    return reverse("translations_open", args=[notice.translation_key, notice.locale.language_code])
