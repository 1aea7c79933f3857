"""A real server for the browser: the sample site in its own process, folder and database.

Whatever the tests change is discarded afterwards; the tests’ own database is not used. The site is
built once for all processes of a test run, and copied.
"""

import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import psycopg

from scripts.environment import PYTHON, compile_messages, manage
from scripts.toolbox import ROOT
from tests.databases import FILE, Made, drop_shared, made_once, own_copy, schema

HOST = "127.0.0.1"
PASSWORD = "cumbre-demo"
PATIENCE = 300  # seconds; a shared machine may be slow
# Variables with which this server would differ from what `make run` starts on a clean machine.
FOREIGN = (
    "ALLOWED_HOSTS", "DATABASE_URL", "DEFAULT_FROM_EMAIL", "DEMO_PASSWORD", "EMAIL_URL",
    "ANSWERS_KEYS", "GUNICORN_CMD_ARGS", "REDIS_URL", "S3_BUCKET", "SEALING_PUBLIC_KEY",
    "SECRET_KEY", "SECRET_KEY_FALLBACKS", "SITE_URL", "TRUSTED_PROXIES", "VIRTUAL_ENV",
    "WEB_CONCURRENCY", "WEB_THREADS",
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A running site: its address, and its database for inspection."""

    url: str
    database: str  # postgres://…, or the path of an SQLite file

    def query(self, statement: str) -> list[tuple]:
        """Return the rows of a SELECT, read while the server runs."""
        if "://" in self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(statement.encode()).fetchall()
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(statement).fetchall()

    def sitemap(self) -> list[str]:
        """Return the path of every page in the sitemap, in its order."""
        with urllib.request.urlopen(f"{self.url}/sitemap.xml", timeout=PATIENCE) as answer:  # noqa: S310
            text = answer.read().decode()
        return [urlsplit(found).path for found in re.findall(r"<loc>\s*([^<]+?)\s*</loc>", text)]

    def page_id(self, path: str) -> int:
        """Return the id of the page at `path`, for example /es/acerca-de/."""
        language, *slugs = path.strip("/").split("/")
        pages = self.query(
            "SELECT page.id, page.url_path, locale.language_code FROM wagtailcore_page page"
            " JOIN wagtailcore_locale locale ON locale.id = page.locale_id"
        )
        found = [
            number
            for number, url_path, code in pages
            if code == language and url_path.strip("/").split("/")[1:] == slugs
        ]
        assert len(found) == 1, path
        return found[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def running(folder: Path, shared: Path | None = None) -> Iterator[Site]:
    """Put the sample site into `folder`, serve it as `make run` does, and stop it afterwards.

    `shared` is a folder that several processes use: one of them builds the site in it, and each
    takes a copy.
    """
    port = free_port()
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    env |= {
        "DEMO_PASSWORD": PASSWORD,
        "DJANGO_SETTINGS_MODULE": "peacesummit.settings.demo",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "TRUSTED_PROXIES": "1",  # each reader sends their own address
    }
    with tempfile.TemporaryDirectory() as alone:
        shared = shared or Path(alone)
        made = made_once(shared, "sample", lambda made: build(env, made), schema(shared))
        with own_copy(made, port) as database:
            shutil.copytree(made.folder, folder, dirs_exist_ok=True)
            here = Made(folder, database)
            move(here, port)
            with served(env | here.environment(), folder / "server.log", f"http://{HOST}:{port}"):
                yield Site(f"http://{HOST}:{port}", database or str(folder / FILE))
        drop_shared(Path(alone))


def move(here: Made, port: int) -> None:
    """Make the copy of a site answer at `port`, as `manage.py prepare` does in a process."""
    statement = f"UPDATE wagtailcore_site SET port = {port}"  # noqa: S608
    if here.database:
        with psycopg.connect(here.database) as connection:
            moved = connection.execute(statement.encode()).rowcount
    else:
        with closing(sqlite3.connect(here.folder / FILE)) as file, file:
            moved = file.execute(statement).rowcount
    assert moved == 1


def build(env: dict[str, str], made: Made) -> None:
    """Create the database with the sample content and, at the same time, the static files."""
    compile_messages()
    prepare(env, made, ["collectstatic", "--no-input", "--verbosity=0"])


def prepare(env: dict[str, str], made: Made, *beside: list[str]) -> None:
    """Run `manage.py prepare`, and other commands at the same time."""
    env = env | made.environment()
    steps = {}
    for command in (["prepare"], *beside):
        log = made.folder / f"{command[0]}.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [str(part) for part in manage(*command, settings="demo")],
                cwd=ROOT,
                env=env,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        steps[log] = process
    for log, process in steps.items():
        try:
            code = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        assert code == 0, f"{log.stem} failed:\n{log.read_text()}"


@contextmanager
def served(env: dict[str, str], log: Path, url: str) -> Iterator[str]:
    """Run gunicorn until the block ends; the block starts when the site answers."""
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(PYTHON), "-m", "gunicorn", "--config", str(ROOT / "peacesummit" / "gunicorn.py")],
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"{url}/en/", process, log)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    """Return when `url` answers 200; fail with the server’s own output if it does not."""
    until = time.monotonic() + PATIENCE
    trusted = ssl.create_default_context()  # urlopen alone keeps the certificates of its first call
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=30, context=trusted):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer:\n{log.read_text()}")
