"""The summit, with its program."""

from typing import ClassVar

from django.conf import settings
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.search import index

from events import files, schema
from events.blocks import ProgramBlock
from events.models.event import EventPage
from events.program import Day, find_session, merge
from pages.head import Head
from pages.languages import localize
from pages.models import BasePage, Topic


class SummitPage(EventPage):
    """The summit, with its program."""

    # Days of a program have dates, and sessions a status.
    exclude_fields_in_copy: ClassVar[list[str]] = [*EventPage.exclude_fields_in_copy, "programme"]

    programme = StreamField(
        ProgramBlock(),
        verbose_name=_("program"),
        blank=True,
        help_text=_(
            "Add a day, then its sessions, then the next day. Times are in the event’s time zone."
        ),
    )

    content_panels = [
        *EventPage.head_panels,
        EventPage.sign_up_panel,
        FieldPanel("programme"),
        FieldPanel("body"),
        BasePage.listing_panel,
    ]
    search_fields = [
        *EventPage.search_fields,
        index.SearchField("programme"),
    ]
    template = "events/summit_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("summit")
        verbose_name_plural = _("summits")

    def calendar_fingerprint(self) -> tuple:
        """Include the times, rooms and statuses of sessions, but not their other texts."""
        source = self.days_of(self, None)
        sessions = tuple(
            (item.id, item.starts, item.ends, item.status, item.room.words)
            for day in source
            for item in day.sessions
        )
        return (*super().calendar_fingerprint(), sessions)

    @staticmethod
    def days_of(source: "SummitPage", translation: "SummitPage | None"):
        """Return the program of `source` with the texts of `translation`."""
        return merge(
            source.programme,
            None if translation is None else translation.programme,
            zone=source.zone,
            source_language=settings.LANGUAGE_CODE,
        )

    @cached_property
    def days(self) -> list[Day]:
        """Return the program for the reader: facts of the source, texts of this page."""
        source = self.source_page
        return self.days_of(source, None if source is self else self)

    def localized_themes(self) -> dict[int, Topic]:
        """Return the topics of the program in the reader's language, by the id of their source."""
        topics = {
            topic.pk: topic for day in self.days for item in day.sessions for topic in item.themes
        }
        return dict(zip(topics, localize(topics.values()), strict=True))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["days"] = self.days
        context["themes"] = self.localized_themes()
        return context

    def event_properties(self, about: Head) -> dict:
        sessions = schema.sessions(self, self.days, url=about.url)
        spoken = {code for session in sessions for code in session.get("inLanguage", ())}
        return super().event_properties(about) | {
            "inLanguage": sorted(spoken),
            "subEvent": sessions,
        }

    @path("sessions/<slug:session_id>/calendar.ics/", name="session_calendar")
    def session_calendar(self, request, session_id: str):
        """Return the calendar file of one session; raise Http404 if there is no such session."""
        session = find_session(self.days, session_id)
        if session is None:
            raise Http404
        entry = files.session_entry(self, session, request)
        return files.response(request, entry, entry.summary, f"{self.slug}-{session.id[:8]}")
