"""Production. Refuses to start without what it needs, and says which."""

from django.core.exceptions import ImproperlyConfigured

from peacesummit.settings.base import *  # noqa: F403
from peacesummit.settings.base import SALT_KEY, SITE_URL, env

REQUIRED = {
    "SECRET_KEY": "a long random text, for example from `openssl rand -base64 48`",
    "SITE_URL": "the public address, for example https://summit.example.org",
    "ALLOWED_HOSTS": "the host names that answer, separated by commas",
    "DATABASE_URL": "for example postgres://user:password@host/name",
    "ANSWERS_KEYS": "a long random text, in which the answers of sign-ups are encrypted",
    "EMAIL_URL": "for example smtp+tls://user:password@host:587",
}
_missing = [name for name in REQUIRED if not env(name, default="")]
if _missing:
    raise ImproperlyConfigured(
        "These environment variables are needed in production: "
        + "; ".join(f"{name} ({REQUIRED[name]})" for name in _missing)
        + "."
    )

SECRET_KEY = env("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: at least 50 characters are needed.")
if any(len(key) < 32 for key in SALT_KEY):
    raise ImproperlyConfigured("ANSWERS_KEYS: one is too short, at least 32 characters are needed.")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must start with https:// in production.")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
