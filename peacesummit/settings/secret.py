"""Secrets that are made once and kept in files that only their owner can read."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nacl.public import PrivateKey

from peacesummit.private_key import protect, public_text, unprotect, write_new


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Let no other process read what this one has half written: several may start at once."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)  # and the lock with it


def kept_secret(path: Path) -> str:
    """Return the secret kept at `path`, making it (64 URL-safe characters, mode 0600) if absent."""
    with _one_at_a_time(path.parent):
        if not path.exists():
            write_new(path, secrets.token_urlsafe(48))
        return path.read_text().strip()


def kept_public_key(public: Path, private: Path, passphrase: str) -> str:
    """Return the public key kept at `public`, making the pair if absent.

    The private half is written to `private`, protected with `passphrase`. For the demonstration
    alone, whose server is the computer of who looks at it.
    """
    with _one_at_a_time(public.parent):
        if not public.exists():
            if private.exists():  # only its public half is missing
                key = unprotect(private.read_text(), passphrase)
            else:
                key = PrivateKey.generate()
                write_new(private, protect(key, passphrase))
            public.write_text(public_text(key))
        return public.read_text().strip()
