"""`make released`: record the migrations of this version on the day of its release.

Recorded migrations never change: to change the schema, add a migration.
tests/project/test_upgrades.py checks this and upgrades from every recorded version.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from scripts.toolbox import ROOT, say, script

FILE = ROOT / "tests" / "project" / "released.json"
Migrations = dict[str, str]  # "events.0001_initial": SHA-256 of its file


def present(root: Path = ROOT) -> Migrations:
    """Return the migrations of the apps in `root`."""
    return {
        f"{path.parent.parent.name}.{path.stem}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.glob("*/migrations/[0-9]*.py"))
    }


def released() -> dict[str, Migrations]:
    """Return the migrations of each released version."""
    return json.loads(FILE.read_text())


def changed(before: Migrations, now: Migrations) -> list[str]:
    """Return the names in `before` that are missing or changed in `now`."""
    return [name for name, fingerprint in before.items() if now.get(name) != fingerprint]


def version() -> str:
    """Return the version in pyproject.toml."""
    found = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert found, "pyproject.toml names no version"  # noqa: S101 - an editing mistake
    return found[1]


def main() -> None:
    versions = (released() if FILE.exists() else {}) | {version(): present()}
    FILE.write_text(json.dumps(versions, indent=2) + "\n")
    say(f"The migrations of {version()} are in {FILE.relative_to(ROOT)}.")


if __name__ == "__main__":
    script(main)
