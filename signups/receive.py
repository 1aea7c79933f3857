"""Taking in a sign-up: once, with a place or a place in line, under any parallelism."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max, Q

from signups import codes
from signups.models import SignUpPage, Submission
from signups.state import State, state_at

ATTEMPTS = 3


@dataclass(frozen=True)
class Received:
    """What became of a form: the sign-up that stands for it, or why there is none."""

    submission: Submission | None
    state: State
    new: bool = False


def receive(
    page: SignUpPage,
    *,
    answers: dict[str, Any],
    address: str,
    language: str,
    number: uuid.UUID,
    now: datetime,
) -> Received:
    """Store a sign-up for the canonical `page`, or find the one that this form made before.

    `number` is that of the form that was sent: the same one never makes two sign-ups. Neither
    does the same e-mail `address` (which may be ""), unless the earlier one was cancelled.
    """
    for attempt in range(ATTEMPTS):
        try:
            return _receive(page, answers, address, language, number, now)
        except IntegrityError:  # a code that exists already: one in 150,000,000,000
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError


@transaction.atomic
def _receive(page, answers, address, language, number, now) -> Received:
    # Whoever signs up for this page waits here for those before; SQLite has taken its lock at
    # BEGIN (transaction_mode IMMEDIATE). The row of the page in the tree stays free for editors.
    locked = SignUpPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    locked.keep_event_of(page)
    fingerprints = codes.email_fingerprints(address, page.translation_key)
    earlier = (
        locked.submissions.filter(
            Q(idempotency_key=number)
            | (Q(email_fingerprint__in=fingerprints) & ~Q(status__in=Submission.RELEASED))
        )
        # The same form first, then the same address.
        .order_by(models.Case(models.When(idempotency_key=number, then=0), default=1), "pk")
        .first()
    )
    if earlier is not None:
        return Received(earlier, State.OPEN)
    state = state_at(now, locked.terms(), locked.in_line())
    if not state.takes_sign_ups:
        return Received(None, state)
    reference = uuid.uuid4()
    submission = Submission(
        page=locked,
        reference=reference,
        code=codes.new_code(),
        language=language,
        answers=answers,
        manage_token_hash=codes.token_hash(codes.manage_token(reference)),
        email_fingerprint=fingerprints[0] if fingerprints else "",
        idempotency_key=number,
    )
    if state is State.WAITING:
        last = locked.submissions.aggregate(last=Max("position"))["last"]
        submission.status = Submission.Status.WAITING
        submission.position = (last or 0) + 1
    submission.save(force_insert=True)
    return Received(submission, state, new=True)
