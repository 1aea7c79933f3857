"""Hooks into Wagtail."""

from translations import history  # noqa: F401 - registers what it names
