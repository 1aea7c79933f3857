"""Finds Chromium for the browser tests, or installs it.

The tests read the environment variable CHROMIUM, or ask `find()`; both give the path of a
browser that starts.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from scripts.environment import PYTHON, apt_install, child_env
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
    if apt_install("chromium") and (found := find()):
        return found
    say("     Fetching Playwright's Chromium")
    fetch = [str(PYTHON), "-m", "playwright", "install", "chromium"]
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            fetch, env=child_env(), stdin=subprocess.DEVNULL, capture_output=True, timeout=900
        )
    return find()
