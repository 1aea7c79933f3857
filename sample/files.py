"""The sample content as it lies in files: English in YAML, its Spanish in the exchange's PO files.

`content/events/summit.yaml` holds a page, `translations/es/events/summit.po` its Spanish. Topics,
partners, pictures and menus lie together in one file of English each, and have a PO file each.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

CONTENT = Path(__file__).parent / "content"
TRANSLATIONS = Path(__file__).parent / "translations"
#: Where a rich text begins a new line in its file; any other end of a line there is a space.
_BEFORE_BLOCK = re.compile(r" (?=</?(?:p|ul|ol|li|h\d)\b)")


@cache
def read(name: str) -> Any:
    """Return what a file holds, by its path below `content` ("topics", "events/summit")."""
    path = CONTENT / f"{name}.yaml"
    return _joined(yaml.safe_load(path.read_text(encoding="utf-8")))


def _joined(value: Any) -> Any:
    """Return a value with each rich text in one line."""
    if isinstance(value, dict):
        return {key: _joined(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_joined(item) for item in value]
    if isinstance(value, str) and value.startswith("<"):
        return _BEFORE_BLOCK.sub("", value)
    return value


def translation_path(name: str, language: str) -> Path:
    """Return where the translation of "events/summit", "topics/migration" … lies."""
    return TRANSLATIONS / language / f"{name}.po"


def translation_id(name: str, language: str) -> UUID:
    """Return by which number the exchange knows a translation of the sample, on every site."""
    return uuid5(NAMESPACE_URL, f"sample/{name}/{language}")
