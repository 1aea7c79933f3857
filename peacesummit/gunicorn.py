"""Configure gunicorn, for one machine or many.

`make run` uses this file unchanged; elsewhere, override it with `GUNICORN_CMD_ARGS`, for example
`--bind=0.0.0.0:8000`.
"""

import os
import signal
from pathlib import Path

from django.conf import settings
from gunicorn.glogging import Logger

from pages.secret_links import BlankSecrets
from peacesummit.settings.environment import report_wrong_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peacesummit.settings.production")
with report_wrong_settings():
    bind = f"127.0.0.1:{settings.PORT}"

wsgi_app = "peacesummit.wsgi:application"

worker_class = "peacesummit.web_worker.Worker"
workers = settings.WEB_CONCURRENCY
threads = settings.WEB_THREADS
preload_app = True  # report errors once, before anything listens
timeout = 60
# Longer than writers wait for SQLite (20 s, see `timeout` in the settings), so that accepted
# requests are answered during a shutdown. Whatever stops gunicorn must wait as long.
graceful_timeout = 30
keepalive = 5
loglevel = settings.GUNICORN_LOG_LEVEL.lower()
# No access log unless one is configured (`--access-logfile`); it then leaves out client address,
# referrer and query string.
access_log_format = '%(t)s "%(r)s" %(s)s %(b)s %(M)s'
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat must not wait for a slow disk


class SecretiveLogger(Logger):
    """Gunicorn's logger, which blanks secrets such as personal links."""

    def setup(self, cfg) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            if not any(isinstance(each, BlankSecrets) for each in log.filters):
                log.addFilter(BlankSecrets())

    def atoms(self, resp, req, environ, request_time) -> dict:
        found = super().atoms(resp, req, environ, request_time)
        path = environ["RAW_URI"].partition("?")[0]
        found["r"] = f"{environ['REQUEST_METHOD']} {path} {environ['SERVER_PROTOCOL']}"
        return found


logger_class = SecretiveLogger


def welcome() -> str:
    """Return the start message of the demo: URLs and sample accounts."""
    from sample.accounts import ACCOUNTS

    site = f"http://{bind}"
    languages = [(str(name), f"{site}/{code}/") for code, name in settings.LANGUAGES]
    addresses = [*languages, ("Editing", f"{site}/admin/")]
    width = max(len(name) for name, _address in addresses)
    lines = [f"     {name:<{width}}  {address}" for name, address in addresses]
    return "\n".join(
        [
            "",
            "The Peace Summit is open:",
            *lines,
            "",
            f"     Sign in as {', '.join(ACCOUNTS)}.",
            f"     The password of each is: {settings.DEMO_PASSWORD}",
            "     Email is saved in mail/ below the data. The key for encrypted answers, with the",
            "     same password: organizer/summit-private-key.txt (docs/privacy.md)",
            "",
            "     Ctrl-C stops the site. Data and pictures stay in " + str(settings.DATA_DIR),
            "",
        ]
    )


def when_ready(server) -> None:
    """Gunicorn hook: print the start message once the site is loaded and listening."""
    if settings.SETTINGS_MODULE.endswith(".demo"):
        # Closing the terminal should stop the demo; by default SIGHUP reloads.
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGINT))
        print(welcome(), flush=True)
