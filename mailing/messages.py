"""Sender and headers that all emails of the site share."""

import uuid
from collections.abc import Sequence
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _


def build(
    subject: str, text: str, to: Sequence[str], *, html: str = "", sender: str = ""
) -> EmailMultiAlternatives:
    """Return a message in the active language.

    `sender` is the name to show with the address of the site; if empty, that of the site. All
    recipients but the first get a blind copy.
    """
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    shown = sender or _("Peace Summit")
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=formataddr((shown if name else "", address)),
        to=to[:1],
        bcc=to[1:],
        headers={
            "Auto-Submitted": "auto-generated",  # RFC 3834: prevents vacation replies
            "Content-Language": translation.get_language(),
        },
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def message_id(reference: uuid.UUID) -> str:
    """Return the Message-ID for `reference`; it is the same each time the email is sent."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"<{reference.hex}@{sender.partition('@')[2] or 'localhost'}>"
