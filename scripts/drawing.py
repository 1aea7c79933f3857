"""`make drawing`: draw the house (docs/images/house.svg) from its contracts and its imports.

This half brings Python and packages; `draw_house.py`, which runs on them, does the rest.
"""

from __future__ import annotations

from scripts.environment import PYTHON, STEPS, child_env, install
from scripts.toolbox import Steps, become, script


def main() -> None:
    install(Steps(STEPS), "dev")
    become([PYTHON, "-m", "scripts.draw_house"], child_env())


if __name__ == "__main__":
    script(main)
