"""The home page and standard pages."""

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from events.models import DialoguePage, SummitPage
from news.models import NewsPage
from pages import head, privacy, schema
from pages.blocks import BodyBlock
from pages.languages import localize
from pages.models.base import BasePage
from pages.models.site_settings import SiteSettings
from partners.models import Partner, PartnerIndexPage


class HomePage(BasePage):
    """The home page in each language. Upcoming events and news are listed automatically."""

    fact_fields = ("summit", "call_page")

    hero_title = models.CharField(
        verbose_name=_("main heading"),
        max_length=120,
        blank=True,
        help_text=_("Leave empty to show the page title."),
    )
    hero_text = models.TextField(verbose_name=_("introduction"), max_length=400, blank=True)
    summit = models.ForeignKey(
        SummitPage,
        verbose_name=_("summit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The date and place come from this page."),
    )
    call_label = models.CharField(verbose_name=_("button label"), max_length=40, blank=True)
    call_page = models.ForeignKey(
        Page,
        verbose_name=_("button link"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title"),
                FieldPanel("hero_text"),
                FieldPanel("summit"),
                FieldPanel("call_label"),
                FieldPanel("call_page"),
            ],
            heading=_("Page header"),
        ),
        FieldPanel("body"),
        BasePage.listing_panel,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("hero_text"),
        index.SearchField("body"),
    ]
    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1  # the home pages of other languages are its translations
    subpage_types = [
        "home.StandardPage",
        "events.SummitPage",
        "events.DialogueIndexPage",
        "partners.PartnerIndexPage",
        "news.NewsIndexPage",
        "signups.SignUpPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["summit"] = self.summit_of_reader
        if self.call_page_id:
            call_page = localize([self.call_page])[0]
            context["call_page"] = call_page if privacy.is_open(call_page) else None
        dialogues = DialoguePage.objects.in_active_language().with_pictures()
        context["dialogues"] = dialogues.featured()[:3]
        context["news"] = NewsPage.objects.in_active_language().with_pictures().newest()[:3]
        featured = localize(Partner.objects.featured()[:12])
        context["partners"] = [each for each in featured if not each.is_private]
        context["partner_count"] = Partner.objects.in_source_language().count()
        context["directory"] = PartnerIndexPage.objects.in_active_language().first()
        return context

    @cached_property
    def summit_of_reader(self):
        """Return the summit in the active language, or None if it is not open."""
        summit = localize([self.summit])[0] if self.summit_id else None
        return summit if privacy.is_open(summit) else None

    def default_description(self) -> str:
        return self.hero_text or head.about_the_site()

    def share_title(self) -> str:
        return self.hero_title or self.title

    def share_lines(self) -> tuple[str, ...]:
        return self.summit_of_reader.share_lines() if self.summit_of_reader else ()

    def structured_data(self, about: "head.Head") -> list[schema.Node]:
        """Return full nodes of organization and site: machines look for them on this page."""
        site = SiteSettings.for_request(about.context["request"])
        search = head.absolute(reverse("search"))
        return [
            about.publisher | site.structured_data(),
            about.website
            | {
                "description": about.description,
                "publisher": {"@id": about.publisher["@id"]},
                "potentialAction": schema.search_action(search),
            },
            about.web_page(about={"@id": about.publisher["@id"]}),
        ]


class StandardPage(BasePage):
    """A text page: about, privacy, code of conduct."""

    leads_with_picture = True

    introduction = models.TextField(verbose_name=_("introduction"), max_length=500, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        BasePage.listing_panel,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["subpages"] = (
            StandardPage.objects.child_of(self).in_active_language().with_pictures()
        )
        return context
