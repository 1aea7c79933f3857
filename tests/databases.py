"""What takes long is made once a run and copied: the schema, the sample site, a site of forms.

On PostgreSQL the copies are databases made from a template, on SQLite files. What is made for all
processes of a run lies in a folder that they share; its databases are dropped when the run ends.
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

FILE = "site.sqlite3"  # in DATA_DIR, where no DATABASE_URL is set
EMPTY = "template1"  # PostgreSQL's own
SCHEMA = """
import django
django.setup()
from django.core.management import call_command
from peacesummit import structure
call_command("migrate", verbosity=0)
structure.build()
"""


@dataclass(frozen=True)
class Made:
    """A folder of data, and its database on PostgreSQL: postgres://…, or nothing on SQLite."""

    folder: Path
    database: str

    @property
    def name(self) -> str:
        """The name of its database on PostgreSQL."""
        return urlsplit(self.database).path.strip("/")

    def environment(self) -> dict[str, str]:
        """Return the variables that put a process upon it."""
        database = {"DATABASE_URL": self.database} if self.database else {}
        return {"DATA_DIR": str(self.folder), **database}


def server() -> str:
    """Return the address of the database that the tests run on, or nothing on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def create(name: str, template: str = EMPTY) -> str:
    """Make the database `name` as a copy of `template`, and return its address."""
    parts = urlsplit(server())
    with psycopg.connect(server(), autocommit=True) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    return urlunsplit(parts._replace(scheme="postgres", path=f"/{name}"))


def drop(name: str) -> None:
    with psycopg.connect(server(), autocommit=True) as connection:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(statement.format(sql.Identifier(name)))


def prefix() -> str:
    """Named like the test runner's, so that whoever removes those finds them after a crash too."""
    return f"test_{urlsplit(server()).path.strip('/')}"


def made_once(
    shared: Path, name: str, build: Callable[[Made], object], start: Made | None = None
) -> Made:
    """Return what is called `name` below `shared`: who comes first builds it, the others wait.

    It starts as a copy of `start`, and `build` goes on from there.
    """
    folder, complete = shared / name, shared / f"{name}.complete"
    own = f"{prefix()}_{digest(str(shared))[:8]}_{name}" if server() else ""
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            folder.mkdir(exist_ok=True)
            database = create(own, start.name if start else EMPTY) if own else ""
            if start and not own:
                copy_file(start.folder / FILE, folder / FILE)
            build(Made(folder, database))
            complete.write_text(database)
    return Made(folder, complete.read_text())


def drop_shared(shared: Path) -> None:
    """Drop the databases that were made for all processes of a run."""
    for complete in shared.glob("*.complete"):
        if database := complete.read_text():
            drop(Made(shared, database).name)
            complete.unlink()


@contextmanager
def own_copy(made: Made, port: int) -> Iterator[str]:
    """Copy the database on PostgreSQL and give the address of the copy; on SQLite give nothing."""
    if not made.database:
        yield ""
        return
    name = f"{prefix()}_site_{port}"
    try:
        yield create(name, made.name)
    finally:
        drop(name)


def schema(shared: Path) -> Made:
    """Make what every installation has: all tables, languages, home pages, groups."""

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
    """Let Django's test runner make its database as a copy of `made` while the block lasts."""
    if made.database:
        connection.settings_dict["TEST"]["TEMPLATE"] = made.name
        yield
        return
    name = connection.creation._get_test_db_name()
    if not connection.creation.is_in_memory_db(name):
        yield
        return
    # A database in memory lives as long as somebody is connected to it.
    with closing(sqlite3.connect(name, uri=True)):
        copy_file(made.folder / FILE, name)
        yield
