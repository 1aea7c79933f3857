"""Letters: written down in the transaction that makes them due, sent by the outbox (`mailing`).

What has been overtaken when a letter is sent is dropped (`signups.emails.superseded`). The letters
to one sign-up are a series: they go out in order, one at a time.
"""

import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from mailing import outbox
from signups.models import Letter, SignUpPage, Submission

STAFF_PAUSE = datetime.timedelta(minutes=15)  # sign-ups of this time make one notice
QUARANTINE_PAUSE = datetime.timedelta(hours=1)  # between two notices of what is quarantined
RECIPIENT_KEPT = datetime.timedelta(days=1)  # of a letter that goes elsewhere and cannot be sent
PAUSE = datetime.timedelta(hours=1)
#: Kinds that a visitor can cause again and again: one goes out in a `PAUSE`, the next one waits.
ONE_IN_A_PAUSE = {Letter.Kind.AGAIN, Letter.Kind.CHANGED}


def enqueue(
    kind: str, submission: Submission, *, once: str = "", language: str = "", to: str = ""
) -> Letter | None:
    """Write down that a letter is due to who signed up; None where there is no address.

    In a transaction of the caller. With `once`, a letter of the same kind and `once` is due only
    one time. One that still waits is not owed twice: it says what is so when it is sent. With
    `to` it goes to that address instead of the one in the answers, and without code and link.
    """
    if not to and not submission.used_email:
        return None
    # Locked, so that a worker does not begin to send it meanwhile, with what was so before.
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
    """Write down that the address of a sign-up is to be told that it has been deleted."""
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
    """Write a letter down and have it sent when it is due; `to` is an address that no row holds."""
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
    """Write down that the organizers are to be told who came `since`, every 15 minutes at most."""
    if not page.staff_addresses:
        return None
    if Letter.objects.pending().filter(page=page, kind=Letter.Kind.STAFF).exists():
        return None
    due = timezone.now() + STAFF_PAUSE
    return _create(page, due, kind=Letter.Kind.STAFF, created_at=since)


def enqueue_quarantine_notice(page: SignUpPage) -> Letter | None:
    """Write down that the organizers are to be told that something waits in quarantine.

    The first time after a few minutes, then every hour at most: a program that sends forms all
    night must not fill the organizers' mailbox.
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
