"""What the summit and dialogues have in common: date, venue, format and status."""

import datetime
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index

from events import files, schema
from events.models.choices import Mode, Status
from events.models.queries import EventPageManager
from pages import privacy
from pages.blocks import BodyBlock
from pages.head import Head
from pages.languages import LocalizedText, language_of, localize
from pages.models import BasePage
from pages.times import dates
from pages.times.forms import WallTimesForm
from pages.times.typed_times import TypedTimes
from pages.times.zones import REFERENCE_ZONES, city_in_a_sentence, city_of, validate_zone

#: A published change of any of these increases SEQUENCE in calendars.
CALENDAR_FACTS = ("starts", "ends", "zone", "address", "mode", "livestream_url", "status")
#: Texts that a change of the source makes wrong: they are replaced at once (see `EventPage`).
CRITICAL_TEXTS = ("venue", "city", "status_note")
CALENDAR_TEXTS = ("venue", "city")


class EventPageForm(WallTimesForm):
    """Read and show `starts` and `ends` in the time zone of the event, not that of the editor."""

    time_help = _("Local date and time at the event, in the time zone below, wherever you are.")


class EventPage(TypedTimes, RoutablePageMixin, BasePage):
    """What the summit and dialogues have in common: date, venue, format and calendar file.

    Times are stored in UTC, with the time zone of the event and the times as typed (`TypedTimes`).
    Facts follow the source page at once. Venue, city and the note about a change are texts, but an
    old one would send people to the wrong venue. If one changes in the source, translations show
    the source text, marked with its language, until it is translated (`stale_texts`).
    """

    leads_with_picture = True

    fact_fields: ClassVar[tuple[str, ...]] = (
        *CALENDAR_FACTS,
        "calendar_sequence",
        "typed_times",
    )
    wall_times = ("starts", "ends")
    when_moved: ClassVar[dict[str, Any]] = {"calendar_sequence": models.F("calendar_sequence") + 1}
    exclude_fields_in_copy: ClassVar[list[str]] = [
        *BasePage.exclude_fields_in_copy,
        "starts",
        "ends",
        "status",
        "status_note",
        "livestream_url",
        "calendar_sequence",
        "stale_texts",
    ]
    base_form_class = EventPageForm

    introduction = models.TextField(
        verbose_name=_("introduction"),
        max_length=500,
        blank=True,
        help_text=_("Two or three sentences under the title."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    # Null only in drafts: published events have both.
    starts = models.DateTimeField(verbose_name=_("starts"), null=True)
    ends = models.DateTimeField(verbose_name=_("ends"), null=True)
    zone = models.CharField(
        verbose_name=_("time zone"),
        max_length=60,
        default="America/Mexico_City",
        validators=[validate_zone],
        help_text=_("The time zone of the event’s location. The times above are in this zone."),
    )
    mode = models.CharField(
        verbose_name=_("format"),
        max_length=10,
        choices=Mode,
        default=Mode.IN_PERSON,
    )
    venue = models.CharField(
        verbose_name=_("venue"),
        max_length=160,
        blank=True,
        help_text=_("The name of the building or place."),
    )
    address = models.CharField(
        verbose_name=_("address"),
        max_length=250,
        blank=True,
        help_text=_("As it is written locally, so that maps can find it."),
    )
    city = models.CharField(verbose_name=_("city"), max_length=120, blank=True)
    livestream_url = models.URLField(
        verbose_name=_("livestream link"),
        blank=True,
        help_text=_("Required for online events."),
    )
    status = models.CharField(
        verbose_name=_("status"), max_length=10, choices=Status, default=Status.SCHEDULED
    )
    status_note = models.TextField(
        verbose_name=_("note about the change"),
        max_length=400,
        blank=True,
        help_text=_("What changed and what to do now. Required if the event is moved or canceled."),
    )
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    stale_texts = models.JSONField(default=list, blank=True, editable=False)

    objects = EventPageManager()

    #: Critical texts changed since the last publication; read when the page is published.
    changed_texts: tuple[str, ...] | list[str] = ()
    #: The row before this save; None if it was not published or is a translation.
    published_before: "EventPage | None" = None

    when_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
            FieldPanel("zone"),
        ],
        heading=_("When"),
    )
    where_panel = MultiFieldPanel(
        [
            FieldPanel("mode"),
            FieldPanel("venue"),
            FieldPanel("address"),
            FieldPanel("city"),
            FieldPanel("livestream_url"),
        ],
        heading=_("Where and how"),
    )
    status_panel = MultiFieldPanel(
        [FieldPanel("status"), FieldPanel("status_note")], heading=_("Moved or canceled?")
    )
    head_panels = [
        *BasePage.content_panels,
        status_panel,
        FieldPanel("introduction"),
        when_panel,
        where_panel,
    ]
    sign_up_panel = HelpPanel(template="events/admin/sign_up_pages.html", heading=_("Sign-up"))
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.SearchField("venue"),
        index.SearchField("city"),
        index.FilterField("starts"),
        index.FilterField("ends"),
    ]

    class Meta:
        abstract = True

    # ------------------------------------------------------------ validation and saving
    def clean(self):
        super().clean()
        # Facts come from the source: they must not make a translation that is behind invalid.
        if self.locale_id and not self.is_source:
            return
        errors = {}
        if self.starts and self.ends and self.ends <= self.starts:
            errors["ends"] = _("Enter an end date and time later than the start.")
        if self.mode == Mode.ONLINE and not self.livestream_url:
            errors["livestream_url"] = _("Add the livestream link for this online event.")
        if self.status != Status.SCHEDULED and not self.status_note.strip():
            errors["status_note"] = _("Explain what changed.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; for a published page, also update its calendar sequence and stale texts."""
        if not self.pk or not self.live or kwargs.get("update_fields"):
            super().save(*args, **kwargs)
            return
        old = type(self)._base_manager.filter(pk=self.pk).first()
        self.published_before = old if old is not None and old.live and self.is_source else None
        if old is not None:
            self._follow(old)
        super().save(*args, **kwargs)

    def with_content_json(self, content):
        """Restore a draft, but keep the calendar sequence and stale texts of the row."""
        page = super().with_content_json(content)
        page.calendar_sequence = self.calendar_sequence
        page.stale_texts = self.stale_texts
        return page

    def calendar_fingerprint(self) -> tuple:
        """Return everything that calendars show besides titles and descriptions, for comparison."""
        return tuple(getattr(self, name) for name in (*CALENDAR_FACTS, *CALENDAR_TEXTS))

    def _follow(self, old: "EventPage") -> None:
        """Update calendar sequence and stale texts by comparing with the row published before."""
        self.calendar_sequence = old.calendar_sequence
        if self.is_source:
            if not old.live and old.first_published_at is None:
                return
            if self.calendar_fingerprint() != old.calendar_fingerprint():
                self.calendar_sequence += 1
            self.changed_texts = [
                name for name in CRITICAL_TEXTS if getattr(self, name) != getattr(old, name)
            ]
        elif old.stale_texts:
            source = self.source_page
            self.stale_texts = [
                name for name in old.stale_texts if getattr(self, name) == getattr(source, name)
            ]

    @property
    def is_source(self) -> bool:
        # Compare the code: the locale is loaded for the URL anyway.
        return self.locale.language_code == settings.LANGUAGE_CODE

    @cached_property
    def source_page(self) -> "EventPage":
        """Return the page in the source language, or this page if that is not published."""
        if self.is_source:
            return self
        source = self.get_translations().filter(
            locale__language_code=settings.LANGUAGE_CODE, live=True
        )
        return source.select_related("locale").first() or self

    # ------------------------------------------------------------ date and time
    @property
    def zone_of_times(self) -> str:
        return self.zone

    @property
    def zone_in_a_sentence(self) -> str:
        """Return the city that names the time zone, as written in a sentence."""
        return city_in_a_sentence(self.zone)

    @property
    def has_date(self) -> bool:
        """Return whether start and end are known; a draft may have none yet."""
        return self.starts is not None and self.ends is not None

    @property
    def local_starts(self) -> datetime.datetime:
        return cast("datetime.datetime", self.local("starts"))

    @property
    def local_ends(self) -> datetime.datetime:
        return cast("datetime.datetime", self.local("ends"))

    @property
    def is_one_day(self) -> bool:
        return self.local_starts.date() == self.local_ends.date()

    @property
    def is_past(self) -> bool:
        return self.ends is not None and self.ends < timezone.now()

    @property
    def is_moved(self) -> bool:
        return self.status == Status.MOVED

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    @property
    def other_zones(self) -> list[tuple[str, datetime.datetime]]:
        """Return (city, local start) for online participants in other time zones."""
        if self.mode == Mode.IN_PERSON or not self.has_date:
            return []
        here = self.local_starts.utcoffset()
        others = [(zone, self.local_starts.astimezone(ZoneInfo(zone))) for zone in REFERENCE_ZONES]
        return [(city_of(zone), there) for zone, there in others if there.utcoffset() != here]

    # ------------------------------------------------------------ venue
    def critical_text(self, name: str) -> LocalizedText:
        """Return a text, marked with its language if that is not the active one."""
        code = settings.LANGUAGE_CODE if name in self.stale_texts else language_of(self)
        return LocalizedText(getattr(self, name), "" if code == get_language() else code)

    @property
    def venue_text(self) -> LocalizedText:
        return self.critical_text("venue")

    @property
    def city_text(self) -> LocalizedText:
        return self.critical_text("city")

    @property
    def note_text(self) -> LocalizedText:
        return self.critical_text("status_note")

    @property
    def is_in_person(self) -> bool:
        return self.mode != Mode.ONLINE

    # ------------------------------------------------------------ sub-routes
    @path("calendar.ics/", name="calendar")
    def calendar(self, request):
        """Return the calendar file of this event; raise Http404 if it has no date."""
        if not self.has_date:
            raise Http404
        return files.response(request, files.event_entry(self, request), self.title, self.slug)

    # ------------------------------------------------------------ search and sharing
    def default_description(self) -> str:
        """Return the title with date and city."""
        lines = self.share_lines()
        return f"{self.title}: {', '.join(lines)}." if lines else super().default_description()

    def share_lines(self) -> tuple[str, ...]:
        """Return the date and the city; for a canceled event, the status comes first."""
        # Omit a city in another language: neither a picture nor a sentence could mark it.
        city = "" if self.city_text.language else self.city
        where = city if self.is_in_person else str(Mode.ONLINE.label)
        if not self.has_date:
            return (where,) if where else ()
        when = dates.days(self.local_starts.date(), self.local_ends.date())
        if self.is_cancelled:
            when = f"{self.get_status_display()} · {when}"
        return (when, where) if where else (when,)

    def structured_data(self, about: Head) -> list[dict]:
        if not self.has_date:
            return super().structured_data(about)
        event = schema.event(
            self,
            url=about.url,
            description=about.description,
            image=about.image,
            **self.event_properties(about),
        )
        return about.page_about(event)

    def event_properties(self, about: Head) -> dict:
        """Return the schema.org properties that this kind of event adds."""
        return {"organizer": about.publisher}

    # ------------------------------------------------------------ templates
    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        over = self.is_past or self.is_cancelled
        pages = () if over else localize(self.sign_up_pages())
        context["sign_up_pages"] = [page for page in pages if privacy.is_open(page)]
        return context

    def sign_up_pages(self):
        """Return the published forms of this event, in the source language."""
        return self.all_sign_up_pages().live()

    def all_sign_up_pages(self):
        """Return the forms of this event, including drafts.

        Only the form stores the relation, so that form and event cannot contradict each other.
        """
        [forms_of_event] = hooks.get_hooks("forms_of_event")
        return forms_of_event(self)
