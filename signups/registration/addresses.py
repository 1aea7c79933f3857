"""Another e-mail address for a sign-up: it counts once somebody who reads mail there has said so.

Until then the one before is used. Whether the new address has signed up already is looked at when
the mail to it is composed, and when its owner presses the button: never where who asked could see
the answer, or measure how long it takes.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from pages.email_addresses import mailbox
from signups.form.questions import Field, address_questions
from signups.models.letter import Letter
from signups.models.submission import Submission

if TYPE_CHECKING:
    from signups.models.page import SignUpPage

KEPT = datetime.timedelta(days=7)  # how long an address waits to be confirmed
DAY = datetime.timedelta(days=1)
PER_DAY = 5  # addresses that may be asked for with one sign-up


class TooMany(Exception):
    """Addresses have been asked for so often that no mail is sent to another one today."""


class Gone(Exception):
    """A link is of no use (any more): it was used or too old, or another address was asked for."""


def key_of(questions: Sequence[Field]) -> str:
    """Return the key of the question that asks for the address; "" where none does."""
    asked = [question for question in address_questions(questions) if not question.retired]
    return asked[0].key if asked else ""


def pending(submission: Submission) -> str:
    """Return the address that waits to be confirmed, or ""."""
    asked = submission.address_asked_at
    if asked is None or asked + KEPT <= timezone.now() or is_over(submission):
        return ""
    return submission.new_address


def is_over(submission: Submission) -> bool:
    """Return whether a sign-up has ended, and with it whatever could be asked for it."""
    over = (Submission.Status.CANCELLED, Submission.Status.DECLINED)
    return submission.shown_status in over


def same(one: str, other: str) -> bool:
    """Return whether two addresses count as one, or both are empty."""
    return mailbox(one) == mailbox(other)


def forget(submission: Submission) -> None:
    """Take back what was asked for; the caller saves."""
    submission.new_address, submission.address_asked_at = "", None


# ------------------------------------------------------------------ asking
def ask(
    page: SignUpPage, submission: Submission, answers: dict[str, Any], address: str
) -> dict[str, Any]:
    """Return the answers to store for `answers` that came with `address`, and ask its owner.

    A new address waits in the sign-up, and the answers keep the one before. The caller holds the
    lock of `page` and saves. Raises TooMany.
    """
    from signups.emails import enqueue

    questions = page.canonical_questions()
    key = key_of(questions)
    before = submission.answers.get(key, "")
    if not key or same(address, before):
        forget(submission)
        return answers
    used = submission.address(questions)
    if not address:
        forget(submission)
        if used:
            enqueue.owe(Letter.Kind.OTHER_ADDRESS, submission, to=used)
        return answers
    kept = {name: value for name, value in answers.items() if name != key}
    if before:
        kept[key] = before
    if address == pending(submission):
        return kept
    now = timezone.now()
    asked = Letter.objects.filter(submission=submission, kind=Letter.Kind.CONFIRM_ADDRESS)
    if asked.filter(created_at__gt=now - DAY).count() >= PER_DAY:
        raise TooMany
    submission.new_address, submission.address_asked_at = address, now
    enqueue.owe(Letter.Kind.CONFIRM_ADDRESS, submission, to=address)
    if used:
        enqueue.owe(Letter.Kind.OTHER_ADDRESS, submission, to=used)
    return kept


# ------------------------------------------------------------------ the link in the mail
def link(page: SignUpPage, submission: Submission) -> str:
    """Return the complete address, in the language of `page`, that the mail leads to.

    It opens no sign-up: the mail may go to somebody whose address was a slip of the pen.
    """
    signed = f"{submission.reference.hex}-{_digests(submission, submission.new_address)[0]}"
    return (page.full_url or "") + page.reverse_subpage("address", [signed])


def _digests(submission: Submission, address: str) -> list[str]:
    asked = submission.address_asked_at
    text = f"{submission.reference.hex}\0{address}\0{asked and round(asked.timestamp() * 1000)}"
    return [
        salted_hmac("signups.address", text, secret=key, algorithm="sha256").digest()[:24].hex()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def find(page: SignUpPage, signed: str) -> Submission | None:
    """Return the sign-up that a link in a mail is about, whether the link is right or not."""
    try:
        reference = uuid.UUID(signed.partition("-")[0])
    except ValueError:
        return None
    found = Submission.everything.filter(
        page__translation_key=page.translation_key, reference=reference
    )
    return found.select_related("page__locale").first() if "-" in signed else None


def meant(submission: Submission, signed: str) -> tuple[str, bool]:
    """Return the address that a link is for, and whether it is in use already; raise Gone."""
    digest = signed.partition("-")[2]
    used = submission.address(submission.page.canonical_questions())
    for address, is_used in ((pending(submission), False), (used, True)):
        if address and any(
            constant_time_compare(digest, each) for each in _digests(submission, address)
        ):
            return address, is_used
    raise Gone
