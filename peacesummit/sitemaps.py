"""Build the sitemap: all public pages in all languages, with their translations."""

from collections import defaultdict
from uuid import UUID

from django.conf import settings
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Locale, Page

from pages.models import BasePage
from pages.public_languages import languages_with_urls


class EveryLanguageSitemap(Sitemap):
    """Wagtail's sitemap for all languages (its own covers only the source tree).

    The alternates of all pages are computed together. A page type with several URLs or other rules
    overrides `get_sitemap_urls`.
    """

    def items(self):
        """Return the live, public pages of the site in all languages, in tree order."""
        homes = self.get_wagtail_site().root_page.get_translations(inclusive=True).live()
        trees = Page.objects.none()
        for home in homes.filter(
            locale__language_code__in=languages_with_urls(), alias_of__isnull=True
        ):
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
        pages = list(self.paginator.page(page).object_list)
        codes = dict(Locale.objects.values_list("pk", "language_code"))
        versions: defaultdict[UUID, dict[str, str]] = defaultdict(dict)
        for item in pages:
            address = item.get_full_url(self.request)
            versions[item.translation_key][codes[item.locale_id]] = address
        entries = []
        for item in pages:
            if getattr(type(item), "get_sitemap_urls", None) is BasePage.get_sitemap_urls:
                entries.append(self._entry(item, versions[item.translation_key]))
            else:
                entries += item.get_sitemap_urls(self.request)
        for entry in entries:
            self._add_default(entry)
        moments = [entry["lastmod"] for entry in entries if entry.get("lastmod")]
        if moments and len(moments) == len(entries):
            self.latest_lastmod = max(moments)
        return entries

    def _entry(self, item, addresses: dict[str, str]) -> dict:
        return {
            "location": item.get_full_url(self.request),
            "lastmod": self.lastmod(item),
            "alternates": [
                {"lang_code": code, "location": addresses[code]}
                for code, _name in settings.LANGUAGES
                if code in addresses
            ],
        }

    def _add_default(self, entry: dict) -> None:
        """Add the source language as the default for readers of other languages."""
        for alternate in entry.get("alternates", ()):
            if alternate["lang_code"] == settings.LANGUAGE_CODE:
                default = {"lang_code": "x-default", "location": alternate["location"]}
                entry["alternates"].append(default)
                return
