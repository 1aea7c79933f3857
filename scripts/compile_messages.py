"""Compile .po files to .mo files next to them, without requiring gettext.

Runs in the project's environment: polib comes with wagtail-localize. Unfinished (fuzzy) entries are
left out, as msgfmt does.
"""

import os
import sys
from pathlib import Path

import polib

for name in sys.argv[1:]:
    target = Path(name).with_suffix(".mo")
    unfinished = target.with_suffix(f".{os.getpid()}.tmp")
    polib.pofile(name).save_as_mofile(str(unfinished))
    unfinished.replace(target)  # atomic, so that no process reads half a file
