"""Hooks into Wagtail: each part of the desk has its own."""

from translations import history  # noqa: F401 - registers what it names
from translations.desk import hooks as desk  # noqa: F401
from translations.exchange import hooks as exchange  # noqa: F401
from translations.sheet import hooks as sheet  # noqa: F401
from translations.words import hooks as words  # noqa: F401
