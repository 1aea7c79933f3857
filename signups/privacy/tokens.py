"""Secrets and fingerprints of a sign-up: pure functions of the secret key and what is passed in."""

import datetime
import hashlib
import secrets
import unicodedata
import uuid

from django.conf import settings
from django.utils.crypto import salted_hmac

from pages.email_addresses import mailbox

# Read aloud and copied from paper, in two languages: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, B/V, U.
ALPHABET = "2346789ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 8


def new_code() -> str:
    """Return a random code of eight characters; it names a sign-up and opens nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """Return the code as it is shown: "K7MQ-2XRT"."""
    return f"{code[:4]}-{code[4:]}"


def normal_code(text: str) -> str:
    """Return what somebody typed as a code the way it is stored."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in plain if character.isalnum())


def _digests(salt: str, text: str) -> list[bytes]:
    """Return the keyed hash of `text` with today's secret key, and with the earlier ones."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac(salt, text, secret=key, algorithm="sha256").digest() for key in keys]


def manage_token(reference: uuid.UUID, known_hash: str = "", version: int = 0) -> str:
    """Return the token of the personal link of a sign-up (192 bits, safe in an address).

    `version` counts how often the link was renewed; the links before it open nothing.

    It is derived, not stored, so that the same link can be mailed again; the database holds only
    its hash, and without the secret key nothing leads from a row to its link. With the hash that
    is stored, the token is the one made with the secret key of that time, as long as that key is
    among `SECRET_KEY_FALLBACKS`.
    """
    text = f"{reference.hex}\0{version}" if version else reference.hex
    tokens = [digest[:24].hex() for digest in _digests("signups.manage", text)]
    return next((token for token in tokens if token_hash(token) == known_hash), tokens[0])


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def email_fingerprints(email: str, form: uuid.UUID) -> list[str]:
    """Return the fingerprints of an e-mail address for one form, the one to store first.

    `form` is the translation key of the sign-up page: the same address has another fingerprint
    elsewhere, so that the column does not tell who signed up for what. All ways to write an
    address that a mail server takes for one have the same. The others are those made with
    earlier secret keys, and as addresses were compared before. An empty address has none.
    """
    known = dict.fromkeys((mailbox(email), _mailbox_before(email)))
    return [
        digest.hex()
        for each in filter(None, known)
        for digest in _digests("signups.email", f"{form.hex}\0{each}")
    ]


def _mailbox_before(email: str) -> str:
    """Return an address as it was compared until 2026; `rotate_answers` renews what is stored."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def email_digests(
    reference: uuid.UUID, email: str, asked_at: datetime.datetime | None
) -> list[str]:
    """Return by what the link is known that confirms a new address, the one to send first.

    The others are those made with earlier secret keys.
    """
    text = f"{reference.hex}\0{email}\0{asked_at and round(asked_at.timestamp() * 1000)}"
    return [digest[:24].hex() for digest in _digests("signups.address", text)]


def content_trace(browser: str, form: uuid.UUID, content: str) -> str:
    """Return by what the same answers are known when the same browser sends them again, or "".

    `browser` is a secret that the browser alone keeps (that of its CSRF cookie). It is part of
    the key, so that nobody can try out answers on what is stored; without it there is no trace.
    """
    if not browser:
        return ""
    value = f"{browser}\0{form.hex}\0{content}"
    return salted_hmac("signups.content", value, algorithm="sha256").hexdigest()
