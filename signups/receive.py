"""Taking in a sign-up: once, with a place or a place in line, under any parallelism."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from signups import codes, post
from signups.models import Letter, SignUpPage, Submission
from signups.state import State, state_at

ATTEMPTS = 3


@dataclass(frozen=True)
class Sent:
    """A valid form as it came in.

    `number` is that of the form: the same one never makes two sign-ups. `address` may be "".
    `sealed` holds the sensitive answers, sealed already; `suspect` says that it looks like spam.
    """

    reference: uuid.UUID
    number: uuid.UUID
    language: str
    answers: dict[str, Any]
    sealed: dict[str, str] = field(default_factory=dict)
    address: str = ""
    suspect: bool = False


@dataclass(frozen=True)
class Received:
    """What became of a form: the sign-up that stands for it, or why there is none."""

    submission: Submission | None
    state: State
    new: bool = False


def receive(page: SignUpPage, sent: Sent, *, now: datetime) -> Received:
    """Store what was sent for the canonical `page`, together with the letter that it calls for.

    The same form sent again finds what it made before. From an address that has signed up
    already, it is kept as a repetition: it holds a place, or stands in line, as a new one would,
    and the link to the earlier sign-up goes to that address. So the visitor sees what anybody
    else would, now and later.
    """
    for attempt in range(ATTEMPTS):
        try:
            return _receive(page, sent, now)
        except IntegrityError:  # a code that exists already: one in 150,000,000,000
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError


@transaction.atomic
def _receive(page: SignUpPage, sent: Sent, now: datetime) -> Received:
    locked = page.lock()
    before = Submission.everything.filter(page=locked, idempotency_key=sent.number).first()
    if before is not None:
        return Received(before, State.OPEN)
    state = state_at(now, locked.terms(), locked.in_line())
    if not state.takes_sign_ups:
        return Received(None, state)
    fingerprints = codes.email_fingerprints(sent.address, page.translation_key)
    earlier, last = locked.all_submissions.sent_from(fingerprints)
    submission = Submission(
        page=locked,
        reference=sent.reference,
        code=codes.new_code(),
        language=sent.language,
        status=Submission.Status.WAITING if state is State.WAITING else Submission.Status.CONFIRMED,
        answers=sent.answers,
        sealed=sent.sealed,
        manage_token_hash=codes.token_hash(codes.manage_token(sent.reference)),
        email_fingerprint=fingerprints[0] if fingerprints else "",
        idempotency_key=sent.number,
        status_changed_at=now,
    )
    if state is State.WAITING:
        submission.position = locked.all_submissions.end_of_line()
    if sent.suspect or earlier is not None:
        submission.shown_as = submission.status
        submission.status = (
            Submission.Status.QUARANTINED if sent.suspect else Submission.Status.REPEATED
        )
        if not sent.suspect:
            submission.original, submission.ends_with = earlier, last
    submission.save(force_insert=True)
    if not sent.suspect:
        # What follows is the same whether the address was known or not, and takes as long.
        if earlier is not None:
            earlier.page = locked
        kind, whom = (Letter.Kind.AGAIN, earlier) if earlier else (Letter.Kind.RECEIVED, submission)
        # Of the one kind, one an hour: nobody can fill somebody else's letter box.
        post.owe(kind, whom, language=sent.language if earlier else "")
        post.owe_staff(locked, since=now)
    return Received(submission, state, new=True)
