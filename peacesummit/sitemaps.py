"""The sitemap: every public page of every language, each with its translations."""

from django.conf import settings
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page


class EveryLanguageSitemap(Sitemap):
    """Wagtail's sitemap over the trees of all languages (its own walks the source tree only).

    Pages say their own addresses through `get_sitemap_urls`; the sitemap adds `x-default`.
    """

    def items(self):
        """Return the live, public pages of the site in all languages, in the order of the tree."""
        root = self.get_wagtail_site().root_page
        trees = Page.objects.none()
        for home in root.get_translations(inclusive=True).live().order_by("path"):
            trees = trees | Page.objects.descendant_of(home, inclusive=True)
        return (
            trees.live()
            .public()
            .filter(alias_of__isnull=True)
            .order_by("path")
            .defer_streamfields()
            .specific()
        )

    def _urls(self, page, protocol, domain):
        entries = super()._urls(page, protocol, domain)
        for entry in entries:
            source = next(
                (
                    alternate["location"]
                    for alternate in entry.get("alternates", ())
                    if alternate["lang_code"] == settings.LANGUAGE_CODE
                ),
                None,
            )
            if source:
                entry["alternates"].append({"lang_code": "x-default", "location": source})
        return entries
