"""`make lint` and `make format`.

    python3 -m scripts.lint [check|format]

Every check runs, also after one has failed, so that one run shows all there is to mend.
"""

from __future__ import annotations

import sys
import tempfile

from scripts.environment import PYTHON, STEPS, child_env, install
from scripts.toolbox import ROOT, Steps, loudly, say, script

MODULE = [str(PYTHON), "-m"]
DEPTRY = [*MODULE, "deptry", "--no-ansi"]
# djlint fails on a folder without templates.
TEMPLATES = sorted(
    str(path.relative_to(ROOT))
    for path in ROOT.glob("*")
    if path.name == "templates" or (path / "templates").is_dir()
)
CHECKS = {
    "Rules (ruff check)": [*MODULE, "ruff", "check", "."],
    "Format (ruff format)": [*MODULE, "ruff", "format", "--check", "."],
    "Format of templates (djlint)": [*MODULE, "djlint", "--check", *TEMPLATES],
    "Rules for templates (djlint)": [*MODULE, "djlint", "--lint", "--quiet", *TEMPLATES],
    "Types (mypy)": [*MODULE, "mypy"],
    "Imports are declared (deptry)": [*DEPTRY, "."],
    # Tests may import what is for development, and nothing needs to be imported by them.
    "Imports of the tests (deptry)": [
        *[*DEPTRY, ".", "--ignore", "DEP002,DEP004"],
        *["--exclude", r"\.venv|\.tools|\.upstream|.*/migrations/"],
    ],
    "Licenses of what the site runs on": [*MODULE, "scripts.licenses"],
    "Django's own checks": [str(PYTHON), "manage.py", "check", "--fail-level=WARNING"],
    "Migrations": [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"],
}
REPAIRS = {
    "Rules (ruff check --fix)": [*MODULE, "ruff", "check", "--fix", "--quiet", "."],
    "Format (ruff format)": [*MODULE, "ruff", "format", "."],
    "Format of templates (djlint)": [*MODULE, "djlint", "--reformat", "--quiet", *TEMPLATES],
}


def main() -> int:
    mending = sys.argv[1:] == ["format"]
    commands = REPAIRS if mending else CHECKS
    steps = Steps(STEPS + len(commands))
    install(steps, "dev")
    failed = []
    # Django looks into the database: an empty one of its own, so that nobody's matters.
    with tempfile.TemporaryDirectory() as data_dir:
        env = child_env(DJANGO_SETTINGS_MODULE="peacesummit.settings.test", DATA_DIR=data_dir)
        env.pop("DATABASE_URL", None)
        for title, command in commands.items():
            with steps(title):
                if loudly(command, env) and not (mending and "djlint" in title):
                    failed.append(title)
    if failed:
        hint = "" if mending else " `make format` mends some of it."
        say(f"\nNot clean: {', '.join(failed)}.{hint}")
        return 1
    say("\nClean.")
    return 0


if __name__ == "__main__":
    script(main)
