"""Join style sheets that are written as many files.

`css/site.css` imports a file per layer, and the components layer one per component; so do the style
sheets of the admin. Browsers can load them like that, so `make dev` needs no build step. When
static files are collected, imports are replaced by their content: one request instead of sixty.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

NAME = "css/site.css"
IMPORT = re.compile(
    r'^@import url\("(?P<name>[^"]+)"\)(?: layer\((?P<layer>[\w-]+)\))?;\n', re.MULTILINE
)
URL = re.compile(r'url\("(?P<name>\.{1,2}/[^"]+)"\)')


def joined(read: Callable[[str], str], name: str = NAME, folder: str = "") -> str:
    """Return the style sheet `name` with its imports replaced by their content.

    `read` returns the text of a static file by name, such as "css/site.css". URLs are rewritten
    relative to `folder`, by default that of `name`.
    """
    here = posixpath.dirname(name)
    folder = folder or here

    def imported(match: re.Match[str]) -> str:
        text = joined(read, posixpath.join(here, match["name"]), folder)
        return f"@layer {match['layer']} {{\n{text}}}\n" if match["layer"] else text

    def moved(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(here, match["name"]))
        return f'url("{posixpath.relpath(target, folder)}")'

    parts, end = [], 0
    text = read(name)
    for match in IMPORT.finditer(text):
        parts += [URL.sub(moved, text[end : match.start()]), imported(match)]
        end = match.end()
    return "".join([*parts, URL.sub(moved, text[end:])])


def static_text(name: str) -> str:
    """Return the text of one of our static files, collected or not. Raises FileNotFoundError."""
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return Path(path).read_text()


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Static files with hashed names, compressed, and with joined style sheets."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join the style sheets, then hash and compress all files as WhiteNoise does.

        It reads the sources, not collected files, which may already be joined.
        """

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        sheets = [name for name in paths if name.endswith(".css") and not dry_run]
        texts = {name: joined(read, name) for name in sheets if IMPORT.search(read(name))}
        for name, text in texts.items():
            Path(self.path(name)).write_text(text)
        yield from super().post_process(
            paths | {name: (self, name) for name in texts}, dry_run, **options
        )
