"""`make audit`: Lighthouse and the Nu HTML checker on each type of page, in both languages.

    python3 -m scripts.audit [addresses]

Addresses, also in ARGS, are those to look at: `make audit ARGS="/en/ /es/"`. This half brings what
it needs into `.tools`; `audit_pages.py`, which runs on the site's own packages, does the rest.
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
    """Make `.tools/audit` hold exactly what the lock file names.

    That file names no host: so `overrides` in package.json have to pin what Lighthouse asks for
    as "latest".
    """
    node.install(SOURCE, FOLDER, "Lighthouse")


if __name__ == "__main__":
    script(main)
