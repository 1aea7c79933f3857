"""Data from before the first release is refused in one sentence and stays unchanged."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.toolbox import ROOT

BEFORE = (
    ("contenttypes", "0001_initial"),
    ("home", "0001_initial"),
    ("home", "0002_home_page_names_the_summit"),
    ("signups", "0001_initial"),
    ("signups", "0002_sign_ups_that_can_be_trusted"),
)
COMMANDS = {
    "make run": ["-m", "scripts.serve", "serve"],
    "make dev": ["-m", "scripts.serve", "dev"],
    "make seed": ["-m", "scripts.serve", "seed"],
    "prepare": ["manage.py", "prepare"],
    "migrate": ["manage.py", "migrate"],
}


def database(path: Path, rows: tuple[tuple[str, str], ...]) -> Path:
    """Create a database that records only these migrations."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE django_migrations (id integer, app, name, applied)")
        for app, name in rows:
            connection.execute(
                "INSERT INTO django_migrations VALUES (1, ?, ?, '2026-10-01')", (app, name)
            )
    connection.close()
    return path


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder` with its content."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def run(command: list[str], settings: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run one of the commands with a settings module and these environment variables."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    module = f"peacesummit.settings.{settings}"
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**inherited, "DJANGO_SETTINGS_MODULE": module, "PORT": "8766", **env},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_data_folder_from_before_is_left_untouched(command, tmp_path):
    database(tmp_path / "site.sqlite3", BEFORE)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "picture.avif").write_bytes(b"kept")
    before = files(tmp_path)
    done = run(command, "demo", DATA_DIR=str(tmp_path))
    assert done.returncode == 1, done
    said = done.stderr.strip()
    assert "\n" not in said
    assert f"the data in {tmp_path} are from before 1.0.0-beta" in said
    assert "move that folder aside" in said
    assert "DATA_DIR=" in said
    assert files(tmp_path) == before


def test_any_database_from_before_is_not_migrated(tmp_path):
    path = database(tmp_path / "other.sqlite3", BEFORE)
    before = files(tmp_path)
    folder = {"DATA_DIR": str(tmp_path / "new"), "DATABASE_URL": f"sqlite:///{path}"}
    done = run(COMMANDS["migrate"], "test", **folder)
    assert done.returncode == 1, done
    assert f"The database {path} is from before 1.0.0-beta" in done.stderr.strip()
    assert "\n" not in done.stderr.strip()
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    "rows", [(), (("home", "0001_initial"), ("pages", "0001_initial"))], ids=["new", "of now"]
)
def test_other_data_are_taken(rows, tmp_path):
    database(tmp_path / "site.sqlite3", rows)
    done = run(["manage.py", "diffsettings"], "demo", DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "secret-key").exists()


def test_a_file_that_is_no_database_is_not_judged_here(tmp_path):
    (tmp_path / "site.sqlite3").write_text("not a database, and longer than its header is long" * 9)
    assert run(["manage.py", "diffsettings"], "demo", DATA_DIR=str(tmp_path)).returncode == 0
