"""Compile .po files to .mo files beside them, without gettext being installed.

Runs in the project's environment: polib comes with wagtail-localize.
Unfinished (fuzzy) entries are left out, as msgfmt does.
"""

import os
import sys
from pathlib import Path

import polib

for name in sys.argv[1:]:
    target = Path(name).with_suffix(".mo")
    unfinished = target.with_suffix(f".{os.getpid()}.tmp")
    polib.pofile(name).save_as_mofile(str(unfinished))
    unfinished.replace(target)  # at once, so that nobody reads half a file
