"""Home and standard pages, and the menus."""

from home.models.menus import Menu, MenuItem
from home.models.pages import HomePage, StandardPage

__all__ = ["HomePage", "Menu", "MenuItem", "StandardPage"]
