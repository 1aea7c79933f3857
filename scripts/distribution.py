"""A pytest plugin: which tests share a process when they run in several.

Tests of one file stay together. So do those that first build or start a whole sample site: spread
over all processes, every one of them would do it, and again each time it came back from another
folder. These are three units: readers of the running site, those who work in it, and the project.
They go first, because they take longest: left to the end, one process would go on long after the
others.
"""

from __future__ import annotations

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling

WITH_A_SITE = ("browser", "project")
#: Files of `tests/browser` in which somebody signs in or signs up: half of that folder's time.
AT_WORK = ("test_admin", "test_sign_up", "test_translation")


def folder(nodeid: str) -> str:
    """The folder below `tests/`."""
    return nodeid.split("/")[1] if nodeid.count("/") > 1 else ""


def unit(nodeid: str) -> str:
    """The name of the unit of work to which a test belongs."""
    file = nodeid.split("::")[0]
    if folder(nodeid) not in WITH_A_SITE:
        return file
    return f"{folder(nodeid)} {'at work' if file.split('/')[-1].startswith(AT_WORK) else ''}"


class BySite(LoadScopeScheduling):
    """Units of work: what shares a site, or a file."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest in front, and in the end what empties the tables.

    A long file that came last would keep one process busy while the others have nothing to do: of
    those that nobody has marked as slow, the ones with many tests take long.
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
    """Called by xdist."""
    return BySite(config, log)
