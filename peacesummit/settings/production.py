"""Define the production settings. Refuses to start without required variables, and lists them."""

from urllib.parse import urlsplit

from django.http.request import validate_host

from peacesummit.settings.base import *  # noqa: F403
from peacesummit.settings.base import ALLOWED_HOSTS, ANSWERS_KEYS, SITE_URL
from peacesummit.settings.environment import env

REQUIRED = {
    "SECRET_KEY": "a long random text, for example from `openssl rand -base64 48`",
    "SITE_URL": "the public address, for example https://summit.example.org",
    "ALLOWED_HOSTS": "the host names that answer, separated by commas",
    "DATABASE_URL": "for example postgres://user:password@host/name",
    "ANSWERS_KEYS": "a long random text, in which the answers of sign-ups are encrypted",
    "EMAIL_URL": "for example smtp+tls://user:password@host:587",
}
for _name, _what in REQUIRED.items():
    if not env.text(_name):
        env.fault(f"{_name} is needed in production: {_what}.")

SECRET_KEY = env.text("SECRET_KEY")
if SECRET_KEY and len(SECRET_KEY) < 50:
    env.fault("SECRET_KEY is too short: at least 50 characters are needed.")
if any(len(key) < 32 for key in ANSWERS_KEYS):
    env.fault("ANSWERS_KEYS: one is too short, at least 32 characters are needed.")
if env.text("SITE_URL").startswith("http://"):
    env.fault("SITE_URL must begin with https:// in production.")
if "*" in ALLOWED_HOSTS:
    env.fault("ALLOWED_HOSTS must not be “*” in production: name the hosts that answer.")
elif not any(fault.startswith(("ALLOWED_HOSTS", "SITE_URL")) for fault in env.faults):
    _host = urlsplit(SITE_URL).hostname or ""
    if not validate_host(f"[{_host}]" if ":" in _host else _host, ALLOWED_HOSTS):
        env.fault(f"ALLOWED_HOSTS must hold the host of SITE_URL, {_host}.")
env.stop_if_wrong()

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
