"""`make audit`: run Lighthouse and the Nu HTML checker on each page type, in both languages.

    python3 -m scripts.audit [paths]

Paths, also in ARGS, limit the audit: `make audit ARGS="/en/ /es/"`. This script installs the tools
in `.tools`, then runs `audit_pages.py` with the site's own packages.
"""

from __future__ import annotations

import os
import shlex
import sys

from scripts import chromium, node
from scripts.environment import (
    PYTHON,
    STEPS,
    TOOLS,
    child_env,
    compile_messages,
    install,
    need,
)
from scripts.toolbox import ROOT, Steps, Stop, become, script

SOURCE = ROOT / "scripts" / "audit_tools"
FOLDER = TOOLS / "audit"
STEPS_BEFORE_AUDIT = STEPS + 3


def main() -> None:
    arguments = shlex.split(os.environ.get("ARGS", "")) + sys.argv[1:]
    node.need_node("The audit")
    need("java", "default-jre-headless", "The audit")
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
    """Make `.tools/audit` contain exactly what the lock file lists.

    The lock file contains no host, so `overrides` in package.json must pin what Lighthouse requests
    as "latest".
    """
    node.install(SOURCE, FOLDER, "Lighthouse")


if __name__ == "__main__":
    script(main)
