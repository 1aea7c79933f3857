"""Seeds of the tests that roll dice: the same each time, and in `make fuzz` new in each round."""

import os

FIRST = int(os.environ.get("FUZZ_SEED") or 0)


def seeds(count: int) -> range:
    """Return so many seeds that follow each other."""
    return range(FIRST, FIRST + count)
