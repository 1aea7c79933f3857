"""Clean up search queries."""

import unicodedata

from pages.text import seen

LONGEST = 200
PARTING = ("Cc", "Cn", "Co", "Cs", "Zl", "Zp", "Zs")


def clean(text: str) -> str:
    """Return `text` fit for every database: composed (NFC), on one line, at most 200 characters.

    Control characters (including NUL) become spaces. Invisible characters within a word, such as
    soft hyphens, are removed, as they are from the index. A text without letters or
    digits is returned too: check it with `is_searchable`.
    """
    text = unicodedata.normalize("NFC", text[: 4 * LONGEST])
    text = seen("".join(" " if unicodedata.category(char) in PARTING else char for char in text))
    return " ".join(text.split())[:LONGEST].strip()


def is_searchable(text: str) -> bool:
    """Return whether `text` contains a letter or digit."""
    return any(char.isalnum() for char in text)
