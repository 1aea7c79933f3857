"""Normalize .po files, so that a second `make messages` changes nothing.

    .venv/bin/python -m scripts.tidy_messages FILE...

Texts stay in gettext's order: by file, then by position in the file. This script sets the line
wrapping and a heading, and removes the date of the run. It runs in the project's environment, which
has polib.
"""

import sys
from pathlib import Path

import polib

WIDTH = 99
HEADING = "The texts of the site's own code and templates: `make messages` collects them."


def tidy(name: str) -> None:
    """Normalize a file; do not write it if nothing changes."""
    file = polib.pofile(name, wrapwidth=WIDTH)
    file.header = HEADING
    file.metadata_is_fuzzy = False
    file.metadata.pop("POT-Creation-Date", None)
    for entry in file:
        entry.flags.sort()
        entry.occurrences.sort()
    path, text = Path(name), f"{file}".rstrip("\n") + "\n"
    if path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


for argument in sys.argv[1:]:
    tidy(argument)
