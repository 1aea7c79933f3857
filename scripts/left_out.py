"""A pytest plugin that writes down which tests were left out, and what `make test` says of them.

The file that LEFT_OUT names gets a line for each of them: its name and the reason, as JSON.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from pathlib import Path

WIDTH = 78


def pytest_configure(config) -> None:
    """Called by pytest at its start. Its other processes send what they know to the first one."""
    if (file := os.environ.get("LEFT_OUT")) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Record(Path(file)))


class Record:
    """Writes into a file which tests were left out."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def pytest_runtest_logreport(self, report) -> None:
        """Called by pytest after each test."""
        if isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            with self.file.open("a") as output:
                print(json.dumps([report.nodeid, reason]), file=output)


def summary(file: Path) -> list[str]:
    """Return the lines that tell what was left out and why: each file with how many of its tests.

    Empty when every test ran.
    """
    if not file.exists():
        return []
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for line in file.read_text().splitlines():
        test, reason = json.loads(line)
        reasons[reason][test.split("::")[0]] += 1
    lines = ["", "!" * WIDTH]
    for reason, files in reasons.items():
        lines.append(f"DID NOT RUN ({sum(files.values())}): {reason}")
        lines += [f"  {number:3}  {name}" for name, number in sorted(files.items())]
    return [*lines, "!" * WIDTH]
