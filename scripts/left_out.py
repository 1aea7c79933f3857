"""A pytest plugin that records skipped tests, and the summary that `make test` prints.

For each skipped test, a line of JSON with name and reason is added to the file in LEFT_OUT.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from pathlib import Path

WIDTH = 78


def pytest_configure(config) -> None:
    """Register the plugin in the main process; pytest's other processes report to it."""
    if (file := os.environ.get("LEFT_OUT")) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Record(Path(file)))


class Record:
    """Write skipped tests to a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def pytest_runtest_logreport(self, report) -> None:
        """Record the test if it was skipped (called by pytest after each test)."""
        if isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            with self.file.open("a") as output:
                print(json.dumps([report.nodeid, reason]), file=output)


def summary(file: Path) -> list[str]:
    """Return lines with the reasons and the number of skipped tests per file.

    Empty if every test ran.
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
