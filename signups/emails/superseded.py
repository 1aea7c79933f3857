"""Whether an enqueued email is still correct; checked just before it is sent.

An email is composed from the state at that moment. If later events have superseded it, it is
dropped, or says what is true by then.
"""

import datetime

from signups.models import Letter, Submission

Kind, Status = Letter.Kind, Submission.Status

#: The statuses of a sign-up in which a kind of email is correct. Other kinds fit any status.
FITS: dict[str, tuple[str, ...]] = {
    Kind.RECEIVED: Submission.IN_LINE,
    Kind.AGAIN: Submission.IN_LINE,
    Kind.PROMOTED: Submission.TAKES_PLACE,
    Kind.CHANGED: Submission.IN_LINE,
    Kind.CANCELLED: (Status.CANCELLED,),
    Kind.DECLINED: (Status.DECLINED,),
    Kind.REMINDER: (Status.CONFIRMED,),
    Kind.EVENT_MOVED: Submission.IN_LINE,
    Kind.EVENT_CANCELLED: Submission.IN_LINE,
}
#: Each of these states the status of the sign-up: of several that fit, only the last is needed.
STATUS_KINDS = (Kind.RECEIVED, Kind.PROMOTED, Kind.CANCELLED, Kind.DECLINED)
#: These are about an event that takes place.
LOOKING_FORWARD = (Kind.RECEIVED, Kind.AGAIN, Kind.PROMOTED, Kind.CHANGED)


def current_kind(letter: Letter, now: datetime.datetime) -> str | None:
    """Return the kind as which an email is to be sent at `now`, or None if it is superseded.

    Reads the current sign-up, its event, and the other emails about the sign-up.
    """
    submission = letter.submission
    if submission is None or letter.elsewhere:
        return letter.kind
    if submission.status == Status.DUPLICATE:  # the email says which sign-up counts
        told = letter.kind in (Kind.CHANGED, Kind.CANCELLED)
        return letter.kind if told and submission.shown_status in FITS[letter.kind] else None
    fits = FITS.get(Kind(letter.kind))
    if fits is not None and submission.status not in fits:
        return None
    others = Letter.objects.filter(submission=submission, elsewhere=False).exclude(pk=letter.pk)
    pending = set(others.pending().filter(pk__gt=letter.pk).values_list("kind", flat=True))
    if letter.kind in STATUS_KINDS and any(
        submission.status in FITS[k] for k in pending & {*STATUS_KINDS}
    ):
        return None
    event = submission.page.source_event
    is_cancelled = event is not None and event.is_cancelled
    match letter.kind:
        case Kind.EVENT_CANCELLED:
            return None if pending & {letter.kind} or (event and not is_cancelled) else letter.kind
        case Kind.EVENT_MOVED:
            gone = not _is_to_come(event, now, "ends")
            return None if gone or letter.kind in pending else letter.kind
        case Kind.REMINDER:
            gone = not _is_to_come(event, now, "starts")
            return None if gone or letter.once not in ("", reminder_key(event)) else letter.kind
        case _ if is_cancelled and letter.kind in LOOKING_FORWARD:
            sent = others.filter(state=Letter.State.SENT).order_by("-sent_at", "-pk")
            last = sent.values_list("kind", flat=True).first()
            told = last == Kind.EVENT_CANCELLED or Kind.EVENT_CANCELLED in pending
            return None if told else Kind.EVENT_CANCELLED
    return letter.kind


def _is_to_come(event, now, bound: str) -> bool:
    """Return whether an event takes place and its `bound` ("starts" or "ends") is after `now`."""
    if event is None or not event.live or event.is_cancelled:
        return False
    moment = getattr(event, bound)
    return moment is not None and moment > now


def reminder_key(event) -> str:
    """Return the key that limits reminders to one for each date of the event."""
    return f"{Kind.REMINDER} {event.starts:%Y-%m-%dT%H:%M}"
