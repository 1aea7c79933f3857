"""What tells a program from a person, without a third party: a trap, and how long it took.

What looks like spam is taken in and put aside for the organisers, and its sender is told so.
"""

from collections.abc import Mapping
from datetime import datetime

from signups.form import stamp

# A name with a hyphen cannot be the key of a question.
TRAP = "web-site"  # programs like to fill it; browsers know nothing to put there


def is_suspect(data: Mapping[str, str], shown: datetime | None, now: datetime) -> bool:
    """Return whether a form, `shown` by its stamp, looks as if a program had filled it in."""
    return bool(data.get(TRAP)) or (shown is not None and now - shown < stamp.EARLIEST)
