"""Secrets and fingerprints of a sign-up: pure functions of the secret key and the arguments."""

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
    """Return a random code of eight characters; it identifies a sign-up but gives no access."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """Return the code as it is shown: "K7MQ-2XRT"."""
    return f"{code[:4]}-{code[4:]}"


def normal_code(text: str) -> str:
    """Return a typed code in the form in which codes are stored."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in plain if character.isalnum())


def _digests(salt: str, text: str) -> list[bytes]:
    """Return the keyed hash of `text` with the current secret key, then with earlier ones."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac(salt, text, secret=key, algorithm="sha256").digest() for key in keys]


def manage_token(reference: uuid.UUID, known_hash: str = "", version: int = 0) -> str:
    """Return the token of the personal link of a sign-up (192 bits, safe in a URL).

    `version` counts how often the link was renewed; earlier links stop working.

    The token is derived, not stored, so that the same link can be emailed again; the database holds
    only its hash, and without the secret key nothing leads from a row to its link. With
    `known_hash`, the stored hash, return the token made with the secret key of that time, as long
    as that key is in `SECRET_KEY_FALLBACKS`.
    """
    text = f"{reference.hex}\0{version}" if version else reference.hex
    tokens = [digest[:24].hex() for digest in _digests("signups.manage", text)]
    return next((token for token in tokens if token_hash(token) == known_hash), tokens[0])


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def email_fingerprints(email: str, form: uuid.UUID) -> list[str]:
    """Return the fingerprints of an email address for one form, the one to store first.

    `form` is the translation key of the sign-up page: an address has a different fingerprint for
    each form, so that the column does not reveal who signed up for what. All spellings that a mail
    server treats as the same address have the same fingerprint. The others are made with earlier
    secret keys and the earlier normalization of addresses. An empty address has none.
    """
    known = dict.fromkeys((mailbox(email), _mailbox_before(email)))
    return [
        digest.hex()
        for each in filter(None, known)
        for digest in _digests("signups.email", f"{form.hex}\0{each}")
    ]


def _mailbox_before(email: str) -> str:
    """Return an address as normalized until 2026; `rotate_answers` renews what is stored."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def email_digests(
    reference: uuid.UUID, email: str, asked_at: datetime.datetime | None
) -> list[str]:
    """Return the digests in the link that confirms a new address, the one to send first.

    The others are made with earlier secret keys.
    """
    text = f"{reference.hex}\0{email}\0{asked_at and round(asked_at.timestamp() * 1000)}"
    return [digest[:24].hex() for digest in _digests("signups.address", text)]


def content_trace(browser: str, form: uuid.UUID, content: str) -> str:
    """Return a trace that identifies the same answers sent again by the same browser, or "".

    `browser` is a secret that only the browser keeps (that of its CSRF cookie). It is part of the
    key, so that nobody can test guessed answers against stored traces; without it, there is none.
    """
    if not browser:
        return ""
    value = f"{browser}\0{form.hex}\0{content}"
    return salted_hmac("signups.content", value, algorithm="sha256").hexdigest()
