"""The dialogues that lead up to the summit, and their list."""

from typing import ClassVar

from django.core.paginator import Paginator
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.search import index

from events import files
from events.models.event import EventPage
from pages.blocks import RICH_TEXT_FEATURES
from pages.head import Head, page_query
from pages.languages import LocalizedText, localize
from pages.models import BasePage, ListPage, Topic, introduced
from partners.filters import Filter, Filters, topic_choices
from partners.models import Partner, in_source_language


class DialogueIndexPage(ListPage):
    """List upcoming and past dialogues."""

    introduction = introduced(
        _("Shown above the lists. Dialogues below this page are added automatically.")
    )
    template = "events/dialogue_index_page.html"
    subpage_types = ["events.DialoguePage"]
    past_per_page = 12

    class Meta:
        verbose_name = _("dialogue list")
        verbose_name_plural = _("dialogue lists")

    def dialogues(self):
        """Return the published dialogues below this page."""
        return DialoguePage.objects.child_of(self).open()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # Use one `now`, or a dialogue that ends between the two queries could be in neither list.
        now = timezone.now()
        found = self.dialogues().with_pictures()
        theme = Filter("theme", "themes__slug", self.themes_in_use(), request.GET)
        found = Filters(theme).narrow(found)
        context.update(
            theme=theme,
            upcoming=list(found.upcoming(now)),
            past=Paginator(found.past(now), self.past_per_page).get_page(request.GET.get("page")),
        )
        return context

    def themes_in_use(self) -> list[tuple[str, LocalizedText]]:
        """Return the topics used by dialogues, as choices."""
        links = DialoguePage.themes.through.objects.filter(
            dialoguepage__in=self.dialogues().values("pk")
        )
        return topic_choices(Topic.objects.filter(pk__in=links.values("topic_id")))

    def canonical_query(self, context) -> str:
        return page_query(context.get("past"), narrowed=bool(context["theme"].value))

    @path("calendar.ics/", name="calendar")
    def calendar(self, request):
        """Return the calendar of all dialogues, for subscriptions."""
        return files.subscription(
            request,
            files.subscribed_events(self.dialogues()),
            name=f"{self.title} · {gettext('Peace Summit')}",
            description=self.introduction or self.listing_text,
            url=self.get_full_url(request),
        )


class DialoguePage(EventPage):
    """A dialogue before the summit: its topics, hosts and conclusions."""

    fact_fields = (*EventPage.fact_fields, "hosts", "themes")
    exclude_fields_in_copy: ClassVar[list[str]] = [
        *EventPage.exclude_fields_in_copy,
        "conclusions",
    ]

    hosts = ParentalManyToManyField(
        Partner,
        verbose_name=_("hosts"),
        blank=True,
        related_name="dialogues",
        limit_choices_to=in_source_language,
        help_text=_("Partner organizations hosting this dialogue."),
    )
    themes = ParentalManyToManyField(
        Topic,
        verbose_name=_("topics"),
        blank=True,
        related_name="dialogues",
        limit_choices_to=in_source_language,
    )
    conclusions = RichTextField(
        verbose_name=_("conclusions"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("What the dialogue agreed on. Shown after it ends."),
    )

    content_panels = [
        *EventPage.head_panels,
        FieldPanel("hosts", widget=CheckboxSelectMultiple),
        FieldPanel("themes", widget=CheckboxSelectMultiple),
        EventPage.sign_up_panel,
        FieldPanel("body"),
        FieldPanel("conclusions"),
        BasePage.listing_panel,
    ]
    search_fields = [
        *EventPage.search_fields,
        index.SearchField("conclusions"),
    ]
    template = "events/dialogue_page.html"
    parent_page_types = ["events.DialogueIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")

    def event_properties(self, about: Head) -> dict:
        """Add the hosts as organizers, as the page shows them."""
        hosts = [host.mention() for host in about.context.get("hosts") or ()]
        return super().event_properties(about) | ({"organizer": hosts} if hosts else {})

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["hosts"] = localize(self.hosts.select_related("locale").order_by("order", "name"))
        context["themes"] = localize(self.themes.select_related("locale").order_by("name"))
        return context
