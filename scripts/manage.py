"""`make manage`, `make migrations`, `make shell`: run Django commands on the data of `make run`.

    python3 -m scripts.manage COMMAND [arguments]

ARGS from the environment are appended: `make manage ARGS="check --database default"`. The settings
are those of `make dev` unless DJANGO_SETTINGS_MODULE is set.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from scripts.environment import PYTHON, STEPS, child_env, compile_messages, install
from scripts.toolbox import Steps, become, script, writable_folder


def main() -> None:
    command = sys.argv[1:] + shlex.split(os.environ.get("ARGS", ""))
    data_dir = Path(os.environ.get("DATA_DIR") or "var").resolve()
    writable_folder(data_dir, "DATA_DIR")
    install(Steps(STEPS), "dev")
    compile_messages()
    env = child_env(DATA_DIR=str(data_dir))
    env.setdefault("DJANGO_SETTINGS_MODULE", "peacesummit.settings.dev")
    become([PYTHON, "manage.py", *(command or ["help"])], env)


if __name__ == "__main__":
    script(main)
