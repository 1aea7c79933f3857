"""The translation editor."""
