"""`make drawing`: draw the project (docs/images/architecture.svg) from contracts and imports.

This half brings Python and packages; `draw_architecture.py`, which runs on them, does the rest.
"""

from __future__ import annotations

from scripts.environment import PYTHON, STEPS, child_env, install
from scripts.toolbox import Steps, become, script


def main() -> None:
    install(Steps(STEPS), "dev")
    become([PYTHON, "-m", "scripts.draw_architecture"], child_env())


if __name__ == "__main__":
    script(main)
