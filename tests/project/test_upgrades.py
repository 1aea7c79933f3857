"""Every later version can upgrade what a released version wrote.

`make released` records a version’s migrations, on the day it is released.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.environment import PYTHON
from scripts.released import changed, present, released, version
from scripts.toolbox import ROOT
from tests.databases import address, create, drop, prefix, server

UPGRADE = """
import json, sys
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from home import structure
from home.models import HomePage
from tests.project.rows import Rows
names = [tuple(name.split(".")) for name in json.loads(sys.argv[1])]
then = MigrationExecutor(connection).migrate(names).apps
with transaction.atomic():
    filled = Rows(then).fill({label for label, _name in names})
assert min(filled.values()) == 2, filled
call_command("migrate", verbosity=0)
for model in apps.get_models(include_auto_created=True):
    if filled.get(model._meta.label):
        assert len(model.objects.all()) >= 1, model
structure.build()
assert HomePage.objects.count() == 2
assert Client().get("/en/").status_code == 200
"""
VERSIONS = released()


@pytest.fixture
def empty_database(tmp_path) -> Iterator[dict[str, str]]:
    """Return the variables for a new database of the same kind as the tests use."""
    if not server():
        yield {"DATA_DIR": str(tmp_path)}
        return
    name = f"{prefix()}_upgrade_{os.getpid()}"
    create(name)
    yield {"DATA_DIR": str(tmp_path), "DATABASE_URL": address(name)}
    drop(name)


def test_this_version_is_written_down():
    assert version() in VERSIONS, "when it is released, write its migrations down: `make released`"


@pytest.mark.parametrize("name", VERSIONS)
def test_released_migrations_stay_as_they_were(name):
    assert not changed(VERSIONS[name], present()), (
        f"released in {name}: leave these as they were, and add a migration "
        "(before the day of its release: `make released`)"
    )


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.parametrize("name", VERSIONS)
def test_a_database_of_this_version_with_content_is_brought_up_to_date(name, empty_database):
    settings = {"DJANGO_SETTINGS_MODULE": "peacesummit.settings.test"}
    inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run(
        [str(PYTHON), "-c", UPGRADE, json.dumps(list(VERSIONS[name]))],
        cwd=ROOT,
        env=inherited | settings | empty_database,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_what_is_changed_or_gone_is_seen(tmp_path):
    folder = tmp_path / "events" / "migrations"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    for name in ("0001_initial", "0002_more"):
        (folder / f"{name}.py").write_text(name)
    before = present(Path(tmp_path))
    assert list(before) == ["events.0001_initial", "events.0002_more"]
    (folder / "0003_later.py").write_text("an addition")
    assert not changed(before, present(tmp_path))
    (folder / "0001_initial.py").write_text("another")
    (folder / "0002_more.py").unlink()
    assert changed(before, present(tmp_path)) == ["events.0001_initial", "events.0002_more"]
