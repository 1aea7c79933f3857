"""`make upstream`: run the tests against the newest Wagtail and wagtail-localize.

    python3 -m scripts.upstream [arguments for pytest]

It uses a separate environment, `.upstream`; `.venv` does not change. All other packages keep their
locked versions unless those two need others. ARGS are passed to pytest: `make upstream
ARGS="tests/translations"`. A failure means that one of the next `make lock` runs will break
something: check the modules that declare what they rely on.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

from scripts import chromium
from scripts import test as tests
from scripts.environment import (
    REQUIREMENTS,
    UV,
    child_env,
    compile_messages,
    find_python,
    install,
    python_version,
    runs,
)
from scripts.environment import STEPS as INSTALL_STEPS
from scripts.toolbox import ROOT, Steps, loudly, quietly, say, script

NEWEST = ("wagtail", "wagtail-localize")
FOLDER = ROOT / ".upstream"
PYTHON = FOLDER / "bin" / "python"
LOCKED, TRIED = REQUIREMENTS / "dev.txt", FOLDER / "requirements.txt"


def main() -> int:
    arguments = shlex.split(os.environ.get("ARGS", "")) + sys.argv[1:]
    steps = Steps(INSTALL_STEPS + 4)
    install(steps, "dev")  # for uv, and for the compiled translations
    compile_messages()
    with steps("An environment of its own (.upstream)"):
        make_environment(python_version())
    with steps(f"The newest {' and '.join(NEWEST)}"):
        resolve()
    with steps("Packages"):
        sync = [str(UV), "pip", "sync", "--quiet", "--python", str(PYTHON), str(TRIED)]
        quietly(sync, child_env(), "the newest versions could not be installed (see above).")
    with steps("Tests"):
        code = loudly([str(PYTHON), *tests.pytest(arguments)[1:]], environment())
    changed = differences(LOCKED, TRIED)
    say("\nTested with " + ("; ".join(changed) or "what is locked: there is nothing newer") + ".")
    return code


def make_environment(version: str) -> None:
    """Create the folder with the required Python, unless a working one exists."""
    if not (PYTHON.exists() and runs(PYTHON, version)):
        make = [str(UV), "venv", "--quiet", "--clear", "--no-project"]
        quietly(
            [*make, "--python", find_python(version), str(FOLDER)],
            child_env(),
            "the folder .upstream could not be made (see above).",
        )


def resolve() -> None:
    """Write the versions to test: the newest of those two, the locked ones of all others."""
    override = FOLDER / "newest.txt"
    override.write_text("\n".join(NEWEST) + "\n")  # even if a package requires others
    shutil.copyfile(LOCKED, TRIED)  # uv keeps the versions in this file
    command = [str(UV), "pip", "compile", "--quiet", "--no-emit-index-url", "pyproject.toml"]
    command += ["--group", "dev", "--python-version", python_version()]
    command += ["--override", str(override), "--output-file", str(TRIED)]
    for package in NEWEST:
        command += ["--upgrade-package", package]
    quietly(command, child_env(), "the newest versions do not go together (see above).")


def environment() -> dict[str, str]:
    """Return the environment of the tests."""
    env = child_env(DJANGO_SETTINGS_MODULE="peacesummit.settings.test")
    env.pop("DATA_DIR", None)
    env["PATH"] = f"{PYTHON.parent}{os.pathsep}{env['PATH']}"
    if browser := chromium.find():
        env["CHROMIUM"] = browser
    return env


def differences(locked: Path, tried: Path) -> list[str]:
    """Return "package version (locked: version)" for each package that differs."""
    before, after = versions(locked), versions(tried)
    return [
        f"{name} {version} (locked: {before.get(name, 'none')})"
        for name, version in sorted(after.items())
        if before.get(name) != version
    ]


def versions(file: Path) -> dict[str, str]:
    """Return the versions in a lock file, by package."""
    found = re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^\s;]+)", file.read_text(), re.MULTILINE)
    return dict(found)


if __name__ == "__main__":
    script(main)
