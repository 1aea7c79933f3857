"""The organizers' public key from the settings."""

from django.conf import settings
from nacl.public import PublicKey

from signups.privacy.sealing import SealError, read_public_key


def sealing_key() -> PublicKey:
    """Return the key that encrypts sensitive answers; raise SealError if there is none."""
    if not settings.SEALING_PUBLIC_KEY:
        raise SealError("No key is configured to seal sensitive answers with.")
    return read_public_key(settings.SEALING_PUBLIC_KEY)


def can_seal() -> bool:
    try:
        sealing_key()
    except SealError:
        return False
    return True
