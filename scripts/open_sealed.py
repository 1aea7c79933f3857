"""`make open`: decrypt the sensitive answers in an export on an organizer's own computer.

    python3 -m scripts.open_sealed EXPORT [--key FILE]... [--passphrase-file FILE]

This script installs Python and packages, then runs `open_export.py` with them.
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
