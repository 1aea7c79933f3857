"""What all pages and features stand on: the base page, pictures, topics, settings, counts."""

from pages.models.base import BasePage, BasePageManager, BasePageQuerySet, ListPage, introduced
from pages.models.images import PictureDescription, SummitImage, SummitRendition
from pages.models.limits import RateCount
from pages.models.site_settings import SiteSettings
from pages.models.topics import Topic

__all__ = [
    "BasePage",
    "BasePageManager",
    "BasePageQuerySet",
    "ListPage",
    "PictureDescription",
    "RateCount",
    "SiteSettings",
    "SummitImage",
    "SummitRendition",
    "Topic",
    "introduced",
]
