"""Identify a submitted form: its idempotency key, and a signed timestamp of when it was shown.

The timestamp is signed together with the key and the page. It is kept through errors and changes
of language, so that fixing an error quickly does not look suspicious. A form that is too old or has
a timestamp that is not ours is not spam: it is shown again.
"""

import uuid
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer

# Names with a hyphen cannot be keys of questions.
IDEMPOTENCY_KEY = "form-number"
TIMESTAMP = "form-shown"
EARLIEST = timedelta(seconds=3)  # people need at least this long
LATEST = timedelta(hours=24)


def read_idempotency_key(text: str | None) -> uuid.UUID:
    """Return the idempotency key of a submitted form, or a new one if it is invalid."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()


def _signer(form: uuid.UUID) -> Signer:
    return Signer(salt=f"signups.stamp.{form.hex}")


def sign_timestamp(form: uuid.UUID, idempotency_key: uuid.UUID, now: datetime) -> str:
    """Return the signed timestamp of a form that was shown at `now`.

    `form` is the translation key of its page, `idempotency_key` belongs to this copy of the form.
    """
    return _signer(form).sign(f"{idempotency_key.hex}-{int(now.timestamp() * 1000)}")


def shown_at(text: str | None, form: uuid.UUID, idempotency_key: uuid.UUID) -> datetime | None:
    """Return when a form was first shown, or None if its timestamp is not ours."""
    try:
        shown, _dash, milliseconds = _signer(form).unsign(text or "").partition("-")
    except BadSignature:
        return None
    return (
        datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
        if shown == idempotency_key.hex
        else None
    )


def is_fresh(shown: datetime | None, now: datetime) -> bool:
    """Return whether a form that was first `shown` at this time is accepted as it is."""
    return shown is not None and now - shown <= LATEST


def is_too_fast(shown: datetime | None, now: datetime) -> bool:
    """Return whether a form was submitted faster than a person can fill it in."""
    return shown is not None and now - shown < EARLIEST


def renew_timestamp(
    shown: datetime | None, form: uuid.UUID, idempotency_key: uuid.UUID, now: datetime
) -> str:
    """Return the timestamp for a form that is shown again because it is not fresh.

    Submitting it at once is not too fast, because it is filled in already. If it is known when it
    was first shown, it counts as opened an hour ago, and so as opened before the form closed.
    """
    earlier = EARLIEST if shown is None else timedelta(hours=1)
    return sign_timestamp(form, idempotency_key, now - earlier)
