"""Telling people what waits for them: in the admin at once, and by one mail for many things."""

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable
from email.utils import formataddr, parseaddr
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation

from translations.models import Notice

logger = logging.getLogger(__name__)

PERMANENT = 500  # SMTP replies from here on are final (RFC 5321, 4.2.1)
BUNDLE = datetime.timedelta(minutes=10)  # what happens in this time after the first comes with it


def tell(kind: str, of: Translation, users: Iterable[Any], note: str = "") -> None:
    """Tell `users` once; what they have not been mailed yet about the same is replaced."""
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
    """Return what `user` has not been shown yet, newest first."""
    return list(
        Notice.objects.filter(user=user, seen_at__isnull=True)
        .select_related("locale")
        .order_by("-created_at", "-pk")
    )


def seen(user, key, locale_id: int) -> None:
    """Note that `user` has opened what these notices are about."""
    Notice.objects.filter(
        user=user, translation_key=key, locale_id=locale_id, seen_at__isnull=True
    ).update(seen_at=timezone.now())


def settled(key, locale_id: int, *kinds: str) -> None:
    """Note that what these notices asked for has been done, by whomever."""
    Notice.objects.filter(
        translation_key=key, locale_id=locale_id, kind__in=kinds, seen_at__isnull=True
    ).update(seen_at=timezone.now())


# ------------------------------------------------------------------ mail
def mail_due(now: datetime.datetime) -> int:
    """Send each person one mail with all that she was told; return how many were sent.

    What she has seen in the admin meanwhile is not mailed. A mail that the server does not take
    now is tried again at the next call, and keeps nobody else from hers; one that it refuses for
    good is not: what it says stands in the admin.
    """
    first = now - BUNDLE
    Notice.objects.filter(mailed_at__isnull=True, seen_at__isnull=False).update(mailed_at=now)
    due = (
        Notice.objects.filter(mailed_at__isnull=True, created_at__lte=first)
        .values_list("user_id", flat=True)
        .distinct()
        .order_by("user_id")
    )
    return sum(_mail_one(user_id, now) for user_id in list(due))


def _mail_one(user_id: int, now: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            # The lock keeps a second worker from sending the same.
            user = get_user_model().objects.select_for_update().get(pk=user_id)
            waiting = list(
                Notice.objects.filter(user=user, mailed_at__isnull=True).select_related("locale")
            )
            if not waiting:
                return False
            sent = bool(user.email) and user.is_active and _send(compose(user, waiting), user_id)
            Notice.objects.filter(pk__in=[each.pk for each in waiting]).update(mailed_at=now)
            return sent
    except OSError as error:  # SMTPException is one: the server is away, or busy
        logger.warning("Notices to user %s were not sent yet: %s", user_id, type(error).__name__)
        return False


def _send(message: EmailMultiAlternatives, user_id: int) -> bool:
    """Send; return whether it was taken. Raises `OSError` where trying again may help."""
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        if any(code < PERMANENT for code, _reason in error.recipients.values()):
            raise
        logger.warning("The mail server refuses the address of user %s for good.", user_id)
        return False
    return True


def language_of(user) -> str:
    """Return the language in which `user` works in the admin."""
    profile = UserProfile.objects.filter(user=user).first()
    return profile.get_preferred_language() if profile else settings.LANGUAGE_CODE


def compose(user, found: list[Notice]) -> EmailMultiAlternatives:
    """Return one message about all of `found`, in the language of `user`, grouped by kind."""
    with translation.override(language_of(user)):
        groups: dict[str, list[dict]] = defaultdict(list)
        for notice in found:
            groups[notice.get_kind_display()].append(
                {"notice": notice, "url": settings.SITE_URL + url_of(notice)}
            )
        count = len(found)
        subject = ngettext(
            "%(count)d thing to look at in the translations",
            "%(count)d things to look at in the translations",
            count,
        ) % {"count": count}
        context = {
            "language": translation.get_language(),
            "name": user.get_short_name() or user.get_username(),
            "subject": subject,
            "groups": dict(groups),
            "desk": settings.SITE_URL + reverse("translations_desk"),
        }
        name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("translations/mail/notices.txt", context),
            from_email=formataddr((_("Peace Summit") if name else "", sender)),
            to=[user.email],
            headers={
                # The same each time it is tried: a second copy is recognised as one.
                "Message-ID": f"<{found[0].reference.hex}@{sender.partition('@')[2]}>",
                "Auto-Submitted": "auto-generated",  # RFC 3834
                "Content-Language": context["language"],
            },
        )
        html = render_to_string("translations/mail/notices.html", context)
        message.attach_alternative(html, "text/html")
        return message


def url_of(notice: Notice) -> str:
    """Return the address that leads straight to what a notice is about."""
    return reverse("translations_open", args=[notice.translation_key, notice.locale.language_code])
