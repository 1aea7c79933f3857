"""By what a form that is sent is known: its number, and the proof of when it was first shown.

The stamp is signed together with the number and the page. It goes along through mistakes and
changes of language, so that mending a mistake fast makes nobody suspect. A form that is too old, or
whose stamp is not ours, is no spam: it is shown once more.
"""

import uuid
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer

# Names with a hyphen cannot be keys of questions.
IDEMPOTENCY_KEY = "form-number"
TIMESTAMP = "form-shown"
EARLIEST = timedelta(seconds=3)  # a person takes at least so long
LATEST = timedelta(hours=24)


def read_idempotency_key(text: str | None) -> uuid.UUID:
    """Return the number of a form as it was sent, or a new one where it is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()


def _signer(form: uuid.UUID) -> Signer:
    return Signer(salt=f"signups.stamp.{form.hex}")


def sign_timestamp(form: uuid.UUID, idempotency_key: uuid.UUID, now: datetime) -> str:
    """Return the proof that `form` (the translation key of its page) was shown at `now`.

    `idempotency_key` is that of this copy of it.
    """
    return _signer(form).sign(f"{idempotency_key.hex}-{int(now.timestamp() * 1000)}")


def shown_at(text: str | None, form: uuid.UUID, idempotency_key: uuid.UUID) -> datetime | None:
    """Return when a form was first shown, or None where its stamp is not one of ours."""
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
    """Return whether a form that was `shown` then is taken as it is."""
    return shown is not None and now - shown <= LATEST


def is_too_fast(shown: datetime | None, now: datetime) -> bool:
    """Return whether a form is sent faster than a person can fill it in."""
    return shown is not None and now - shown < EARLIEST


def renew_timestamp(
    shown: datetime | None, form: uuid.UUID, idempotency_key: uuid.UUID, now: datetime
) -> str:
    """Return the stamp of a form that is shown once more because it is not fresh.

    Whoever sends it at once is not too fast: it is filled in already. Where it is known when it
    was first shown, it counts as opened an hour ago, and so as opened before it was closed.
    """
    earlier = EARLIEST if shown is None else timedelta(hours=1)
    return sign_timestamp(form, idempotency_key, now - earlier)
