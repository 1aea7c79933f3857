"""A pytest plugin that decides which tests share a process when they run in several.

Tests of one file stay together. So do tests that build or start a whole sample site: if they were
spread over all processes, each process would do that, and again each time it returned from another
folder. They form three units: tests that read the running site, tests that work in it, and tests of
the project. These take longest and go first, so that no process is still running long after the
others.
"""

from __future__ import annotations

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling

WITH_A_SITE = ("browser", "project")
#: Files of `tests/browser` that sign in or sign up: half of that folder's time.
AT_WORK = ("test_admin", "test_sign_up", "test_translation")


def folder(nodeid: str) -> str:
    """Return the folder below `tests/`."""
    return nodeid.split("/")[1] if nodeid.count("/") > 1 else ""


def unit(nodeid: str) -> str:
    """Return the name of the unit of work of a test."""
    file = nodeid.split("::")[0]
    if folder(nodeid) not in WITH_A_SITE:
        return file
    return f"{folder(nodeid)} {'at work' if file.split('/')[-1].startswith(AT_WORK) else ''}"


class BySite(LoadScopeScheduling):
    """Schedule by units of work: tests that share a site or a file."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest units first and tests that empty the tables last.

    A long file at the end would keep one process busy while the others are idle. Among files not
    marked as slow, those with many tests take longest.
    """
    tests = Counter(unit(item.nodeid) for item in items)
    items.sort(
        key=lambda item: (
            folder(item.nodeid) not in WITH_A_SITE,
            "transactional_db" in getattr(item, "fixturenames", ()),
            item.get_closest_marker("slow") is None,
            -tests[unit(item.nodeid)],
        )
    )


def pytest_xdist_make_scheduler(config, log):
    """Return the scheduler (called by xdist)."""
    return BySite(config, log)
