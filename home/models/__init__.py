"""Models of the home page, standard pages and menus."""

from home.models.menus import Menu, MenuItem
from home.models.pages import HomePage, StandardPage

__all__ = ["HomePage", "Menu", "MenuItem", "StandardPage"]
