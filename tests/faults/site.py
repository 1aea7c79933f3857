"""A running site with small forms: real server, real worker, real mail server, real kills."""

import os
import re
import shutil
import signal
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

from scripts.environment import PYTHON, compile_messages
from scripts.toolbox import ROOT
from tests.browser.server import FOREIGN, HOST, Site, free_port, move, wait_for
from tests.databases import FILE, Made, made_once, own_copy, schema

FORMS = """
import sys
import uuid
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from home.models import HomePage
from home import structure
from signups.models import SignUpPage
structure.build()
def block(kind, **value):
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}
home = HomePage.objects.get(locale__language_code="en")
inicio = HomePage.objects.get(locale__language_code="es")
for slug, spanish, capacity in (
    ("open", "abierto", None), ("few", "pocos", int(sys.argv[1])), ("one", "uno", 1)
):
    page = home.add_child(instance=SignUpPage(
        title="Sign up", slug=slug, capacity=capacity, email_required=True,
        fields=[
            block("text", label="Full name", key="full_name", required=True, autocomplete="name"),
            block("email", label="E-mail", key="email", required=True, autocomplete="email"),
        ],
    ))
    copy = page.copy_for_translation(inicio.locale).specific
    copy.title, copy.slug, copy.live = "Inscripción", spanish, True
    copy.save()
from sample import accounts
accounts.create()
"""
POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
PLACES = 50 if POSTGRESQL else 10  # SQLite serves a small site
SAMPLE = ("/en/sign-up/", "/es/inscripcion/")  # the form of the sample content
OPEN, FEW, ONE = (
    ("/en/open/", "/es/abierto/"),
    ("/en/few/", "/es/pocos/"),
    ("/en/one/", "/es/uno/"),
)
HIDDEN = re.compile(r'<input type="(?:hidden|text)" name="([^"]+)" value="([^"]*)"')


class Running:
    """The processes of a site; each can be killed without warning and restarted."""

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

    def run(self, *arguments: str) -> None:
        """Run Python to completion in the environment of the site."""
        subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=self.env, check=True)

    def kill(self, name: str) -> None:
        """End a process and its children with SIGKILL: no handler runs, nothing is finished."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_all(self) -> None:
        for name in list(self.processes):
            self.kill(name)


@dataclass(frozen=True)
class Forms:
    """A site with its forms and no running processes: each test gets a copy."""

    made: Made
    env: dict[str, str]


def site_with_forms(shared: Path) -> Forms:
    """Build the site with its forms below `shared`, once for all processes of a run."""
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    env |= {
        "DJANGO_SETTINGS_MODULE": "peacesummit.settings.demo",
        "EMAIL_URL": "dummymail://",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ROOT),
        "TRUSTED_PROXIES": "1",  # each person comes from their own address
    }

    def build(made: Made) -> None:
        compile_messages()
        command = [str(PYTHON), "-c", FORMS, str(PLACES)]
        subprocess.run(command, cwd=ROOT, env=env | made.environment(), check=True)

    return Forms(made_once(shared, "forms", build, schema(shared)), env)


@contextmanager
def copy_of(forms: Forms, folder: Path, **more: str) -> Iterator[Running]:
    """Copy the site into `folder` and yield it, not yet started; `more` adds to its environment."""
    port = free_port()
    shutil.copytree(forms.made.folder, folder, dirs_exist_ok=True)
    with own_copy(forms.made, port) as database:
        here = Made(folder, database)
        env = forms.env | here.environment() | {"PORT": str(port)} | more
        move(here, port)
        running = Running(folder, env, database or str(folder / FILE))
        try:
            yield running
        finally:
            running.kill_all()


class Person:
    """A person with a browser, who loads the form once and sends it as often as needed."""

    def __init__(self, site: Site, number: int, paths: tuple[str, str] = SAMPLE):
        self.url = site.url + paths[number % 2]
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
        """Send the form; return whether the site confirmed receipt."""
        data = {**self.hidden, "full_name": self.address, "email": self.address, **more}
        try:
            with self._open(urllib.parse.urlencode(data).encode()) as answer:
                answer.read()
                return False
        except urllib.error.HTTPError as answer:
            return answer.code == 303
        except OSError:  # the server is down
            return False


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None
