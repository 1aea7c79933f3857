"""What all other apps stand on: the base page, home and standard pages, topics, menus, images."""

from home.models.base import BasePage, BasePageManager, BasePageQuerySet
from home.models.images import PictureDescription, SummitImage, SummitRendition
from home.models.limits import RateCount
from home.models.menus import Menu, MenuItem
from home.models.pages import HomePage, StandardPage
from home.models.site_settings import SiteSettings
from home.models.topics import Topic

__all__ = [
    "BasePage",
    "BasePageManager",
    "BasePageQuerySet",
    "HomePage",
    "Menu",
    "MenuItem",
    "PictureDescription",
    "RateCount",
    "SiteSettings",
    "StandardPage",
    "SummitImage",
    "SummitRendition",
    "Topic",
]
