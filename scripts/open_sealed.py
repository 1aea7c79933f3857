"""`make open`: the sensitive answers in an export, opened on an organizer's own computer.

    python3 -m scripts.open_sealed EXPORT [--key FILE]... [--passphrase-file FILE]

This half brings Python and packages; `open_export.py`, which runs on them, does the rest.
"""

from __future__ import annotations

import sys

from scripts.environment import PYTHON, STEPS, child_env, install
from scripts.toolbox import Steps, become, script


def main() -> None:
    install(Steps(STEPS))
    become([PYTHON, "-m", "scripts.open_export", *sys.argv[1:]], child_env())


if __name__ == "__main__":
    script(main)
