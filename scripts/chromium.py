"""Find or install Chromium for the browser tests.

The tests read the environment variable CHROMIUM or call `find()`; both give the path of a working
browser. They prefer the headless shell, which renders the same and opens a window in a quarter of
the time. The audit uses the full browser that people have.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from scripts.environment import PYTHON, apt_install, child_env
from scripts.toolbox import say

SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLAYWRIGHTS = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


def find(*, whole: bool = False) -> str | None:
    """Return the path of a working Chromium: from CHROMIUM, on PATH, or Playwright's; else None.

    `whole` requires one with a user interface.
    """
    named = os.environ.get("CHROMIUM")
    on_path = (shutil.which(name) for name in (NAMES if whole else (SHELL, *NAMES)))
    for path in [named] if named else [*on_path, playwrights()]:
        if path and starts(path):
            return path
    return None


def playwrights() -> str | None:
    """Return the path of the browser that Playwright downloaded, or None."""
    done = subprocess.run([str(PYTHON), "-c", PLAYWRIGHTS], capture_output=True, text=True)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else None


def starts(path: str) -> bool:
    """Return whether the browser starts: without its libraries it does not."""
    try:
        return not subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def install(*, whole: bool = False) -> str | None:
    """Install Chromium (Debian's package if root, else Playwright's) and return its path."""
    for package in (NAMES[0],) if whole else (SHELL, NAMES[0]):
        if apt_install(package) and (found := find(whole=whole)):
            return found
    say("     Fetching Playwright's Chromium")
    fetch = [str(PYTHON), "-m", "playwright", "install", "chromium"]
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            fetch, env=child_env(), stdin=subprocess.DEVNULL, capture_output=True, timeout=900
        )
    return find(whole=whole)
