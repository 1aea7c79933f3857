"""Run a command with DATABASE_URL set to a new PostgreSQL database, removed afterwards.

    .venv/bin/python -m scripts.with_postgresql make test
    .venv/bin/python -m scripts.with_postgresql --answers

The server is at PGHOST:PGPORT (127.0.0.1:5432); the user PGUSER (postgres) must be allowed to
create databases. If no server responds and none of these is set, Debian's installed PostgreSQL runs
for the duration of the command, with temporary data. `--answers` starts nothing: it prints whether
a server responds and exits with 0 if so.
"""

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from scripts.environment import child_env
from scripts.toolbox import Stop, loudly, quietly, say, script

HOST = os.environ.get("PGHOST", "127.0.0.1")
PORT = os.environ.get("PGPORT", "5432")
USER = os.environ.get("PGUSER", "postgres")
PROGRAMS = "usr/lib/postgresql/*/bin/initdb"  # Debian's
# Losing data in a crash does not matter, and waiting for the disk is slow.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def connect(port: str = PORT, database: str = "postgres") -> psycopg.Connection:
    """Return a connection that commits each statement. Raise OperationalError if it fails."""
    return psycopg.connect(
        host=HOST, port=port, user=USER, dbname=database, autocommit=True, connect_timeout=10
    )


def trouble() -> str:
    """Return why the server at PGHOST:PGPORT cannot be used, or ""."""
    try:
        with connect() as connection:
            allowed = connection.execute(
                "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        return str(error).strip().splitlines()[0]
    return "" if allowed and allowed[0] else "it may not create databases"


@contextmanager
def server() -> Iterator[str]:
    """Yield the port of a server: the one that responds, or a temporary one."""
    why = trouble()
    if not why:
        yield PORT
        return
    programs = sorted(Path("/").glob(PROGRAMS))
    if {"PGHOST", "PGPORT", "PGUSER"} & set(os.environ) or not programs:
        raise Stop(f"no PostgreSQL answers at {HOST}:{PORT} as {USER} ({why}).")
    temporary = tempfile.TemporaryDirectory(prefix="postgresql-")
    with temporary as folder, own(programs[-1], folder) as port:
        yield port


@contextmanager
def own(initdb: Path, folder: str) -> Iterator[str]:
    """Run a server with its data in `folder`, yield its port, and stop it afterwards."""
    say(f"     Starting PostgreSQL {initdb.parts[-3]} with data of its own")
    as_user: list[str] = []
    if not os.geteuid():  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data = f"{folder}/data"
    control = [*as_user, str(initdb.with_name("pg_ctl")), "-D", data, "-w", "-l", f"{folder}/log"]
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = str(probe.getsockname()[1])
    options = f"-p {port} -h {HOST} -k {folder} {FAST}"
    make = [*as_user, str(initdb), "-D", data, "-U", USER, "--auth=trust", "-E", "UTF8"]
    quietly(make, child_env(), "the data of PostgreSQL could not be made (see above).")
    # Do not use `quietly`: the server would keep the pipe open.
    if loudly([*control, "-o", options, "start"], child_env()):
        raise Stop(f"PostgreSQL did not start (see above and {folder}/log).")
    try:
        yield port
    finally:
        loudly([*control, "-m", "immediate", "stop"], child_env())


def main() -> int:
    if sys.argv[1:] == ["--answers"]:
        why = trouble()
        say(f"     {why or f'PostgreSQL answers at {HOST}:{PORT}'}")
        return bool(why)
    with server() as port:
        return run(sys.argv[1:], port)


def run(command: list[str], port: str) -> int:
    """Run `command` with a new database on the server at `port`; return its exit code."""
    name = f"peacesummit_{os.getpid()}"
    with connect(port) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        return loudly(command, child_env(DATABASE_URL=f"postgres://{USER}@{HOST}:{port}/{name}"))
    finally:
        with connect(port) as connection:
            # The test runner names its databases after ours; a killed run leaves them behind.
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE datname = %s OR starts_with(datname, %s)",
                (name, f"test_{name}"),
            )
            for (database,) in found.fetchall():
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database))
                connection.execute(drop)


if __name__ == "__main__":
    script(main)
