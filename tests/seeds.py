"""Seeds of the tests that roll dice: the same each time, but new in each round of `make fuzz`."""

import os

FIRST = int(os.environ.get("FUZZ_SEED") or 0)


def seeds(count: int) -> range:
    """Return the given number of consecutive seeds."""
    return range(FIRST, FIRST + count)
