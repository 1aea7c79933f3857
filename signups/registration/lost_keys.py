"""Check whether the stored sign-ups were made with the current keys of the server.

After a backup is restored with other keys, nothing fails: answers look empty, and personal links
in later emails do not work. So this must be checked.
"""

from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.db.models import TextField
from django.db.models.functions import Cast

from mailing.encryption import decrypt
from signups.models.submission import Submission
from signups.privacy import tokens
from signups.privacy.keys import can_seal, sealing_key
from signups.privacy.sealing import SealError, key_name, sealed_for

EACH_END = 20  # of the oldest and of the newest sign-ups, however many there are


@dataclass(frozen=True)
class KeyCheck:
    """The result of checking some sign-ups.

    `unreadable` have answers that none of ANSWERS_KEYS decrypts, `foreign` a personal link of
    another SECRET_KEY, `sealed_elsewhere` answers encrypted with a key other than the current one.
    """

    looked_at: int = 0
    unreadable: int = 0
    foreign: int = 0
    sealed_elsewhere: int = 0


def check_keys() -> KeyCheck:
    """Check the oldest and the newest sign-ups, with two queries."""
    rows = Submission.everything.annotate(raw=Cast("answers", TextField())).values_list(
        "pk", "raw", "reference", "manage_token_hash", "link_version", "sealed"
    )
    found = {row[0]: row[1:] for order in ("pk", "-pk") for row in rows.order_by(order)[:EACH_END]}
    name = key_name(sealing_key()) if can_seal() else ""
    unreadable = foreign = elsewhere = 0
    for raw, reference, known, version, sealed in found.values():
        unreadable += not _is_readable(raw or "")
        foreign += tokens.token_hash(tokens.manage_token(reference, known, version)) != known
        elsewhere += bool(name) and any(
            _opened_by(text) != name for text in (sealed or {}).values()
        )
    return KeyCheck(len(found), unreadable, foreign, elsewhere)


def _is_readable(raw: str) -> bool:
    try:
        return not raw or bool(decrypt(raw))
    except InvalidToken:
        return False


def _opened_by(text: str) -> str:
    try:
        return sealed_for(text)
    except SealError:
        return ""
