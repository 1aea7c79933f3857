"""`make bench`: measure the dashboard with many objects (see benchmarks/README.md)."""

from __future__ import annotations

from scripts.environment import PYTHON, STEPS, child_env, install
from scripts.toolbox import Steps, become, script


def main() -> None:
    install(Steps(STEPS), "dev")
    become([PYTHON, "-m", "benchmarks.dashboard"], child_env())


if __name__ == "__main__":
    script(main)
