"""A pytest plugin: which tests share a process when they run in several.

Tests of one file stay together. So do those of a folder that first builds a whole sample site:
spread over all processes, every one of them would build it, and again each time it came back
from another folder. These folders go first, because they take longest. The walk through all pages
takes nearly half of the time in a browser: left with the rest, one process would end long after
the others. It comes after these folders, when the site is built that it gets a copy of.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

WITH_A_SITE = ("browser", "house")
ALONE = "tests/browser/test_walk.py"


def folder(nodeid: str) -> str:
    """The folder below `tests/`."""
    return nodeid.split("/")[1] if nodeid.count("/") > 1 else ""


class BySite(LoadScopeScheduling):
    """Units of work: a folder with a site of its own, or a file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return folder(nodeid) if folder(nodeid) in WITH_A_SITE and file != ALONE else file


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest in front, and in the end what empties the tables.

    A long file that came last would keep one process busy while the others have nothing to do.
    """
    items.sort(
        key=lambda item: (
            folder(item.nodeid) not in WITH_A_SITE,
            item.nodeid.startswith(ALONE),
            "transactional_db" in getattr(item, "fixturenames", ()),
            item.get_closest_marker("slow") is None,
        )
    )


def pytest_xdist_make_scheduler(config, log):
    """Called by xdist."""
    return BySite(config, log)
