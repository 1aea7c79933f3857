"""Secrets that are made once and kept in files that only their owner can read."""

import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """Return the secret kept at `path`, making it (64 URL-safe characters, mode 0600) if absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret


def kept_public_key(public: Path, private: Path, passphrase: str) -> str:
    """Return the public key kept at `public`, making the pair if absent.

    The private half is written to `private`, protected with `passphrase`. For the demonstration
    alone, whose server is the computer of who looks at it.
    """
    if public.exists():
        return public.read_text().strip()
    from nacl.public import PrivateKey

    from peacesummit.private_key import protect, public_text, unprotect, write_new

    key = PrivateKey.generate()
    try:
        write_new(private, protect(key, passphrase))
    except FileExistsError:  # only its public half is missing
        key = unprotect(private.read_text(), passphrase)
    text = public_text(key)
    public.write_text(text)
    return text
