"""What is done to the words that somebody types before anything is searched."""

import unicodedata

LONGEST = 200


def clean(text: str) -> str:
    """Return `text` fit for every database: composed, on one line, at most 200 characters.

    Control characters (a NUL among them) become spaces. A text without a single letter or digit
    comes back as it is; `is_searchable` says that there is nothing to look for in it.
    """
    text = unicodedata.normalize("NFC", text[: 4 * LONGEST])
    text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(text.split())[:LONGEST].strip()


def is_searchable(text: str) -> bool:
    """Return whether there is a letter or a digit in `text`."""
    return any(char.isalnum() for char in text)
