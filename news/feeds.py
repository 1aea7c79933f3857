"""The Atom feed of one language, for all news or one topic."""

from datetime import datetime, time
from urllib.parse import urlencode
from uuid import uuid5

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from wagtail.models import Site

from pages.languages import localize, localized_text
from pages.models import SiteSettings

FEED_LENGTH = 20


class Atom(Atom1Feed):
    """Django's Atom feed, but with summaries marked as plain text instead of HTML."""

    def add_item_elements(self, handler, item):
        summary, item["description"] = item["description"], None
        super().add_item_elements(handler, item)
        if summary:
            handler.addQuickElement("summary", summary, {"type": "text"})


class NewsFeed(Feed):
    """Build the feed; call it with the request and `index`, the `NewsIndexPage` of the feed."""

    feed_type = Atom

    def get_object(self, request, index):
        self.request = request
        self.index = index
        self.language = self.code = index.locale.language_code
        self.base = index.get_full_url(request)
        self.filters = index.filters(request.GET)
        self.topic = self.filters["topic"]
        site = Site.find_for_request(request)
        self.organisation = SiteSettings.for_site(site).organisation if site else ""
        self.organisation = self.organisation or _("Peace Summit")  # each feed needs an author
        return index

    def title(self, index):
        parts = (_("Peace Summit"), index.title, self.topic.label)
        return " · ".join(part for part in parts if part)

    def subtitle(self, index):
        return index.introduction

    def link(self, index):
        return self.base

    def _own_url(self) -> str:
        topic = self.topic.value
        return f"{self.base}feed/" + (f"?{urlencode({'topic': topic})}" if topic else "")

    def feed_url(self, index):
        return self._own_url()

    def feed_guid(self, index):
        """Return an identifier that neither a new slug nor a new host changes."""
        name = f"feed:{self.code}:{self.topic.value}"
        return uuid5(index.translation_key, name).urn

    def author_name(self, index):
        return self.organisation

    def items(self, index):
        pages = list(
            self.filters.narrow(self.index.news()).defer_streamfields().with_topics()[:FEED_LENGTH]
        )
        topics = {topic.pk: topic for page in pages for topic in page.topics.all()}
        self.topic_names = {
            pk: localized_text(topic.name, topic)
            for pk, topic in zip(topics, localize(topics.values()), strict=True)
        }
        return pages

    def item_title(self, page):
        return page.title

    def item_description(self, page):
        return page.introduction or page.listing_text

    def item_link(self, page):
        return page.get_full_url(self.request)

    def item_guid(self, page):
        return uuid5(page.translation_key, self.code).urn

    def item_author_name(self, page):
        return page.byline or self.organisation

    def item_pubdate(self, page):
        """Return the moment of first publication if it was on `date`, else noon of `date`.

        Noon in the summit's time zone falls on the same day throughout the Americas and Europe.
        """
        first = page.first_published_at
        if first and timezone.localdate(first) == page.date:
            return first
        return datetime.combine(page.date, time(12), timezone.get_default_timezone())

    def item_updateddate(self, page):
        return page.last_published_at or self.item_pubdate(page)

    def item_categories(self, page):
        # Omit topics without a name in the feed's language: a feed cannot mark another language.
        names = (self.topic_names[topic.pk] for topic in page.topics.all())
        return [name.words for name in names if not name.language]
