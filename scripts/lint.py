"""`make lint` and `make format`: check the code, or format it.

    python3 -m scripts.lint [check|format]

All checks run even if one fails, so that one run shows everything there is to fix.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile

from scripts import node
from scripts.environment import PYTHON, STEPS, TOOLS, apt_install, child_env, install
from scripts.toolbox import ROOT, Steps, Stop, loudly, say, script

MODULE = [str(PYTHON), "-m"]
DEPTRY = [*MODULE, "deptry", "--no-ansi"]
LINT_IMPORTS = str(PYTHON.with_name("lint-imports"))
# djlint fails on a folder without templates.
TEMPLATES = sorted(
    str(path.relative_to(ROOT))
    for path in ROOT.glob("*")
    if path.name == "templates" or (path / "templates").is_dir()
)
NODE_SOURCE, NODE_FOLDER = ROOT / "scripts" / "lint_tools", TOOLS / "lint"
STYLELINT = [str(NODE_FOLDER / "node_modules" / ".bin" / "stylelint")]
STYLELINT += ["--config", str(NODE_SOURCE / "stylelint.json")]
STYLELINT += ["--config-basedir", str(NODE_FOLDER), "*/static/**/*.css"]
SPANISH = "Spelling of Spanish (hunspell)"
CHECKS = {
    "Rules (ruff check)": [*MODULE, "ruff", "check", "."],
    "Format (ruff format)": [*MODULE, "ruff", "format", "--check", "."],
    "Format of templates (djlint)": [*MODULE, "djlint", "--check", *TEMPLATES],
    "Rules for templates (djlint)": [*MODULE, "djlint", "--lint", "--quiet", *TEMPLATES],
    "Rules for style sheets (stylelint)": STYLELINT,
    "Typing errors (codespell)": [str(PYTHON.with_name("codespell"))],
    "Spelling of English (codespell)": [*MODULE, "scripts.spelling", "en"],
    SPANISH: [*MODULE, "scripts.spelling", "es"],
    "Types (mypy)": [*MODULE, "mypy"],
    "Imports run down (import-linter)": [LINT_IMPORTS, "--no-logo", "--no-cache"],
    "Imports are declared (deptry)": [*DEPTRY, "."],
    # Tests may import development packages, and need not import any package.
    "Imports of the tests (deptry)": [
        *[*DEPTRY, ".", "--ignore", "DEP002,DEP004"],
        *["--exclude", r"\.venv|\.tools|\.upstream|\.mutants|.*/migrations/"],
    ],
    "Licenses of what the site runs on": [*MODULE, "scripts.licenses"],
    "Django's own checks": [str(PYTHON), "manage.py", "check", "--fail-level=WARNING"],
    "Migrations": [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"],
}
REPAIRS = {
    "Rules (ruff check --fix)": [*MODULE, "ruff", "check", "--fix", "--quiet", "."],
    "Format (ruff format)": [*MODULE, "ruff", "format", "."],
    "Format of templates (djlint)": [*MODULE, "djlint", "--reformat", "--quiet", *TEMPLATES],
    "Style sheets (stylelint --fix)": [*STYLELINT, "--fix"],
}


def main() -> int:
    mending = sys.argv[1:] == ["format"]
    commands = dict(REPAIRS if mending else CHECKS)
    steps = Steps(STEPS + (1 if mending else 2) + len(commands))
    install(steps, "dev")
    failed = []
    with steps("stylelint (npm, in .tools)"):
        if trouble := without_stylelint():
            say(f"     {trouble}")
            commands = {title: made for title, made in commands.items() if made[0] != STYLELINT[0]}
            failed.append("style sheets, which were NOT CHECKED")
    if not mending:
        with steps("hunspell (Debian)"):
            if trouble := without_hunspell():
                say(f"     {trouble}")
                del commands[SPANISH]
                if os.environ.get("CI"):
                    failed.append("the spelling of the Spanish, which was NOT CHECKED")
    # Django needs a database: use an empty one, never real data.
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


def without_stylelint() -> str:
    """Install stylelint; return why that is impossible, or ""."""
    try:
        node.need_node("stylelint, which checks style sheets,")
        node.install(NODE_SOURCE, NODE_FOLDER, "stylelint")
    except Stop as stop:
        return str(stop)
    return ""


def without_hunspell() -> str:
    """Install hunspell and its Spanish dictionary; return why that is impossible, or ""."""
    for package in ("hunspell", "hunspell-es"):
        if spells_spanish() or not apt_install(package):
            break
    if spells_spanish():
        return ""
    return (
        "The spelling of the Spanish is NOT CHECKED: that needs hunspell and its Spanish; "
        "as root, run `apt-get install hunspell hunspell-es`."
    )


def spells_spanish() -> bool:
    """Return whether hunspell and its Spanish dictionary are installed."""
    command = ["hunspell", "-d", "es_MX", "-l"]
    if not shutil.which("hunspell"):
        return False
    return not subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode


if __name__ == "__main__":
    script(main)
