"""Recognize data from before the first release by its migrations, and leave it unchanged.

That release merged the migrations of each app into one and moved most models to other apps, so
there is no migration path.
"""

import sqlite3
from collections.abc import Collection
from pathlib import Path

from peacesummit.settings.environment import WrongSettings

# `pages` exists since the first release, and each of these apps needs its tables.
ABOVE_PAGES = {"home", "partners", "events", "news", "signups"}


class OlderDataError(WrongSettings):
    """What to do about data from before the first release, in one sentence."""


def is_older(apps: Collection[str]) -> bool:
    """Return whether a database with recorded migrations of `apps` is from before the release."""
    return "pages" not in apps and not ABOVE_PAGES.isdisjoint(apps)


def stop_at_older_data(engine: str, name: str | Path, folder: Path) -> None:
    """Raise OlderDataError if the data is from before the first release; write nothing.

    Only database files are checked. `engine` and `name` are from Django's settings; `folder` is
    DATA_DIR.
    """
    if not engine.endswith(".sqlite3") or not is_older(recorded_in_file(Path(name).absolute())):
        return
    raise OlderDataError(
        f"the data in {folder} are from before 1.0.0-beta and do not fit this version: move that "
        "folder aside, or name another one (DATA_DIR=…); nothing in it was changed."
    )


def recorded_in_file(path: Path) -> set[str]:
    """Return the apps with recorded migrations in the SQLite database at `path`."""
    if not path.is_file():
        return set()
    try:
        # immutable: do not even create SQLite's temporary files next to the database.
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            return {app for (app,) in connection.execute("SELECT app FROM django_migrations")}
        finally:
            connection.close()
    except sqlite3.Error:  # no table or no database: opening it later reports that
        return set()
