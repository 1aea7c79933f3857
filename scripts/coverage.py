"""`make coverage`: print which lines the tests run; nothing is enforced.

    python3 -m scripts.coverage [arguments for pytest]

Measuring all tests is slow. For a part: `make coverage ARGS="tests/signups"`; for the lines of some
files: `.venv/bin/python -m coverage report -m --include="signups/*"`. Code that runs in a browser
test's server or in another process started by a test is not counted.
"""

from __future__ import annotations

import os
import shlex
import sys

from scripts import chromium
from scripts.environment import PYTHON, STEPS, child_env, compile_messages, install
from scripts.toolbox import Steps, loudly, script

COVERAGE = [str(PYTHON), "-m", "coverage"]


def main() -> int:
    arguments = shlex.split(os.environ.get("ARGS", "")) + sys.argv[1:]
    steps = Steps(STEPS + 2)
    install(steps, "dev")
    compile_messages()
    env = child_env(DJANGO_SETTINGS_MODULE="peacesummit.settings.test")
    env.pop("DATA_DIR", None)  # tests must not touch real data
    if browser := chromium.find():
        env["CHROMIUM"] = browser
    with steps("Tests"):
        code = loudly([*COVERAGE, "run", "-m", "pytest", *arguments], env)
    with steps("Lines that were run"):
        loudly([*COVERAGE, "report"], env)
    return code


if __name__ == "__main__":
    script(main)
