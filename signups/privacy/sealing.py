"""Encrypt sensitive answers with a public key: pure functions, without Django.

The site knows only the public half of a key pair, so it can encrypt but not decrypt. The private
half is created and kept on the organizer's computer (`make keys`), which decrypts what the site
exports (`make open`): anyone who steals the database and every secret of the server reads nothing.

A sealed answer is the text "sealed:1:<key>:<base64url>". `<key>` names the key pair; the rest
is a libsodium sealed box (X25519, XSalsa20-Poly1305) around JSON that includes the sign-up and the
question it was sealed for, so that nobody can move an answer unnoticed. The JSON is padded, because
its length would distinguish "yes" from "no".
"""

import base64
import binascii
import hashlib
import json
from typing import Any

from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

PREFIX = "sealed:1:"
BLOCK = 256  # bytes; the length of the padded JSON is a multiple of this


class SealError(ValueError):
    """A key or a sealed text is invalid, or they do not belong together."""


def read_public_key(text: str) -> PublicKey:
    """Return the key in `text` (base64url of 32 bytes); raise SealError if it is invalid."""
    try:
        key = PublicKey(base64.urlsafe_b64decode(text.strip()), RawEncoder)
        SealedBox(key).encrypt(b"")  # some numbers, such as 0, look like a key but cannot seal
    except (binascii.Error, ValueError, TypeError, CryptoError) as error:
        raise SealError("This is not a public key: 44 letters and digits are expected.") from error
    return key


def write_public_key(key: PublicKey) -> str:
    return base64.urlsafe_b64encode(bytes(key)).decode()


def key_name(key: PublicKey) -> str:
    """Return the short name (8 hex digits) that identifies a key pair."""
    return hashlib.sha256(bytes(key)).hexdigest()[:8]


def seal(value: Any, key: PublicKey, *, reference: str, question: str) -> str:
    """Return `value` (anything JSON can hold) sealed for one sign-up and one question."""
    text = json.dumps(
        {"reference": reference, "question": question, "value": value}, ensure_ascii=False
    )
    content = text.encode()
    padded = content.ljust(-(-len(content) // BLOCK) * BLOCK)
    box = base64.urlsafe_b64encode(SealedBox(key).encrypt(padded)).decode()
    return f"{PREFIX}{key_name(key)}:{box}"


def is_sealed(text: str) -> bool:
    return text.startswith(PREFIX)


def sealed_for(text: str) -> str:
    """Return the name of the key that opens `text`; raise SealError if it is not sealed."""
    if not is_sealed(text):
        raise SealError("This is not a sealed answer.")
    return text.removeprefix(PREFIX).partition(":")[0]


def unseal(text: str, key: PrivateKey, *, reference: str, question: str) -> Any:
    """Return the value sealed in `text`; raise SealError if it was sealed for something else."""
    if sealed_for(text) != key_name(key.public_key):
        raise SealError(f"This answer was sealed for the key {sealed_for(text)}.")
    try:
        box = base64.urlsafe_b64decode(text.removeprefix(PREFIX).partition(":")[2])
        content = json.loads(SealedBox(key).decrypt(box))
        sealed_as, value = (content["reference"], content["question"]), content["value"]
    except (binascii.Error, ValueError, TypeError, KeyError, RecursionError, CryptoError) as error:
        # Anyone can seal anything with a public key: the content need not come from this site.
        raise SealError("This sealed answer is damaged.") from error
    if sealed_as != (reference, question):
        raise SealError("This answer was sealed for another sign-up or question.")
    return value
