"""Change the email address of a sign-up, once the owner of the new address has confirmed it.

Until then the old one is used. Whether the new address has signed up already is checked when the
email to it is composed and when its owner confirms: never where the person who requested the
change could see the answer or measure how long it takes.
"""

import datetime
import uuid
from typing import Any

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from pages.email_addresses import same
from signups.emails import enqueue
from signups.form.questions import email_key
from signups.models import Letter, SignUpPage, Submission
from signups.privacy import tokens

DAY = datetime.timedelta(days=1)
PER_DAY = 5  # addresses that can be requested for one sign-up


class TooManyRequests(Exception):
    """Too many addresses were requested today; no email is sent to another one."""


class LinkGone(Exception):
    """A link does not work (any more): it was used, is too old, or was superseded."""


# ------------------------------------------------------------------ requesting
def request_change(
    page: SignUpPage, submission: Submission, answers: dict[str, Any], email: str
) -> dict[str, Any]:
    """Return the answers to store for `answers` with `email`, and ask its owner to confirm.

    A new address waits in the sign-up while the answers keep the old one. The caller holds the lock
    of `page` and saves. Raises TooManyRequests.
    """
    questions = page.canonical_questions()
    key = email_key(questions)
    before = submission.answers.get(key, "")
    if not key or same(email, before):
        submission.forget_new_address()
        return answers
    used = submission.email(questions)
    if not email:
        submission.forget_new_address()
        if used:
            enqueue.enqueue(Letter.Kind.OTHER_ADDRESS, submission, to=used)
        return answers
    kept = {name: value for name, value in answers.items() if name != key}
    if before:
        kept[key] = before
    if email == submission.pending_email:
        return kept
    now = timezone.now()
    asked = Letter.objects.filter(submission=submission, kind=Letter.Kind.CONFIRM_ADDRESS)
    if asked.filter(created_at__gt=now - DAY).count() >= PER_DAY:
        raise TooManyRequests
    submission.new_address, submission.address_asked_at = email, now
    enqueue.enqueue(Letter.Kind.CONFIRM_ADDRESS, submission, to=email)
    if used:
        enqueue.enqueue(Letter.Kind.OTHER_ADDRESS, submission, to=used)
    return kept


# ------------------------------------------------------------------ the link in the email
def find(page: SignUpPage, signed: str) -> Submission | None:
    """Return the sign-up that a link in an email names, whether the link is valid or not."""
    try:
        reference = uuid.UUID(signed.partition("-")[0])
    except ValueError:
        return None
    rows = Submission.everything.of(page).select_related("page__locale")
    return rows.filter(reference=reference).first() if "-" in signed else None


def confirmed_email(submission: Submission, signed: str) -> tuple[str, bool]:
    """Return the address a link confirms, and whether it is in use already; raise LinkGone."""
    digest = signed.partition("-")[2]
    used = submission.used_email
    for email, is_used in ((submission.pending_email, False), (used, True)):
        known = tokens.email_digests(submission.reference, email, submission.address_asked_at)
        if email and any(constant_time_compare(digest, each) for each in known):
            return email, is_used
    raise LinkGone
