"""Encrypt what is stored in the database: Fernet, that is AES-128-CBC with HMAC-SHA256.

The keys are derived from `ANSWERS_KEYS` alone, so a new `SECRET_KEY` does not affect stored data.
The first one encrypts, all of them decrypt: see `manage.py rotate_answers`.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings


def encrypt(text: str) -> str:
    """Return a text encrypted with the first key: ASCII, and different each time."""
    return _fernet(settings.ANSWERS_KEYS[0]).encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """Return the decrypted text. Raises `InvalidToken` if no key fits."""
    keys = [_fernet(key) for key in settings.ANSWERS_KEYS]
    return MultiFernet(keys).decrypt(stored.encode()).decode()


def is_current(stored: str) -> bool:
    """Return whether something was encrypted with the first key."""
    try:
        _fernet(settings.ANSWERS_KEYS[0]).decrypt(stored.encode())
    except InvalidToken:
        return False
    return True


@lru_cache(maxsize=32)
def _fernet(text: str) -> Fernet:
    """Return the key derived from a text: slowly (50 ms), to protect one that is not random."""
    slow = Scrypt(salt=b"peace-summit answers", length=32, n=2**14, r=8, p=1)
    return Fernet(urlsafe_b64encode(slow.derive(text.encode())))
