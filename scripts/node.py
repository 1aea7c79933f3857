"""Install npm programs in the project's own folder, exactly as locked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from scripts.environment import TOOLS, child_env, need
from scripts.toolbox import digest, quietly, stamped

PROGRAMS = (("node", "nodejs"), ("npm", "npm"))


def need_node(purpose: str) -> None:
    """Stop unless Node and npm are installed; `purpose` names what needs them: "The audit"."""
    for program, package in PROGRAMS:
        need(program, package, purpose)


def install(source: Path, folder: Path, name: str) -> None:
    """Make `folder` contain exactly what `source`/package-lock.json lists, checked by hash.

    `name` is the name for messages: "Lighthouse". The lock file contains no host. To make it again,
    run `npm install --package-lock-only --omit-lockfile-registry-resolved` and remove each
    "funding", which is a URL.
    """
    files = [source / "package.json", source / "package-lock.json"]
    stamp, wanted = folder / "stamp", digest(*files)
    if stamped(stamp, wanted):
        return
    folder.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for file in files:
        shutil.copy(file, folder)
    env = child_env(npm_config_update_notifier="false")
    true_folder = folder.resolve()  # npm does not find its own lock file through a link
    if not os.access(Path.home(), os.W_OK):
        env["npm_config_cache"] = str(TOOLS / "npm")
    quietly(
        ["npm", "ci", "--prefix", true_folder, "--ignore-scripts", "--no-audit", "--no-fund"],
        env,
        f"{name} could not be installed (see above); is npm's registry reachable?",
    )
    stamp.write_text(wanted)
