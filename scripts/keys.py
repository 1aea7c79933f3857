"""`make keys`: create an organizer's key pair on their own computer.

    python3 -m scripts.keys [--key FILE] [--passphrase-file FILE]

This script installs Python and packages, then runs `make_keys.py` with them.
"""

from __future__ import annotations

import sys

from scripts.environment import PYTHON, STEPS, child_env, install
from scripts.toolbox import Steps, become, script


def main() -> None:
    install(Steps(STEPS))
    become([PYTHON, "-m", "scripts.make_keys", *sys.argv[1:]], child_env())


if __name__ == "__main__":
    script(main)
