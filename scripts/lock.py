"""`make lock`: compile the lock files in `requirements/` from `pyproject.toml`.

Locked versions stay unless `pyproject.toml` requires others. To upgrade: `make lock
ARGS=--upgrade`, or `ARGS="--upgrade-package django"`.
"""

from __future__ import annotations

import os
import shlex

from scripts.environment import REQUIREMENTS, UV, child_env, install_uv, python_version
from scripts.toolbox import Steps, quietly, script

# `dev` uses the versions of `base`, so that tests run on what is deployed.
FILES: dict[str, list[str]] = {
    "tools": ["--group", "tools"],
    "base": ["pyproject.toml"],
    "dev": ["pyproject.toml", "--group", "dev", "--constraint", "requirements/base.txt"],
}


def main() -> None:
    more = shlex.split(os.environ.get("ARGS", ""))
    steps = Steps(len(FILES) + 1)
    with steps("Tools (uv, in .tools)"):
        install_uv()
    for name, sources in FILES.items():
        with steps(f"requirements/{name}.txt"):
            command = [str(UV), "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
            command += ["--no-emit-index-url", "--python-version", python_version()]
            command += [*sources, *more, "--output-file", f"requirements/{name}.txt"]
            quietly(
                command,
                child_env(UV_CUSTOM_COMPILE_COMMAND="make lock"),
                f"{REQUIREMENTS / name}.txt could not be compiled (see above).",
            )


if __name__ == "__main__":
    script(main)
