"""`make mutants`: check whether the tests notice changes of some modules (mutation testing).

    python3 -m scripts.mutants [module …]

mutmut changes one thing at a time (a `<` to `<=`, a text, an `and`) and runs the tests that reach
it: a change that no test notices survives. `make mutants ARGS="availability facts"` checks some of
the modules below; each takes minutes. Surviving changes are listed; `.venv/bin/mutmut show NAME`
shows one, in the folder that is printed. mutmut works on a copy in `.mutants`, so the project is
not changed.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from scripts.environment import STEPS, VENV, child_env, compile_messages, install
from scripts.toolbox import ROOT, Steps, Stop, loudly, quietly, say, script


class Module(NamedTuple):
    """A file in which every decision matters, and its tests."""

    path: str
    tests: tuple[str, ...]


REVIEW = ("tests/translations/test_review.py",)
MODULES = {
    "availability": Module(
        "signups/models/availability.py", ("tests/signups/test_availability.py",)
    ),
    "facts": Module("pages/facts.py", ("tests/pages/test_facts.py",)),
    "publication": Module(
        "pages/publication.py", ("tests/pages/test_refusal.py", "tests/pages/test_publication.py")
    ),
    "retention": Module("signups/registration/retention.py", ("tests/signups/test_retention.py",)),
    "review": Module("translations/engine/review.py", REVIEW),
    "reviewed": Module("translations/engine/reviewed.py", REVIEW),
    "sealing": Module("signups/privacy/sealing.py", ("tests/signups/test_sealing.py",)),
    "status": Module("translations/engine/status.py", ("tests/translations/test_status.py",)),
    "transitions": Module(
        "signups/registration/transitions.py", ("tests/signups/test_transitions.py",)
    ),
}
FOLDER = ROOT / ".mutants"
MUTMUT = VENV / "bin" / "mutmut"
AWAY = ("var", "private", "staticfiles", "node_modules", "pyproject.toml", "mutants")
# One process, to leave the other cores for other work.
RUN = [str(MUTMUT), "run", "--max-children", "1"]
# mutmut runs the tests once, then in a fork of that process for each change, where the database is
# ready. Migrating it each time would take longer than the tests.
DATABASE = FOLDER / "tests.sqlite3"
SETTINGS = """\
from peacesummit.settings.test import *

DATABASES["default"]["TEST"] = {"NAME": %r}
"""
READY = """\
def pytest_sessionfinish():
    from django.db import connection, connections
    from django.test import utils
    from home import structure

    if connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]:
        utils.setup_databases = lambda **options: []
        structure.build = lambda: None
        connections.close_all()
"""


def main() -> int:
    chosen = shlex.split(os.environ.get("ARGS", "")) + sys.argv[1:] or list(MODULES)
    for name in chosen:
        if name not in MODULES:
            raise Stop(f"there is no module “{name}”; these are known: {', '.join(MODULES)}.")
    steps = Steps(STEPS + len(chosen))
    install(steps, "dev")
    compile_messages()
    lines = []
    for name in chosen:
        with steps(f"{name} ({MODULES[name].path})"):
            lines.append(f"{name:<14}{score(name, MODULES[name])}")
    say("\n" + "\n".join(lines))
    return 0


def score(name: str, module: Module) -> str:
    """Run all mutations of a module and return the result as a line of text."""
    folder = prepare(FOLDER / name, module)
    env = child_env(DJANGO_SETTINGS_MODULE="mutants_settings", PWD=str(folder))
    for variable in ("DATABASE_URL", "DATA_DIR"):
        env.pop(variable, None)
    inside = ["/usr/bin/env", "--chdir", str(folder)]
    if loudly([*inside, *RUN], env):
        return f"was not done: its tests do not pass in {folder}"
    loudly([*inside, str(MUTMUT), "results"], env)  # list the survivors
    trouble = "mutmut has no figures (see above)."
    quietly([*inside, str(MUTMUT), "export-cicd-stats"], env, trouble)
    found = json.loads((folder / "mutants" / "mutmut-cicd-stats.json").read_text())
    killed, total = found["killed"] + found["timeout"], found["total"]
    untested = f", {found['no_tests']} where no test comes by" if found["no_tests"] else ""
    share = 100 * killed / total if total else 100
    return f"{share:3.0f} %  {killed} of {total} noticed, {found['survived']} survived{untested}"


def prepare(folder: Path, module: Module) -> Path:
    """Create the working folder of mutmut: links to the project, and a configuration."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names = [path.name for path in ROOT.iterdir() if path.name[0] != "." and path.name not in AWAY]
    for name in names:
        (folder / name).symlink_to(ROOT / name)
    (folder / "mutants_settings.py").write_text(SETTINGS % str(DATABASE))
    (folder / "mutants_ready.py").write_text(READY)
    source = module.path.split("/", maxsplit=1)[0]
    copied = sorted({*names, "mutants_settings.py", "mutants_ready.py"} - {source, "tests"})
    (folder / "pyproject.toml").write_text(
        (ROOT / "pyproject.toml").read_text()
        + "\n[tool.mutmut]\n"
        + f"source_paths = {json.dumps([source])}\n"
        + f"only_mutate = {json.dumps([module.path])}\n"
        + f"also_copy = {json.dumps(copied)}\n"
        + f"pytest_add_cli_args_test_selection = {json.dumps(module.tests)}\n"
        + 'pytest_add_cli_args = ["--reuse-db", "-p", "no:cacheprovider", "-p", "mutants_ready"]\n'
    )
    return folder


if __name__ == "__main__":
    script(main)
