"""Settings for tests: real database and templates, cheap password hashes, temporary files."""

import base64
import tempfile
from pathlib import Path

from nacl.public import PrivateKey

from peacesummit.settings.base import *  # noqa: F403
from peacesummit.settings.base import INSTALLED_APPS, STORAGES
from peacesummit.settings.environment import env

env.stop_if_wrong()

INSTALLED_APPS = [*INSTALLED_APPS, "sample"]
SECRET_KEY = "for-tests-only-" + "x" * 40
ANSWERS_KEYS = ["for-tests-only-" + "y" * 40]
# The private key is discarded: nothing decrypts what the tests encrypt.
SEALING_PUBLIC_KEY = base64.urlsafe_b64encode(bytes(PrivateKey.generate().public_key)).decode()
DEMO_PASSWORD = "cumbre-demo"  # noqa: S105
ALLOWED_HOSTS = ["*"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
_FILES = tempfile.TemporaryDirectory(prefix="summit-test-")
MEDIA_ROOT = Path(_FILES.name) / "media"
STATIC_ROOT = Path(_FILES.name)  # must exist, or WhiteNoise warns
