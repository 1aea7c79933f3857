"""A real server for the browser: the sample site, in a process, a folder and a database of its own.

What the tests touch here is thrown away afterwards; nothing of the tests' own database is used.
On SQLite the site is built once for all processes of a test run, and copied.
"""

import fcntl
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from scripts.environment import PYTHON, compile_messages, manage
from scripts.toolbox import ROOT

HOST = "127.0.0.1"
PASSWORD = "cumbre-demo"
PATIENCE = 300  # seconds; a shared machine may be slow
# What would make this server another one than `make run` starts on a machine with nothing set.
FOREIGN = (
    "ALLOWED_HOSTS", "DATABASE_URL", "DEFAULT_FROM_EMAIL", "DEMO_PASSWORD", "EMAIL_URL",
    "ANSWERS_KEYS", "GUNICORN_CMD_ARGS", "REDIS_URL", "S3_BUCKET", "SEALING_PUBLIC_KEY",
    "SECRET_KEY", "SECRET_KEY_FALLBACKS", "SITE_URL", "TRUSTED_PROXIES", "VIRTUAL_ENV",
    "WEB_CONCURRENCY", "WEB_THREADS",
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A running site: its address, and its database to look into."""

    url: str
    database: str  # postgres://…, or the path of an SQLite file

    def query(self, statement: str) -> list[tuple]:
        """Return the rows that one SELECT finds, read beside the running server."""
        if "://" in self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(statement.encode()).fetchall()
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(statement).fetchall()

    def sitemap(self) -> list[str]:
        """Return the path of every page that the sitemap names, in its order."""
        with urllib.request.urlopen(f"{self.url}/sitemap.xml", timeout=PATIENCE) as answer:  # noqa: S310
            text = answer.read().decode()
        return [urlsplit(found).path for found in re.findall(r"<loc>\s*([^<]+?)\s*</loc>", text)]

    def page_id(self, path: str) -> int:
        """Return the id of the page that answers at `path`, for example /es/acerca-de/."""
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
    """Put the sample site into `folder`, serve it as `make run` does, and end it afterwards.

    `shared` is a folder that several processes have: one of them builds the site there, and each
    takes a copy.
    """
    port = free_port()
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    env |= {
        "DATA_DIR": str(folder),
        "DEMO_PASSWORD": PASSWORD,
        "DJANGO_SETTINGS_MODULE": "peacesummit.settings.demo",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "TRUSTED_PROXIES": "1",  # each reader says from where she comes
    }
    with own_database(os.environ.get("DATABASE_URL", ""), port) as database:
        if database:
            env["DATABASE_URL"] = database
        if database or shared is None:
            build(env, folder)
        else:
            built = built_once(shared, "site", lambda folder: build(env, folder))
            shutil.copytree(built, folder, dirs_exist_ok=True)
            prepare(env, folder)  # as at each start: it stands at another address now
        with served(env, folder / "server.log", f"http://{HOST}:{port}") as url:
            yield Site(url, database or str(folder / "site.sqlite3"))


@contextmanager
def own_database(url: str, port: int, template: str = "template1") -> Iterator[str]:
    """Make a database beside the one that `url` names, and give its address.

    It starts as a copy of the database `template`. Without PostgreSQL, give nothing.
    """
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgres"):
        yield ""
        return
    # Named like the test runner's, so that whoever removes those finds it after a crash as well.
    name = f"test_{parts.path.strip('/')}_browser_{port}"
    identifier = sql.Identifier(name)
    with psycopg.connect(url, autocommit=True) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(statement.format(identifier, sql.Identifier(template)))
    try:
        yield urlunsplit(parts._replace(scheme="postgres", path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def built_once(shared: Path, name: str, build: Callable[[Path], object]) -> Path:
    """Return the folder `name` below `shared`: whoever comes first builds it, the others wait."""
    folder, complete = shared / name, shared / f"{name}.complete"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            folder.mkdir(exist_ok=True)
            build(folder)
            complete.touch()
    return folder


def build(env: dict[str, str], folder: Path) -> None:
    """Make the database with the sample content and, at the same time, the static files."""
    compile_messages()
    prepare(env, folder, ["collectstatic", "--no-input", "--verbosity=0"])


def prepare(env: dict[str, str], folder: Path, *beside: list[str]) -> None:
    """Run `manage.py prepare`, and other commands at the same time."""
    env = env | {"DATA_DIR": str(folder)}
    steps = {}
    for command in (["prepare"], *beside):
        log = folder / f"{command[0]}.log"
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
    """Run gunicorn until the block ends; the block begins when the site answers."""
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
    """Return when `url` answers 200; fail with the server's own words when it does not."""
    until = time.monotonic() + PATIENCE
    trusted = ssl.create_default_context()  # urlopen alone keeps those of its first call for good
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=30, context=trusted):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer:\n{log.read_text()}")
