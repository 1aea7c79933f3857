"""`make audit`: Lighthouse and the Nu HTML checker on each type of page, in both languages.

    python3 -m scripts.audit [addresses]

Addresses, also in ARGS, are those to look at: `make audit ARGS="/en/ /es/"`. This half brings what
it needs into `.tools`; `audit_pages.py`, which runs on the site's own packages, does the rest.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from scripts import chromium
from scripts.environment import (
    PYTHON,
    STEPS,
    TOOLS,
    child_env,
    compile_messages,
    install,
    need,
)
from scripts.toolbox import ROOT, Steps, Stop, become, digest, quietly, script, stamped

SOURCE = ROOT / "scripts" / "audit_tools"
FOLDER = TOOLS / "audit"
STEPS_BEFORE_AUDIT = STEPS + 3


def main() -> None:
    arguments = shlex.split(os.environ.get("ARGS", "")) + sys.argv[1:]
    for program, package in (("node", "nodejs"), ("npm", "npm"), ("java", "default-jre-headless")):
        need(program, package, "The audit")
    steps = Steps(STEPS_BEFORE_AUDIT)
    install(steps, "dev")
    with steps("Translations of the interface"):
        compile_messages()
    with steps("Lighthouse and the Nu HTML checker (npm, in .tools)"):
        install_tools()
    with steps("Chromium"):
        browser = chromium.find(whole=True) or chromium.install(whole=True)
        if not browser:
            raise Stop(
                "the audit needs Chromium: `apt-get install chromium`, or name one: CHROMIUM="
            )
    become(
        [PYTHON, "-m", "scripts.audit_pages", *arguments],
        child_env(CHROMIUM=browser, CHROME_PATH=browser),
    )


def install_tools() -> None:
    """Make `.tools/audit` hold exactly what the lock file names, checked by hash.

    The lock file names no host: so `overrides` in package.json have to pin what Lighthouse asks
    for as "latest". It is made anew by `npm install --package-lock-only` with
    `--omit-lockfile-registry-resolved`, and by taking out each "funding", which is an address.
    """
    files = [SOURCE / "package.json", SOURCE / "package-lock.json"]
    stamp, wanted = FOLDER / "stamp", digest(*files)
    if stamped(stamp, wanted):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for file in files:
        shutil.copy(file, FOLDER)
    env = child_env(npm_config_update_notifier="false")
    if not os.access(Path.home(), os.W_OK):
        env["npm_config_cache"] = str(TOOLS / "npm")
    quietly(
        ["npm", "ci", "--prefix", FOLDER, "--ignore-scripts", "--no-audit", "--no-fund"],
        env,
        "Lighthouse could not be installed (see above); is npm's registry reachable?",
    )
    stamp.write_text(wanted)


if __name__ == "__main__":
    script(main)
