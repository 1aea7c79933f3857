"""A secret that is made once and kept in a file that only its owner can read."""

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
