"""Enqueue emails in the transaction that makes them due; the outbox (`mailing`) sends them.

An email that is superseded when it is sent is dropped (`signups.emails.superseded`). The emails
about one sign-up form a series: they are sent in order, one at a time.
"""

import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from mailing import outbox
from signups.models import Letter, SignUpPage, Submission

STAFF_PAUSE = datetime.timedelta(minutes=15)  # all sign-ups within this time share one notice
QUARANTINE_PAUSE = datetime.timedelta(hours=1)  # between two notices about quarantined sign-ups
RECIPIENT_KEPT = datetime.timedelta(days=1)  # of an unsent email with a separate recipient
PAUSE = datetime.timedelta(hours=1)
#: Kinds that a visitor can trigger any number of times: after one, the next waits for `PAUSE`.
ONE_IN_A_PAUSE = {Letter.Kind.AGAIN, Letter.Kind.CHANGED}


def enqueue(
    kind: str, submission: Submission, *, once: str = "", language: str = "", to: str = ""
) -> Letter | None:
    """Enqueue an email about a sign-up; return None if there is no address.

    Must be called in a transaction. With `once`, an email of that `kind` and `once` is enqueued
    only once. A waiting email is not enqueued again: its text is composed when it is sent. With
    `to`, it goes to that address instead of the one in the answers, without code and link.
    """
    if not to and not submission.used_email:
        return None
    # Locked, so that no worker starts sending it with the earlier state.
    earlier = list(
        Letter.objects.select_for_update(of=("self", "mail_ptr"), no_key=True)
        .filter(submission=submission, kind=kind, elsewhere=bool(to))
        .exclude(state=Letter.State.DROPPED)
    )
    if once and any(letter.once == once for letter in earlier):
        return None
    for letter in earlier:
        if letter.waits and letter.to == to:
            letter.once, letter.language = once, language
            letter.save(update_fields=["once", "language"])
            return letter
    due = timezone.now()
    if kind in ONE_IN_A_PAUSE:
        due = max([due, *(letter.sent_at + PAUSE for letter in earlier if letter.sent_at)])
    return _create(
        submission.page,
        due,
        to=to,
        kind=kind,
        submission=submission,
        series="" if to else f"sign-up {submission.pk}",
        once=once,
        language=language,
    )


def enqueue_deleted(submission: Submission) -> None:
    """Enqueue the email that notifies the address of a sign-up that it was deleted."""
    if email := submission.used_email:
        _create(
            submission.page,
            timezone.now(),
            to=email,
            kind=Letter.Kind.DELETED,
            once=submission.spaced_code,
            language=submission.language,
        )


def _create(page: SignUpPage, due: datetime.datetime, *, to: str = "", **fields: Any) -> Letter:
    """Create an email and have it sent when due; `to` is an address stored nowhere else."""
    until = due + RECIPIENT_KEPT if to else None
    letter = Letter.objects.create(
        composer=Letter.COMPOSER,
        page=page,
        due_at=due,
        elsewhere=bool(to),
        to=to,
        until=until,
        **fields,
    )
    outbox.schedule(letter)
    return letter


def enqueue_staff_notice(page: SignUpPage, since: datetime.datetime) -> Letter | None:
    """Notify the organizers of sign-ups `since` a time, at most every 15 minutes."""
    if not page.staff_addresses:
        return None
    if Letter.objects.pending().filter(page=page, kind=Letter.Kind.STAFF).exists():
        return None
    due = timezone.now() + STAFF_PAUSE
    return _create(page, due, kind=Letter.Kind.STAFF, created_at=since)


def enqueue_quarantine_notice(page: SignUpPage) -> Letter | None:
    """Enqueue a notice to the organizers about quarantined sign-ups.

    The first is sent after a few minutes, the next ones at most every hour: a bot that submits
    forms all night must not fill the organizers' mailbox.
    """
    if not page.staff_addresses:
        return None
    mine = Letter.objects.filter(page=page, kind=Letter.Kind.QUARANTINE)
    if mine.pending().exists():
        return None
    now = timezone.now()
    last = mine.aggregate(last=Max("sent_at"))["last"]
    due = max(now + STAFF_PAUSE, last + QUARANTINE_PAUSE) if last else now + STAFF_PAUSE
    return _create(page, due, kind=Letter.Kind.QUARANTINE)
