"""A running site with one small form: real server, real worker, real mail server, real kills."""

import os
import re
import signal
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

from scripts.environment import PYTHON, compile_messages
from scripts.toolbox import ROOT
from tests.browser.server import FOREIGN, HOST, Site, free_port, own_database, wait_for

FORM = """
import uuid
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from home.models import HomePage
from peacesummit import structure
from signups.models import SignUpPage
structure.build()
def block(kind, **value):
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}
home = HomePage.objects.get(locale__language_code="en")
page = home.add_child(instance=SignUpPage(
    title="Sign up", slug="sign-up", capacity=__CAPACITY__, email_required=True,
    fields=[
        block("text", label="Full name", key="full_name", required=True, autocomplete="name"),
        block("email", label="E-mail", key="email", required=True, autocomplete="email"),
    ],
))
copy = page.copy_for_translation(
    HomePage.objects.get(locale__language_code="es").locale).specific
copy.title, copy.slug, copy.live = "Inscripción", "inscripcion", True
copy.save()
from peacesummit.sample import accounts
accounts.create()
"""
PATHS = ("/en/sign-up/", "/es/inscripcion/")
HIDDEN = re.compile(r'<input type="(?:hidden|text)" name="([^"]+)" value="([^"]*)"')


class Running:
    """The processes of one site; each can be killed without a word and started again."""

    def __init__(self, folder: Path, env: dict[str, str], database: str):
        self.folder, self.env = folder, env
        self.site = Site(f"http://{HOST}:{env['PORT']}", database)
        self.processes: dict[str, subprocess.Popen] = {}

    COMMANDS = {
        "web": ["-m", "gunicorn", "--config", "peacesummit/gunicorn.py"],
        "worker": ["manage.py", "worker", "--interval", "0.2"],
    }

    def start(self, name: str) -> None:
        log = self.folder / f"{name}.log"
        with log.open("a") as output:
            self.processes[name] = subprocess.Popen(
                [str(PYTHON), *self.COMMANDS[name]],
                cwd=ROOT,
                env=self.env,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that all of it can be killed at once
            )
        if name == "web":
            wait_for(f"{self.site.url}/en/", self.processes[name], log)

    def kill(self, name: str) -> None:
        """End a process and its children with SIGKILL: no handler runs, nothing is finished."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_all(self) -> None:
        for name in list(self.processes):
            self.kill(name)


@contextmanager
def site_with_form(folder: Path, *, capacity: int | None, mail: str, **more) -> Iterator[Running]:
    """Make a site with one form in two languages; yield it with nothing running yet."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    env |= {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "peacesummit.settings.demo",
        "EMAIL_URL": mail,
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ROOT),
        "TRUSTED_PROXIES": "1",  # each person comes from an address of her own
        **more,
    }
    with own_database(os.environ.get("DATABASE_URL", ""), port) as database:
        if database:
            env["DATABASE_URL"] = database
        compile_messages()
        subprocess.run(
            [str(PYTHON), "-c", FORM.replace("__CAPACITY__", repr(capacity))],
            cwd=ROOT,
            env=env,
            check=True,
        )
        running = Running(folder, env, database or str(folder / "site.sqlite3"))
        try:
            yield running
        finally:
            running.kill_all()


class Person:
    """Somebody with a browser: loads the form once, sends it as often as she has to."""

    def __init__(self, site: Site, number: int):
        self.url = site.url + PATHS[number % 2]
        self.address = f"person{number}@example.org"
        self.hidden: dict[str, str] = {}
        self.network = f"198.51.{number // 250}.{number % 250 + 1}"
        self.browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), NoRedirect()
        )

    def _open(self, data: bytes | None = None):
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.url, data, {"X-Forwarded-For": self.network}
        )
        return self.browser.open(request, timeout=60)

    def load(self) -> None:
        with self._open() as page:
            self.hidden = dict(HIDDEN.findall(page.read().decode()))

    def send(self, **more: str) -> bool:
        """Send the form; return whether the site said that it was received."""
        data = {**self.hidden, "full_name": self.address, "email": self.address, **more}
        try:
            with self._open(urllib.parse.urlencode(data).encode()) as answer:
                answer.read()
                return False
        except urllib.error.HTTPError as answer:
            return answer.code == 303
        except OSError:  # the server is away
            return False


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None
