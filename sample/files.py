"""Read the files of the sample content: English in YAML, Spanish in PO files.

`content/events/summit.yaml` holds a page, `translations/es/events/summit.po` its Spanish. Topics,
partners, pictures and menus share one English file each, and have one PO file per entry.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

CONTENT = Path(__file__).parent / "content"
TRANSLATIONS = Path(__file__).parent / "translations"
#: Where rich text starts a new line in its file; any other line break is a space.
_BEFORE_BLOCK = re.compile(r" (?=</?(?:p|ul|ol|li|h\d)\b)")


@cache
def read(name: str) -> Any:
    """Return the content of a file, by its path below `content` ("topics", "events/summit")."""
    path = CONTENT / f"{name}.yaml"
    return _joined(yaml.safe_load(path.read_text(encoding="utf-8")))


def _joined(value: Any) -> Any:
    """Return a value in which each rich text is on one line."""
    if isinstance(value, dict):
        return {key: _joined(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_joined(item) for item in value]
    if isinstance(value, str) and value.startswith("<"):
        return _BEFORE_BLOCK.sub("", value)
    return value


def translation_path(name: str, language: str) -> Path:
    """Return the path of the translation of "events/summit", "topics/migration" …"""
    return TRANSLATIONS / language / f"{name}.po"


def translation_id(name: str, language: str) -> UUID:
    """Return the id of a translation in PO files, the same on every site."""
    return uuid5(NAMESPACE_URL, f"sample/{name}/{language}")
