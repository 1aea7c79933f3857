"""Protect an organizer's private key with a passphrase, without Django or a database.

The file is self-describing JSON with the key in a box (XSalsa20-Poly1305), whose own key is derived
from the passphrase (Argon2id, with the parameters in the file). Decrypting sensitive answers takes
both file and passphrase.
"""

import base64
import datetime
import json
import os
import unicodedata
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.utils import random

from signups.privacy.sealing import key_name, write_public_key

VERSION = 1
EFFORT = {"operations": argon2id.OPSLIMIT_MODERATE, "memory": argon2id.MEMLIMIT_MODERATE}
MOST_EFFORT = {"operations": 20, "memory": 2**31}  # above any file of ours
NOTE = (
    "The private key of an organizer of the Peace Summit. With its passphrase it opens sensitive "
    "answers. Keep two copies, offline, in two places; never on the server, never in an e-mail."
)


class KeyFileError(ValueError):
    """A file that is not one of our private keys, or a wrong passphrase."""


def protect(key: PrivateKey, passphrase: str) -> str:
    """Return the content of a file with `key`, protected with `passphrase`."""
    salt = random(argon2id.SALTBYTES)
    box = _box(passphrase, salt, **EFFORT).encrypt(bytes(key))
    content = {
        "note": NOTE,
        "version": VERSION,
        "made": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "name": key_name(key.public_key),
        "public_key": public_text(key),
        **EFFORT,
        "salt": base64.b64encode(salt).decode(),
        "box": base64.b64encode(box).decode(),
    }
    return json.dumps(content, indent=2) + "\n"


def read_name(text: str) -> str:
    """Return the name of the key in a file, without its passphrase. Raises KeyFileError."""
    return str(_read(text)["name"])


def unprotect(text: str, passphrase: str) -> PrivateKey:
    """Return the key in the content of a file. Raises KeyFileError."""
    content = _read(text)
    try:
        effort = {name: int(content[name]) for name in EFFORT}
        salt, box = (base64.b64decode(content[name], validate=True) for name in ("salt", "box"))
        if any(effort[name] > most for name, most in MOST_EFFORT.items()):
            raise ValueError
        opener = _box(passphrase, salt, **effort)
    except (KeyError, TypeError, ValueError, CryptoError) as error:
        raise KeyFileError("The file of the private key is damaged.") from error
    try:
        key = PrivateKey(opener.decrypt(box))
    except (CryptoError, TypeError, ValueError) as error:
        raise KeyFileError("This is not the passphrase of the key, or its file is damaged.") from (
            error
        )
    if public_text(key) != content.get("public_key"):
        raise KeyFileError("The file of the private key is damaged.")
    return key


def public_text(key: PrivateKey) -> str:
    """Return the public key in the format of the settings."""
    return write_public_key(key.public_key)


def write_new(path: Path, text: str) -> None:
    """Write a file that only its owner may read. Raises FileExistsError if it exists."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _read(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
        version, _name, _box = content["version"], content["name"], content["box"]
    except (KeyError, TypeError, ValueError) as error:
        raise KeyFileError("This is not the file of a private key.") from error
    if version != VERSION:
        raise KeyFileError("The file of the private key was made by a newer version of this site.")
    return content


def _box(passphrase: str, salt: bytes, operations: int, memory: int) -> SecretBox:
    # Keyboards differ in whether they compose accents: normalize them.
    secret = unicodedata.normalize("NFKC", passphrase).encode()
    return SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, secret, salt, operations, memory))
