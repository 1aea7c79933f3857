"""The base class of all pages."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.functional import cached_property, classproperty
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Locale, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from pages import head, privacy, schema, share
from pages.compat import slug_from
from pages.copying import CopiedAsDraft
from pages.languages import LanguageLink, language_links
from pages.public_languages import has_urls
from pages.publication import PublishedWithCare
from pages.text import to_slug


class BasePageQuerySet(PageQuerySet):
    def open(self):
        """Return pages that anyone may see in lists: no drafts, private pages or aliases."""
        return self.live().public().filter(alias_of__isnull=True)

    def in_active_language(self):
        """Return the open pages in the reader's language."""
        return self.open().filter(locale=Locale.get_active())

    def with_pictures(self):
        """Join what cards need, so that a list of cards takes no query per card."""
        return self.select_related("listing_image", "locale").prefetch_related(
            "listing_image__renditions"
        )


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


def _picture(**words: Any) -> models.ForeignKey:
    model = settings.WAGTAILIMAGES_IMAGE_MODEL
    return models.ForeignKey(
        model, models.SET_NULL, null=True, blank=True, related_name="+", **words
    )


class BasePage(PublishedWithCare, CopiedAsDraft, Page):
    """The base of all pages: texts and images for lists, search engines and sharing.

    Every text is translatable. `fact_fields` names the fields that are equal in all languages and
    follow the source page at once (see `pages.facts`).
    """

    fact_fields: ClassVar[tuple[str, ...]] = ()
    #: Whether the image is shown at the top of the page, not only in lists.
    leads_with_picture: ClassVar[bool] = False

    listing_text = models.CharField(
        verbose_name=_("summary for lists"),
        max_length=200,
        blank=True,
        help_text=_("One or two sentences, shown where this page appears in a list."),
    )
    listing_image = _picture(
        verbose_name=_("image"), help_text=_("Shown at the top of the page and in lists.")
    )
    social_image = _picture(
        verbose_name=_("image for sharing"),
        help_text=_(
            "Shown by WhatsApp and other apps. If you leave it empty, the site creates one "
            "with the title and the date."
        ),
    )

    objects = BasePageManager()

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("For search engines"),
        ),
        MultiFieldPanel([FieldPanel("social_image")], heading=_("When shared")),
    ]
    listing_panel = MultiFieldPanel(
        [FieldPanel("listing_text"), FieldPanel("listing_image")],
        heading=_("In lists and at the top of the page"),
    )
    settings_panels = [PublishingPanel()]
    search_fields = [
        *Page.search_fields,
        index.SearchField("listing_text"),
        index.SearchField("search_description"),
    ]

    class Meta:
        abstract = True

    @classproperty
    def override_translatable_fields(cls):
        """Synchronize facts, without overrides in translations (wagtail-localize)."""
        return [SynchronizedField(name, overridable=False) for name in cls.fact_fields]

    def full_clean(self, *args, **kwargs):
        self._write_slug_plainly()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self._write_slug_plainly()
        super().minimal_clean()

    def _write_slug_plainly(self) -> None:
        """Keep accents out of the slug for every way of saving; Wagtail does not check this."""
        slug: str = self.slug  # type: ignore[has-type]
        if slug:
            self.slug = slug if slug.isascii() else to_slug(slug) or "page"
        elif self.path and not self.title.isascii():  # Wagtail drops letters such as Ł
            self.slug = slug_from(self, to_slug(self.title) or "page")

    def other_languages(self, request=None, subpath: str = "") -> list[LanguageLink]:
        """Return a link to this page in each language.

        `subpath` follows the page's own URL ("slug-of-a-partner/").
        """
        way = [page.translation_key for page in (*self.breadcrumb(), self)]
        versions = Page.objects.live().filter(translation_key__in=way, alias_of__isnull=True)
        found: dict[str, dict[UUID, Page]] = {}
        for page in versions.select_related("locale"):
            found.setdefault(page.locale.language_code, {})[page.translation_key] = page
        urls: dict[str, str] = {}
        nearest: dict[str, str] = {}
        for code, pages in found.items():
            if way[0] not in pages or not has_urls(code):
                continue  # a language without a home page is not public
            if own := pages.get(way[-1]):
                urls[code] = own.get_url(request) + subpath
            else:
                last = next(pages[key] for key in reversed(way) if key in pages)
                nearest[code] = last.get_url(request)
        return language_links(urls, nearest)

    def delete(self, *args, **kwargs):
        """Delete the page; its view restrictions still apply to its other languages."""
        with transaction.atomic():
            privacy.keep_when_deleted(self)
            return super().delete(*args, **kwargs)

    def breadcrumb(self) -> list[Page]:
        """Return the ancestors of this page, home first (cached)."""
        return list(self._above)

    @cached_property
    def _above(self) -> list[Page]:
        return list(self.get_ancestors().filter(depth__gt=1).select_related("locale"))

    def get_context(self, request, *args, **kwargs):
        if getattr(request, "is_preview", False) and self.path:
            privacy.note_visible(self)
        context = super().get_context(request, *args, **kwargs)
        context["languages"] = self.other_languages(request)
        context["breadcrumb"] = self.breadcrumb()
        context["title_names_site"] = gettext("Peace Summit") in (self.seo_title or self.title)
        return context

    # ------------------------------------------------------------ search and sharing
    def description(self) -> str:
        """Return the description for search engines and sharing; never empty."""
        introduction = getattr(self, "introduction", "")
        own = self.search_description or self.listing_text or introduction
        return own or self.default_description()

    def default_description(self) -> str:
        """Return the description if no editor has written one; never empty."""
        return f"{self.title}. {head.about_the_site()}"

    def canonical_query(self, context) -> str:
        """Return the query string of the canonical URL ("?page=2"), mostly empty."""
        return ""

    def share_card(self, part: str = "", context: Mapping | None = None) -> share.Card | None:
        """Return what the share image shows, in the active language, which is the page's.

        `part` is a part of the page with its own URL; return None if it does not exist. `context`
        is the template context if the page is being shown, to save queries.
        """
        if part:
            return None
        return share.titled(
            self.share_title(),
            lines=self.share_lines(),
            pattern=str(self.translation_key),
            image=self.listing_image if self.leads_with_picture else None,
        )

    def share_title(self) -> str:
        return self.title

    def share_lines(self) -> tuple[str, ...]:
        """Return the lines below the title on the share image: date and place."""
        return ()

    def structured_data(self, about: "head.Head") -> list[schema.Node]:
        """Return the schema.org nodes of the page."""
        return [about.web_page(), *about.breadcrumb()]

    def get_sitemap_urls(self, request=None):
        """Return this page and its alternates for the sitemap; aliases are left out."""
        if self.alias_of_id:
            return []
        return [self.sitemap_entry(request)]

    def sitemap_entry(self, request=None, subpath: str = "") -> dict:
        """Return one sitemap entry with the URL in each language (RFC 5646 codes)."""
        root = self.get_site().root_url
        return {
            "location": self.get_full_url(request) + subpath,
            "lastmod": self.last_published_at or self.latest_revision_created_at,
            "alternates": [
                {"lang_code": link.code, "location": root + link.url}
                for link in self.other_languages(request, subpath)
                if link.available
            ],
        }


class ListPage(RoutablePageMixin, BasePage):
    """A list page with automatic content. There is one per type; others are its translations.

    Each type has an `introduction`, made by `introduced`.
    """

    content_panels = [*Page.content_panels, FieldPanel("introduction"), BasePage.listing_panel]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["home.HomePage"]
    max_count = 1

    class Meta:
        abstract = True


def introduced(help_text: Any) -> models.TextField:
    """Return the field for the introduction above a list."""
    return models.TextField(
        verbose_name=_("introduction"), max_length=500, blank=True, help_text=help_text
    )
