"""When and for how many people a form is open: its event, times, and capacity."""

from datetime import datetime
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from events.models import EventPage
from pages.times.typed_times import TypedTimes
from pages.times.zones import validate_zone
from signups.form.questions import Question
from signups.form.retention_notice import RetentionNotice
from signups.models.availability import Availability, Terms, availability_at
from signups.models.questions import PageWithQuestions
from signups.models.submission import Submission, SubmissionQuerySet


class PageWithCapacity(TypedTimes, PageWithQuestions):
    """A form that opens and closes, has a capacity, and may belong to an event."""

    wall_times = ("opens_at", "closes_at")

    event = models.ForeignKey(
        Page,
        verbose_name=_("event"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Its date and venue are shown with the form. The form closes when the event ends."
        ),
    )
    opens_at = models.DateTimeField(
        verbose_name=_("opens"),
        null=True,
        blank=True,
        help_text=_("In the time zone below, wherever you are. Leave blank to open immediately."),
    )
    closes_at = models.DateTimeField(
        verbose_name=_("closes"),
        null=True,
        blank=True,
        help_text=_("In the time zone below. Leave blank to close when the event ends."),
    )
    zone = models.CharField(
        verbose_name=_("time zone"),
        max_length=60,
        blank=True,
        validators=[validate_zone],
        help_text=_(
            "Applies to the times above. Leave blank to use the event’s time zone or, if there "
            "is none, UTC."
        ),
    )
    capacity = models.PositiveIntegerField(
        verbose_name=_("capacity"),
        null=True,
        blank=True,
        help_text=_("How many people can have a spot. Leave blank for no limit."),
    )
    waiting_list = models.BooleanField(
        verbose_name=_("waitlist"),
        default=True,
        help_text=_("When all spots are taken, people who sign up go on the waitlist."),
    )

    class Meta:
        abstract = True

    # ------------------------------------------------------------ the event and the times
    @cached_property
    def event_pages(self) -> dict[str, EventPage]:
        """Return the event in each language that has it, by language code."""
        event = (
            Page.objects.filter(pk=self.event_id).only("translation_key", "content_type").first()
        )
        model = event.specific_class if event else None
        if model is None or not issubclass(model, EventPage):
            return {}
        pages = model.objects.filter(translation_key=event.translation_key, alias_of=None)
        return {page.locale.language_code: page for page in pages.select_related("locale")}

    @property
    def source_event(self) -> EventPage | None:
        """Return the event in the source language, whose fields count."""
        return self.event_pages.get(settings.LANGUAGE_CODE)

    def event_for(self, page: Self) -> EventPage | None:
        """Return the published event in the language of `page`, else in the source language."""
        events = self.event_pages.get(page.locale.language_code), self.source_event
        return next((event for event in events if event is not None and event.live), None)

    @property
    def event_that_counts(self) -> EventPage | None:
        """Return the event whose end starts the retention period of answers."""
        # If the event has no page in the source language (any more), any other will do.
        return self.source_event or next(iter(self.event_pages.values()), None)

    @property
    def zone_name(self) -> str:
        """Return the time zone in which opening and closing times are shown."""
        return self.zone or (self.source_event.zone if self.source_event else "UTC")

    zone_of_times = zone_name  # of the times that editors type

    @property
    def local_opens(self) -> datetime | None:
        return self.local("opens_at")

    @property
    def local_ends(self) -> datetime | None:
        ends = self.terms().ends
        if ends is None or ends == self.closes_at:
            return self.local("closes_at")
        event = self.source_event
        there = event.local_ends if event and ends == event.ends else ends
        return there.astimezone(ZoneInfo(self.zone_name))

    def terms(self) -> Terms:
        event = self.source_event
        return Terms(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            event_ends=event.ends if event else None,
            event_cancelled=bool(event and event.is_cancelled),
            capacity=self.capacity,
            waiting_list=self.waiting_list,
        )

    # ------------------------------------------------------------ capacity
    def lock(self) -> Self:
        """Return this page as it is now, with its row locked until the transaction ends.

        Transactions that give or free spots of this form wait here for earlier ones; SQLite has
        taken its lock at BEGIN (transaction_mode IMMEDIATE). Editors can still use the page's row
        in the tree, and emails can still refer to the key of this row.
        """
        rows = type(self).objects.select_related("locale")
        locked = rows.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        if locked.event_id == self.event_id:
            locked.event_pages = self.event_pages  # already loaded
        return locked

    @property
    def all_submissions(self) -> SubmissionQuerySet:
        """Return the sign-ups of this page, including duplicates."""
        return Submission.everything.filter(page=self)

    def in_line(self) -> int:
        """Return how many spots are held or waited for; 0 (not counted) if they are unlimited."""
        if self.capacity is None:
            return 0
        rows = self.all_submissions
        return (rows.holding_places() | rows.line().order_by()).places()

    def places_held_by_duplicates(self) -> int:
        """Return how many spots are held for duplicates, and so for nobody."""
        rows = self.all_submissions
        return rows.holding_places().filter(status=Submission.Status.DUPLICATE).places()

    def room(self) -> int | None:
        """Return how many spots are neither held nor waited for; None if unlimited."""
        return None if self.capacity is None else max(self.capacity - self.in_line(), 0)

    def places_left(self) -> int | None:
        """Return how many spots are not held; None if they are unlimited."""
        if self.capacity is None:
            return None
        return max(self.capacity - self.all_submissions.holding_places().places(), 0)

    def availability(
        self, now: datetime, shown: datetime | None = None, people: int = 1
    ) -> Availability:
        """Return the state at `now` for this many people, for a form `shown` before (or None)."""
        return availability_at(now, self.terms().for_a_form_shown(shown), self.in_line(), people)

    def retention_notice(
        self, questions: tuple[Question, ...], *, sent: bool = False
    ) -> RetentionNotice:
        """Return the notice to visitors on how the answers to `questions` are kept."""
        asked = [question for question in questions if not question.retired]
        return RetentionNotice(asked, has_event=self.event_that_counts is not None, sent=sent)
