"""A pytest plugin: which tests share a process when they run in several.

Tests of one file stay together. So do those of a folder that first builds a whole sample site:
spread over all processes, every one of them would build it, and again each time it came back
from another folder. These folders go first, because they take longest: left to the end, one
process would go on long after the others.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

WITH_A_SITE = ("browser", "house")


def folder(nodeid: str) -> str:
    """The folder below `tests/`."""
    return nodeid.split("/")[1] if nodeid.count("/") > 1 else ""


class BySite(LoadScopeScheduling):
    """Units of work: a folder with a site of its own, or a file."""

    def _split_scope(self, nodeid: str) -> str:
        return folder(nodeid) if folder(nodeid) in WITH_A_SITE else nodeid.split("::")[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest in front, and in the end what empties the tables.

    A long file that came last would keep one process busy while the others have nothing to do.
    """
    items.sort(
        key=lambda item: (
            folder(item.nodeid) not in WITH_A_SITE,
            "transactional_db" in getattr(item, "fixturenames", ()),
            item.get_closest_marker("slow") is None,
        )
    )


def pytest_xdist_make_scheduler(config, log):
    """Called by xdist."""
    return BySite(config, log)
