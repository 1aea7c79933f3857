"""Models that all pages and features use: base page, images, topics, settings, counters."""

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
