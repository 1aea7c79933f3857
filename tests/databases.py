"""Build what takes long once per run and copy it: the schema, the sample site, a site of forms.

On PostgreSQL the copies are databases created from a template, on SQLite files. What all processes
of a run share is in a shared folder; its databases are dropped when the run ends.
"""

import fcntl
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from scripts.environment import PYTHON
from scripts.toolbox import ROOT, digest

FILE = "site.sqlite3"  # in DATA_DIR, if DATABASE_URL is not set
EMPTY = "template1"  # PostgreSQL's own
SCHEMA = """
import django
django.setup()
from django.core.management import call_command
from home import structure
call_command("migrate", verbosity=0)
structure.build()
"""


@dataclass(frozen=True)
class Made:
    """A data folder, and its database on PostgreSQL: postgres://…, or "" on SQLite."""

    folder: Path
    database: str

    @property
    def name(self) -> str:
        """The name of the database on PostgreSQL."""
        return urlsplit(self.database).path.strip("/")

    def environment(self) -> dict[str, str]:
        """Return the environment variables with which a process uses it."""
        database = {"DATABASE_URL": self.database} if self.database else {}
        return {"DATA_DIR": str(self.folder), **database}


def server() -> str:
    """Return the address of the database that the tests run on, or "" on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def address(name: str) -> str:
    """Return the address of a database on the same server, or "" on SQLite."""
    parts = urlsplit(server())
    return urlunsplit(parts._replace(scheme="postgres", path=f"/{name}")) if server() else ""


def create(name: str, template: str = EMPTY) -> None:
    """Create the database `name` as a copy of `template`."""
    with psycopg.connect(server(), autocommit=True) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def drop(name: str) -> None:
    with psycopg.connect(server(), autocommit=True) as connection:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(statement.format(sql.Identifier(name)))


def prefix() -> str:
    """Return the test runner’s prefix: its cleanup finds these databases after a crash too."""
    return f"test_{urlsplit(server()).path.strip('/')}"


def shared_name(shared: Path, name: str) -> str:
    """Return the name of the database for `name` below `shared`."""
    return f"{prefix()}_{digest(str(shared))[:8]}_{name}"


def built_once(shared: Path, name: str, build: Callable[[Path], object]) -> Path:
    """Return the folder `name` below `shared`: the first process builds it, the others wait."""
    folder, complete = shared / name, shared / f"{name}.complete"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            folder.mkdir(exist_ok=True)
            build(folder)
            complete.touch()
    return folder


def made_once(
    shared: Path, name: str, build: Callable[[Made], object], start: Made | None = None
) -> Made:
    """Return the site `name` below `shared`, built once like `built_once`.

    It starts as a copy of `start`, and `build` goes on from there.
    """
    own = shared_name(shared, name)

    def begin(folder: Path) -> None:
        if server():
            create(own, start.name if start else EMPTY)
        elif start:
            copy_file(start.folder / FILE, folder / FILE)
        build(Made(folder, address(own)))

    return Made(built_once(shared, name, begin), address(own))


def drop_shared(shared: Path) -> None:
    """Drop the databases that all processes of a run shared."""
    if server():
        for complete in shared.glob("*.complete"):
            drop(shared_name(shared, complete.stem))


@contextmanager
def own_copy(made: Made, port: int) -> Iterator[str]:
    """Copy the database on PostgreSQL and yield the address of the copy; on SQLite yield ""."""
    if not made.database:
        yield ""
        return
    name = f"{prefix()}_site_{port}"
    create(name, made.name)
    try:
        yield address(name)
    finally:
        drop(name)


def schema(shared: Path) -> Made:
    """Build what every installation has: all tables, languages, home pages, groups."""

    def build(made: Made) -> None:
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        env |= {"DJANGO_SETTINGS_MODULE": "peacesummit.settings.test", "PYTHONPATH": str(ROOT)}
        command = [str(PYTHON), "-c", SCHEMA]
        subprocess.run(command, cwd=ROOT, env=env | made.environment(), check=True)

    return made_once(shared, "schema", build)


def copy_file(source: Path, target: Path | str) -> None:
    """Copy an SQLite database into a file, or into memory (`file:…`)."""
    with (
        closing(sqlite3.connect(source)) as original,
        closing(sqlite3.connect(target, uri=str(target).startswith("file:"))) as copy,
    ):
        original.backup(copy)


@contextmanager
def starting_from(made: Made, connection) -> Iterator[None]:
    """Make Django’s test runner create its database as a copy of `made` inside the block."""
    if made.database:
        connection.settings_dict["TEST"]["TEMPLATE"] = made.name
        yield
        return
    name = connection.creation._get_test_db_name()
    if not connection.creation.is_in_memory_db(name):
        yield
        return
    # A database in memory lives as long as a connection to it is open.
    with closing(sqlite3.connect(name, uri=True)):
        copy_file(made.folder / FILE, name)
        yield
