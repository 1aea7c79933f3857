"""What is done to the words that somebody types before anything is searched."""

import unicodedata

from pages.text import seen

LONGEST = 200
PARTING = ("Cc", "Cn", "Co", "Cs", "Zl", "Zp", "Zs")


def clean(text: str) -> str:
    """Return `text` fit for every database: composed, on one line, at most 200 characters.

    Control characters (a NUL among them) become spaces; what nobody can see within a word, such as
    a soft hyphen, is taken out, as it is from the index. A text without a single letter or digit
    comes back as it is; `is_searchable` says that there is nothing to look for in it.
    """
    text = unicodedata.normalize("NFC", text[: 4 * LONGEST])
    text = seen("".join(" " if unicodedata.category(char) in PARTING else char for char in text))
    return " ".join(text.split())[:LONGEST].strip()


def is_searchable(text: str) -> bool:
    """Return whether there is a letter or a digit in `text`."""
    return any(char.isalnum() for char in text)
