"""The news list by topic and year, with its feed, and the news page."""

from typing import ClassVar

from django import forms
from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from news import schema
from news.feeds import NewsFeed
from pages.blocks import BodyBlock
from pages.conditional import unless_known
from pages.head import Head, page_query
from pages.languages import localize
from pages.models import BasePage, BasePageQuerySet, ListPage, Topic, introduced
from partners.filters import Filter, Filters, topic_choices
from partners.models import Partner, in_source_language

PAGE_LENGTH = 10
EVENT_PAGES = ("summitpage", "dialoguepage")


def source_events() -> models.Q:
    """Return the condition for related events: event pages in the source language."""
    return models.Q(
        content_type__app_label="events",
        content_type__model__in=EVENT_PAGES,
        locale__language_code=settings.LANGUAGE_CODE,
    )


class NewsPageQuerySet(BasePageQuerySet):
    def newest(self):
        """Return the pages by date, latest first."""
        return self.order_by("-date", "-pk")

    def with_topics(self):
        return self.prefetch_related(
            models.Prefetch("topics", Topic.objects.select_related("locale"))
        )

    def in_language_of(self, page: Page):
        """Return the open pages in the language of `page`."""
        return self.open().filter(locale_id=page.locale_id)


class NewsIndexPage(ListPage):
    """List the news of one language by topic and year, latest first, with an Atom feed."""

    introduction = introduced(_("Shown above the list. Stories are added automatically."))
    template = "news/news_index_page.html"
    subpage_types = ["news.NewsPage"]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def news(self):
        """Return the news in the language of this page, latest first."""
        return NewsPage.objects.in_language_of(self).newest()

    def filters(self, params) -> Filters:
        """Return the filters for topic and year, set to `params`."""
        years = [str(day.year) for day in self.news().dates("date", "year", order="DESC")]
        topics = topic_choices(Topic.objects.filter(in_source_language()))
        return Filters(
            Filter("topic", "topics__slug", topics, params),
            Filter("year", "date__year", zip(years, years, strict=True), params),
        )

    @path("")
    def listing(self, request):
        """Show ten stories per page; raise Http404 for a page number that does not exist."""
        filters = self.filters(request.GET)
        found = filters.narrow(self.news()).with_pictures().defer_streamfields().with_topics()
        try:
            page_obj = Paginator(found, PAGE_LENGTH).page(request.GET.get("page") or 1)
        except InvalidPage as error:
            raise Http404 from error
        with_first_topic(page_obj.object_list)
        return self.render(request, context_overrides={"filters": filters, "page_obj": page_obj})

    def canonical_query(self, context) -> str:
        filters = context.get("filters")
        narrowed = filters is None or filters.is_filtered
        return page_query(context.get("page_obj"), narrowed=narrowed)

    @path("feed/", name="feed")
    def feed(self, request):
        """Return the Atom feed of this language (one topic with `?topic=`), or 304 if unchanged."""
        return unless_known(request, NewsFeed()(request, index=self))


class NewsPage(BasePage):
    """One story."""

    leads_with_picture = True

    fact_fields = ("date", "topics", "partners", "events")
    exclude_fields_in_copy: ClassVar[list[str]] = [*BasePage.exclude_fields_in_copy, "date"]

    date = models.DateField(
        verbose_name=_("date"),
        default=timezone.localdate,
        help_text=_("Shown with the story. It also sets the story’s position in the list."),
    )
    byline = models.CharField(
        verbose_name=_("byline"),
        max_length=120,
        blank=True,
        help_text=_("Who wrote it: a person, a team, or an organization."),
    )
    introduction = models.TextField(
        verbose_name=_("introduction"),
        max_length=500,
        blank=True,
        help_text=_("What happened, in two or three sentences."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    topics = ParentalManyToManyField(
        Topic,
        verbose_name=_("topics"),
        blank=True,
        related_name="news",
        limit_choices_to=in_source_language,
        help_text=_("Readers can filter the news list by each of these topics."),
    )
    partners = ParentalManyToManyField(
        Partner,
        verbose_name=_("partners"),
        blank=True,
        related_name="news",
        limit_choices_to=in_source_language,
        help_text=_("Organizations mentioned in the story. It also appears on their pages."),
    )
    events = ParentalManyToManyField(
        Page,
        verbose_name=_("events"),
        blank=True,
        related_name="related_news",
        limit_choices_to=source_events,
        help_text=_("The summit or dialogues the story is about."),
    )

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("date"), FieldPanel("byline")], heading=_("Date and byline")),
        FieldPanel("introduction"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
                FieldPanel("partners", widget=forms.CheckboxSelectMultiple),
                FieldPanel("events", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Related content"),
        ),
        BasePage.listing_panel,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    template = "news/news_page.html"
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("news story")
        verbose_name_plural = _("news stories")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = localize(self.topics.select_related("locale"))
        context["partners"] = self.partners.all()
        context["events"] = self.related_events()
        # The parent is the last breadcrumb; an unsaved page (a preview) may have none.
        context["news_index"] = context["breadcrumb"][-1] if context["breadcrumb"] else None
        context["more_news"] = (
            NewsPage.objects.in_language_of(self)
            .exclude(pk=self.pk)
            .with_pictures()
            .defer_streamfields()
            .newest()[:3]
        )
        return context

    is_article = True

    def share_lines(self) -> tuple[str, ...]:
        return (date_format(self.date, "DATE_FORMAT"),)

    def structured_data(self, about: Head) -> list[dict]:
        return about.page_about(schema.article(self, about))

    def related_events(self) -> list:
        """Return the related open events, in the reader's language where available."""
        pages = localize(self.events.all())
        found = Page.objects.live().public().filter(pk__in=[page.pk for page in pages])
        return list(found.select_related("locale").specific())


def with_first_topic(pages) -> None:
    """Set `first_topic` on each page (topics prefetched), in the reader's language."""
    topics = {topic.pk: topic for page in pages for topic in page.topics.all()}
    names = dict(zip(topics, localize(topics.values()), strict=True))
    for page in pages:
        page.first_topic = next((names[topic.pk] for topic in page.topics.all()), None)
