"""Run a command with DATABASE_URL naming a new PostgreSQL database, removed afterwards.

    .venv/bin/python -m scripts.with_postgresql make test

The server is the one at PGHOST:PGPORT (127.0.0.1:5432), user PGUSER (postgres), with the right
to create databases; if none answers and Debian's PostgreSQL is installed, it is started.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

from scripts.environment import child_env
from scripts.toolbox import Stop, loudly, say, script

HOST = os.environ.get("PGHOST", "127.0.0.1")
PORT = os.environ.get("PGPORT", "5432")
USER = os.environ.get("PGUSER", "postgres")


def connect(database: str = "postgres") -> psycopg.Connection:
    """A connection that commits each statement, or OperationalError."""
    return psycopg.connect(
        host=HOST, port=PORT, user=USER, dbname=database, autocommit=True, connect_timeout=10
    )


def start_server() -> None:
    """Start Debian's PostgreSQL if no server answers."""
    try:
        connect().close()
        return
    except psycopg.OperationalError as error:
        trouble = str(error).strip().splitlines()[0]
    versions = sorted(Path("/etc/postgresql").glob("*"))
    if versions and shutil.which("pg_ctlcluster"):
        say(f"     Starting PostgreSQL {versions[-1].name}")
        command = ["pg_ctlcluster", "--skip-systemctl-redirect", versions[-1].name, "main", "start"]
        subprocess.run(command, stdin=subprocess.DEVNULL)
        for _attempt in range(30):
            try:
                connect().close()
                return
            except psycopg.OperationalError as error:
                trouble = str(error).strip().splitlines()[0]
                time.sleep(1)
    raise Stop(f"no PostgreSQL answers at {HOST}:{PORT} as {USER} ({trouble}).")


def main() -> int:
    name = f"peacesummit_{os.getpid()}"
    start_server()
    with connect() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        url = f"postgres://{USER}@{HOST}:{PORT}/{name}"
        return loudly(sys.argv[1:], child_env(DATABASE_URL=url))
    finally:
        with connect() as connection:
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
