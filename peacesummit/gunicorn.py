"""How gunicorn serves the site, on one machine or on many.

`make run` uses it as it is; elsewhere `GUNICORN_CMD_ARGS` overrides, for example
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
preload_app = True  # whatever is wrong is said once, before anything listens
timeout = 60
# Longer than a writer waits for SQLite (20 s, see `timeout` in the settings): who has been let in
# when the server is told to end gets an answer. Whatever ends it must wait as long.
graceful_timeout = 30
keepalive = 5
loglevel = settings.GUNICORN_LOG_LEVEL.lower()
# There is no log of requests unless one is named (`--access-logfile`), and then it holds neither
# who asked nor from which page, nor what stands behind the question mark.
access_log_format = '%(t)s "%(r)s" %(s)s %(b)s %(M)s'
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat must not wait for a slow disk


class SecretiveLogger(Logger):
    """Gunicorn's own logger, which blanks personal links and the like in all that it writes."""

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
    """What a person who just started the site needs to know: addresses and sample sign-ins."""
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
            "     Mail lies in mail/ below the data. The key that opens sealed answers, with the",
            "     same password: organizer/summit-private-key.txt (docs/privacy.md)",
            "",
            "     Ctrl-C stops the site. Data and pictures stay in " + str(settings.DATA_DIR),
            "",
        ]
    )


def when_ready(server) -> None:
    """Called by gunicorn once it listens and the site is loaded."""
    if settings.SETTINGS_MODULE.endswith(".demo"):
        # Whoever closes the terminal is done; elsewhere the signal asks for a reload.
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGINT))
        print(welcome(), flush=True)
