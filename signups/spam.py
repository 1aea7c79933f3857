"""What tells a program from a person, without a third party: a trap, and how long it took.

A form carries when it was first shown, signed together with its number. The stamp goes along
through mistakes and changes of language, so that mending a mistake fast makes nobody suspect.
What looks like spam is taken in and put aside for the organisers; its sender sees no difference.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

# Names with a hyphen cannot be keys of questions.
TRAP = "web-site"  # programs like to fill it; browsers know nothing to put there
STAMP = "form-shown"
EARLIEST = timedelta(seconds=3)
LATEST = timedelta(hours=24)

_signer = Signer(salt="signups.stamp")


def stamp(number: uuid.UUID, now: datetime) -> str:
    """Return the proof that the form `number` was shown at `now`."""
    return _signer.sign(f"{number.hex}-{int(now.timestamp() * 1000)}")


def age(text: str | None, number: uuid.UUID, now: datetime) -> timedelta | None:
    """Return how long ago a form was shown, or None where its stamp is not one of ours."""
    try:
        shown, _dash, milliseconds = _signer.unsign(text or "").partition("-")
    except BadSignature:
        return None
    if shown != number.hex:
        return None
    return now - datetime.fromtimestamp(int(milliseconds) / 1000, now.tzinfo)


def kept_stamp(text: str | None, number: uuid.UUID, now: datetime) -> str:
    """Return the stamp a form came with, if it is still good, else a new one."""
    since = age(text, number, now)
    if text and since is not None and since <= LATEST:
        return text
    return stamp(number, now)


def is_suspect(data: Mapping[str, str], number: uuid.UUID, now: datetime) -> bool:
    """Return whether a form that was sent looks as if a program had filled it in."""
    since = age(data.get(STAMP), number, now)
    return bool(data.get(TRAP)) or since is None or not EARLIEST <= since <= LATEST
