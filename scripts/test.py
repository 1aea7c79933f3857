"""`make test`: every test, those in a real browser included.

    python3 -m scripts.test [arguments for pytest]

ARGS in the environment are passed to pytest as well: `make test ARGS="tests/events -k zone"`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

from scripts import chromium
from scripts.environment import PYTHON, STEPS, apt_install, child_env, compile_messages, install
from scripts.toolbox import Steps, loudly, say, script

PROCESSES = "2"  # each has a database of its own


def main() -> int:
    arguments = shlex.split(os.environ.get("ARGS", "")) + sys.argv[1:]
    steps = Steps(STEPS + 3)
    install(steps, "dev")
    with steps("Translations of the interface"):
        compile_messages()
    with steps("Chromium and gettext"):
        browser = chromium.find() or chromium.install()
        say(f"     {browser or 'no Chromium is to be had'}")
        gettext = shutil.which("xgettext") or (apt_install("gettext") and shutil.which("xgettext"))
        say(f"     {gettext or 'no gettext is to be had'}")
    env = child_env(DJANGO_SETTINGS_MODULE="peacesummit.settings.test")
    env.pop("DATA_DIR", None)  # the tests touch nobody's data
    env["PATH"] = f"{PYTHON.parent}{os.pathsep}{env['PATH']}"
    pytest = [str(PYTHON), "-m", "pytest"]
    if not any(argument.startswith("-n") for argument in arguments):
        pytest += ["-p", "scripts.distribution", "--no-loadscope-reorder"]
        pytest += ["-n", PROCESSES, "--dist", "loadscope"]
    if browser:
        env["CHROMIUM"] = browser
    else:
        pytest += ["-m", "not browser"]
    with steps("Tests"):
        code = loudly([*pytest, *arguments], env)
    if not browser:
        report_missing_browser(env, arguments)
    if not gettext:
        say("\nNO GETTEXT: whether our texts are all in locale/ DID NOT GET TESTED.")
        say("Install it: `apt-get install gettext`")
    return code


def report_missing_browser(env: dict[str, str], arguments: list[str]) -> None:
    """Say loudly which tests did not run."""
    listing = [PYTHON, "-m", "pytest", "--collect-only", "-q", "-m", "browser", *arguments]
    done = subprocess.run([str(part) for part in listing], env=env, capture_output=True, text=True)
    left_out = [line for line in done.stdout.splitlines() if "::" in line]
    say("\n" + "!" * 78)
    say(f"NO CHROMIUM: {len(left_out)} browser tests DID NOT RUN:")
    for line in left_out:
        say(f"  {line}")
    say(f"Install it (`apt-get install {chromium.SHELL}`), or name one: CHROMIUM=/path make test")
    say("!" * 78)


if __name__ == "__main__":
    script(main)
