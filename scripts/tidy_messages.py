"""Write .po files in one form, so that a second `make messages` changes nothing.

    .venv/bin/python -m scripts.tidy_messages FILE...

The texts stay in the order of the files that they come from, and there in the order in which they
stand, as gettext puts them. What is set here: how lines are wrapped, a heading, no date of the run.
Runs in the project's environment, which has polib.
"""

import sys
from pathlib import Path

import polib

WIDTH = 99
HEADING = "The texts of the site's own code and templates: `make messages` collects them."


def tidy(name: str) -> None:
    """Bring a file into its form; nothing is written if it has that already."""
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
