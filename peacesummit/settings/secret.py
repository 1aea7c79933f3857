"""Create secrets once, and keep them in files that only their owner can read."""

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
    """Lock a folder against other processes, several of which may start at once."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)  # also releases the lock


def kept_secret(path: Path) -> str:
    """Return the secret in `path`; create it (64 URL-safe characters, mode 0600) if missing."""
    with _one_at_a_time(path.parent):
        if not path.exists():
            write_new(path, secrets.token_urlsafe(48))
        return path.read_text().strip()


def kept_public_key(public: Path, private: Path, passphrase: str) -> str:
    """Return the public key in `public`; create the key pair if missing.

    The private key is written to `private`, protected with `passphrase`. Only for the demo, whose
    server is the user's own computer.
    """
    with _one_at_a_time(public.parent):
        if not public.exists():
            if private.exists():  # only the public key is missing
                key = unprotect(private.read_text(), passphrase)
            else:
                key = PrivateKey.generate()
                write_new(private, protect(key, passphrase))
            public.write_text(public_text(key))
        return public.read_text().strip()
