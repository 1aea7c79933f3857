"""Part of `make lint`: check that the licenses of all packages of the site allow ours.

    .venv/bin/python -m scripts.licenses [REQUIREMENTS]

Reads `requirements/base.txt`, which lists imported packages and their dependencies, and the
metadata of installed packages. Packages for tests and tools only are not distributed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from scripts.environment import REQUIREMENTS
from scripts.toolbox import say, script

OURS = "BSD-3-Clause"
# SPDX identifiers (https://spdx.org/licenses/).
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU",
    "MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib",
    # Libraries, such as psycopg, that are loaded unmodified and that anyone who runs the site can
    # replace: the LGPL requires no more of a program that only imports them.
    "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later",
}  # fmt: skip
# Licenses of packages without an SPDX identifier: by classifier or a few words.
SAID = {
    "OSI Approved :: Apache Software License": "Apache-2.0",
    "OSI Approved :: BSD License": "BSD-3-Clause",
    "OSI Approved :: ISC License (ISCL)": "ISC",
    "OSI Approved :: MIT License": "MIT",
    "OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "MIT License": "MIT",
}


def packages(requirements: Path) -> Iterator[tuple[str, bool]]:
    """Yield the packages of a lock file, and whether each is needed on every machine."""
    for line in requirements.read_text().splitlines():
        if found := re.match(r"([\w.-]+)(?:\[.*?\])?==[^;\\]+(;?)", line):
            yield found[1], not found[2]


def license_of(about: metadata.PackageMetadata) -> str:
    """Return the license of a package as an SPDX expression, or in its own words."""
    if expression := about.get("License-Expression"):
        return expression
    if own := about.get("License"):
        own = SAID.get(own.strip(), own.strip())
        if own in ALLOWED:  # it names the BSD version; the classifier does not
            return own
    heads = (text.partition("License :: ")[2] for text in about.get_all("Classifier") or [])
    classifiers = [SAID.get(text, text) for text in heads if text]
    return " AND ".join(classifiers) or (own or "no license that it names").splitlines()[0]


def is_allowed(expression: str) -> bool:
    """Return whether an SPDX expression has an alternative whose parts are all allowed."""
    ways = expression.strip("()").split(" OR ")
    return any(all(part.strip("() ") in ALLOWED for part in way.split(" AND ")) for way in ways)


def main() -> int:
    requirements = Path(sys.argv[1]) if len(sys.argv) > 1 else REQUIREMENTS / "base.txt"
    found: Counter[str] = Counter()
    faults = []
    for name, everywhere in packages(requirements):
        try:
            expression = license_of(metadata.metadata(name))
        except metadata.PackageNotFoundError:
            if everywhere:
                faults.append(f"{name} is not installed, so nobody knows its license.")
            continue
        found[expression] += 1
        if not is_allowed(expression):
            faults.append(
                f"{name} is under “{expression}”, which scripts/licenses.py does not know to go "
                f"with our {OURS}: do without it, or, if it goes, add the license to ALLOWED."
            )
    if faults:
        say("\n".join(faults))
        return 1
    listed = ", ".join(f"{expression} {number}" for expression, number in found.most_common())
    say(f"     {found.total()} packages: {listed}")
    return 0


if __name__ == "__main__":
    script(main)
