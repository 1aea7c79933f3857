"""`make test`: run all tests, including those in a real browser.

    python3 -m scripts.test [arguments for pytest]

ARGS from the environment are passed to pytest too: `make test ARGS="tests/events -k zone"`. The
database is DATABASE_URL, or else SQLite; with SQLite, tests that require PostgreSQL also run if a
server responds. At the end, skipped tests are listed with the reasons.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts import chromium, left_out
from scripts.environment import PYTHON, STEPS, apt_install, child_env, compile_messages, install
from scripts.toolbox import Steps, loudly, say, script

# Each has its own database. One more than CI has cores, because tests that start servers and
# browsers spend much of their time waiting.
PROCESSES = "3"
POSTGRESQL = [str(PYTHON), "-m", "scripts.with_postgresql"]
NOTHING_FOUND = 5  # pytest's exit code if no test was selected


def main() -> int:
    arguments = shlex.split(os.environ.get("ARGS", "")) + sys.argv[1:]
    steps = Steps(STEPS + 3)
    install(steps, "dev")
    with steps("Translations of the interface"):
        compile_messages()
    with steps("Chromium and gettext"):
        browser = chromium.find() or chromium.install()
        say(f"     {browser or f'no Chromium is to be had: apt-get install {chromium.SHELL}'}")
        gettext = shutil.which("xgettext") or (apt_install("gettext") and shutil.which("xgettext"))
        say(f"     {gettext or 'no gettext is to be had: apt-get install gettext'}")
    env = child_env(DJANGO_SETTINGS_MODULE="peacesummit.settings.test")
    env.pop("DATA_DIR", None)  # tests must not touch real data
    env.pop("CHROMIUM", None)  # if it does not start, tests are skipped; the summary says so
    if browser:
        env["CHROMIUM"] = browser
    env["PATH"] = f"{PYTHON.parent}{os.pathsep}{env['PATH']}"
    both = runs_on_two(arguments, env)
    with steps("Tests"), tempfile.TemporaryDirectory() as folder:
        env["LEFT_OUT"] = str(Path(folder) / "left-out")
        code = loudly(pytest([*arguments, *["-m", "not postgresql"] * both]), env)
        if both:
            say("\nWhat only PostgreSQL can run, on the server that answers:")
            more = loudly([*POSTGRESQL, *pytest([*arguments, "-n0", "-m", "postgresql"])], env)
            code = code or (0 if more == NOTHING_FOUND else more)
        for line in left_out.summary(Path(env["LEFT_OUT"])):
            say(line)
    return code


def pytest(arguments: list[str]) -> list[str]:
    """Return the command that runs the tests, in several processes unless `-n` is given."""
    command = [str(PYTHON), "-m", "pytest", "-p", "scripts.left_out"]
    if not any(argument.startswith("-n") for argument in arguments):
        command += ["-p", "scripts.distribution", "--no-loadscope-reorder"]
        command += ["-n", PROCESSES, "--dist", "loadscope"]
    return [*command, *arguments]


def runs_on_two(arguments: list[str], env: dict[str, str]) -> bool:
    """Return whether the database is SQLite, `-m` is not given, and PostgreSQL responds."""
    if any(argument.startswith("-m") for argument in arguments):
        return False
    if env.get("DATABASE_URL", "").startswith("postgres"):
        return False
    done = subprocess.run([*POSTGRESQL, "--answers"], env=env, capture_output=True, text=True)
    say(done.stdout.rstrip())
    return not done.returncode


if __name__ == "__main__":
    script(main)
