"""What all mails of the site have in common: their sender and their headers."""

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
    """Return a message in the language that is active now.

    `sender` is the name to be shown beside the address of the site, that of the site if empty. Of
    several readers all but the first get a blind copy.
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
            "Auto-Submitted": "auto-generated",  # RFC 3834: no answer from a holiday notice
            "Content-Language": translation.get_language(),
        },
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def message_id(reference: uuid.UUID) -> str:
    """Return the Message-ID of a mail that is known by `reference`, however often it is sent."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"<{reference.hex}@{sender.partition('@')[2] or 'localhost'}>"
