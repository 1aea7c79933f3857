"""`make drawing`: draw docs/images/architecture.svg from contracts and imports.

This script installs Python and packages, then runs `draw_architecture.py` with them.
"""

from __future__ import annotations

from scripts.environment import PYTHON, STEPS, child_env, install
from scripts.toolbox import Steps, become, script


def main() -> None:
    install(Steps(STEPS), "dev")
    become([PYTHON, "-m", "scripts.draw_architecture"], child_env())


if __name__ == "__main__":
    script(main)
