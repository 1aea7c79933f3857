"""Finds Chromium for the browser tests, or installs it.

The tests read the environment variable CHROMIUM, or ask `find()`; both give the path of a
browser that starts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from scripts.environment import PYTHON, child_env
from scripts.toolbox import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLAYWRIGHTS = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


def find() -> str | None:
    """The path of a Chromium that starts: the one that CHROMIUM names, on PATH, or Playwright's."""
    named = os.environ.get("CHROMIUM")
    on_path = (shutil.which(name) for name in NAMES)
    for path in [named] if named else [*on_path, playwrights()]:
        if path and starts(path):
            return path
    return None


def playwrights() -> str | None:
    """Where Playwright keeps the browser that it downloads, if it did."""
    done = subprocess.run([str(PYTHON), "-c", PLAYWRIGHTS], capture_output=True, text=True)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else None


def starts(path: str) -> bool:
    """Whether it runs at all: a browser without its libraries does not."""
    try:
        return not subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> str | None:
    """Install Chromium (as root Debian's package, else Playwright's) and return its path."""
    attempts = [[str(PYTHON), "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        attempts.insert(0, ["apt-get", "install", "-y", "--no-install-recommends", "chromium"])
        attempts.insert(0, ["apt-get", "update"])
    for command in attempts:
        say(f"     Trying: {' '.join([Path(command[0]).name, *command[1:]])}")
        subprocess.run(
            command,
            env=child_env(DEBIAN_FRONTEND="noninteractive"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=900,
        )
        if found := find():
            return found
    return None
