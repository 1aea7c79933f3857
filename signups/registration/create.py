"""Create a sign-up: exactly once, with a spot or on the waitlist, under any concurrency."""

import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from signups.emails import enqueue
from signups.models import Letter, SignUpPage, Submission
from signups.models.availability import Availability
from signups.privacy import tokens

ATTEMPTS = 3
AGAIN = timedelta(hours=1)  # for how long the same answers from the same browser are a resubmission


@dataclass(frozen=True)
class SignUpData:
    """A valid submitted form.

    The same `idempotency_key` never makes two sign-ups. `email` may be "". `sealed` holds the
    encrypted sensitive answers; `people` is the number of people; `suspect` means that it looks
    like spam; `shown` is when the form was opened, if that is proven. Of two with the same `trace`
    (`tokens.content_trace`) within an hour, the second resubmits the first, under any key.
    """

    reference: uuid.UUID
    idempotency_key: uuid.UUID
    language: str
    answers: dict[str, Any]
    sealed: dict[str, str] = field(default_factory=dict)
    email: str = ""
    suspect: bool = False
    people: int = 1
    shown: datetime | None = None
    trace: str = ""


@dataclass(frozen=True)
class Receipt:
    """The result of a submission: the sign-up that it created or found, or why there is none."""

    submission: Submission | None
    state: Availability
    room: int = 0  # for how many people there is room, if too few for the group
    new: bool = False
    other: bool = False  # a sign-up with other answers has the same idempotency key


def receive(page: SignUpPage, sent: SignUpData, *, now: datetime) -> Receipt:
    """Store a submission for the canonical `page`, and enqueue the email that it calls for.

    A resubmission finds the sign-up that it made before. From an address that has signed up
    already, the submission is kept as a duplicate: it holds a spot or waits as a new one would, and
    the link to the earlier sign-up goes to that address. So the visitor sees what anybody
    else would, now and later.
    """
    for _attempt in range(ATTEMPTS - 1):
        with suppress(IntegrityError):  # a code that exists already: one in 150,000,000,000
            return _receive(page, sent, now)
    return _receive(page, sent, now)


@transaction.atomic
def _receive(page: SignUpPage, sent: SignUpData, now: datetime) -> Receipt:
    locked = page.lock()
    before = Submission.everything.filter(page=locked, idempotency_key=sent.idempotency_key).first()
    if before is not None:
        return Receipt(before, Availability.OPEN, other=before.content_trace != sent.trace)
    if (again := _sent_before(locked, sent, now)) is not None:
        return Receipt(again, Availability.OPEN)
    state = locked.availability(now, sent.shown, sent.people)
    if not state.takes_sign_ups:
        return Receipt(None, state, room=(locked.room() or 0) if state is Availability.FULL else 0)
    fingerprints = tokens.email_fingerprints(sent.email, page.translation_key)
    earlier, last = locked.all_submissions.sent_from(fingerprints)
    submission = Submission(
        page=locked,
        reference=sent.reference,
        code=tokens.new_code(),
        language=sent.language,
        status=Submission.Status.WAITING
        if state is Availability.WAITING
        else Submission.Status.CONFIRMED,
        places=sent.people,
        answers=sent.answers,
        sealed=sent.sealed,
        manage_token_hash=tokens.token_hash(tokens.manage_token(sent.reference)),
        email_fingerprint=fingerprints[0] if fingerprints else "",
        idempotency_key=sent.idempotency_key,
        content_trace=sent.trace,
        status_changed_at=now,
    )
    if sent.suspect:  # not on the waitlist until a person has reviewed it
        submission.status = Submission.Status.QUARANTINED
    elif state is Availability.WAITING:
        submission.position = locked.all_submissions.end_of_line()
    if earlier is not None and not sent.suspect:
        submission.shown_as = submission.status
        submission.status = Submission.Status.DUPLICATE
        submission.original_id, submission.ends_with_id = earlier, last
    submission.save(force_insert=True)
    if sent.suspect:  # no email: the address may belong to somebody else
        enqueue.enqueue_quarantine_notice(locked)
    else:
        # What follows is the same, and takes as long, whether or not the address was known.
        kind = Letter.Kind.AGAIN if earlier else Letter.Kind.RECEIVED
        whom = Submission.everything.get(pk=earlier or submission.pk)
        whom.page = locked
        # At most one of this kind an hour, so that nobody can flood another person's mailbox.
        enqueue.enqueue(kind, whom, language=sent.language if earlier else "")
        enqueue.enqueue_staff_notice(locked, since=now)
    return Receipt(submission, state, new=True)


def _sent_before(page: SignUpPage, sent: SignUpData, now: datetime) -> Submission | None:
    """Return the sign-up that the same browser has just made with the same answers, or None.

    Ignores sign-ups that were canceled or declined meanwhile.
    """
    if not sent.trace:
        return None
    found = Submission.everything.filter(
        page=page, content_trace=sent.trace, created_at__gt=now - AGAIN
    ).exclude(status__in=Submission.OVER)
    return next((row for row in found if not row.is_over), None)
