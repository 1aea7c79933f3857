"""Hooks into Wagtail: each part of the desk has its own."""

from translations.admin import exchange_hooks as exchange  # noqa: F401
from translations.admin import hooks as desk  # noqa: F401
from translations.admin import words_hooks as words  # noqa: F401
from translations.admin.editor import hooks as sheet  # noqa: F401
from translations.engine import history  # noqa: F401 - registers what it names
