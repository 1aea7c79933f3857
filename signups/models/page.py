"""The page with the form: what an editor sets, and who can sign up when."""

import json
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from events.models import EventPage
from pages import email_addresses
from pages.blocks import SMALL_TEXT_FEATURES
from pages.languages import source_locale
from pages.models import BasePage
from pages.public_languages import public_locales
from pages.times.typed_times import TypedTimes
from pages.times.zones import city_in_a_sentence, validate_zone
from signups.form.admin_form import (
    NO_SEALING_KEY,
    ConsequencesPanel,
    SignUpPageForm,
    asks_what_cannot_be_sealed,
)
from signups.form.blocks import FieldsBlock
from signups.form.keeping import Keeping
from signups.form.promises import broken, truthful
from signups.form.question_sets import expand, holds_sets
from signups.form.questions import (
    Field,
    frozen_changes,
    group_question,
    merge,
    read_fields,
    with_keys,
)
from signups.models.availability import State, Terms, state_at
from signups.models.submission import Submission
from signups.visitor import self_service
from signups.visitor.views import VisitorRoutes

EVENT_TYPES = ["events.SummitPage", "events.DialoguePage"]


# What cannot be changed once somebody has signed up, and what to do instead.
FROZEN = {
    "keys": _(
        "Somebody has signed up already: the key and the kind of a question cannot change any "
        "more, or its answers would be lost (%(questions)s)."
    ),
    "choices": _(
        "Somebody has signed up already: the key of an answer cannot change, and no answer can "
        "be taken away, or what was chosen would lose its name (%(questions)s). Mark it as “no "
        "longer offered” instead."
    ),
    "removed": _(
        "Somebody has signed up already: a question cannot be removed, or its answers would be "
        "lost (%(questions)s). Mark it as “no longer asked” instead."
    ),
}


def validate_addresses(text: str) -> None:
    """Raise ValidationError unless `text` holds e-mail addresses, one a line."""
    email_addresses.read_all(text)


class SignUpPage(VisitorRoutes, TypedTimes, RoutablePageMixin, BasePage):
    """A form that an editor builds and a visitor fills in, in either language."""

    base_form_class = SignUpPageForm
    fact_fields = (
        "event",
        "opens_at",
        "closes_at",
        "zone",
        "capacity",
        "waiting_list",
        "email_required",
        "staff_addresses",
        "reminder_days",
        "typed_times",
    )
    wall_times = ("opens_at", "closes_at")
    exclude_fields_in_copy: ClassVar[list[str]] = [
        *BasePage.exclude_fields_in_copy,
        "event",
        "opens_at",
        "closes_at",
        "accepted_changes",
    ]

    introduction = models.TextField(
        verbose_name=_("introduction"),
        max_length=800,
        blank=True,
        help_text=_("What one signs up for, and who it is for."),
    )
    fields = StreamField(FieldsBlock(), verbose_name=_("questions"), blank=True)
    privacy_notice = RichTextField(
        verbose_name=_("privacy, in short"),
        blank=True,
        features=SMALL_TEXT_FEATURES,
        help_text=_(
            "Two or three sentences shown above the button: what the answers are for, and who "
            "reads them. The form itself says which answers are sealed and when they are deleted, "
            "and a link to the full notice is added."
        ),
    )
    confirmation = RichTextField(
        verbose_name=_("text after signing up"),
        blank=True,
        features=SMALL_TEXT_FEATURES,
        help_text=_("What happens next. The code of the sign-up is shown above it."),
    )
    event = models.ForeignKey(
        Page,
        verbose_name=_("event"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Its date and place are shown with the form; its end closes the form."),
    )
    opens_at = models.DateTimeField(
        verbose_name=_("opens"),
        null=True,
        blank=True,
        help_text=_("In the time zone below, wherever you are. Left empty: at once."),
    )
    closes_at = models.DateTimeField(
        verbose_name=_("closes"),
        null=True,
        blank=True,
        help_text=_("In the time zone below. Left empty: when the event ends."),
    )
    zone = models.CharField(
        verbose_name=_("time zone"),
        max_length=60,
        blank=True,
        validators=[validate_zone],
        help_text=_("Of the times above. Left empty: that of the event, or UTC."),
    )
    capacity = models.PositiveIntegerField(
        verbose_name=_("places"),
        null=True,
        blank=True,
        help_text=_("How many can be confirmed. Left empty: as many as wish."),
    )
    waiting_list = models.BooleanField(
        verbose_name=_("waiting list"),
        default=True,
        help_text=_("Whoever comes when all places are taken is put in line."),
    )
    email_required = models.BooleanField(
        verbose_name=_("an e-mail address is required"),
        default=False,
        help_text=_("Without it, whoever has no address gets the code on the screen alone."),
    )

    staff_addresses = models.TextField(
        verbose_name=_("tell these addresses"),
        blank=True,
        max_length=1000,
        validators=[validate_addresses],
        help_text=_(
            "E-mail addresses of organisers, one a line. They are told that somebody has signed "
            "up, with a link to the list and without any answer."
        ),
    )
    reminder_days = models.PositiveSmallIntegerField(
        verbose_name=_("days before the event to send a reminder"),
        default=3,
        null=True,
        blank=True,
        help_text=_("To whoever has a place and gave an address. Left empty: no reminder."),
    )

    # What it means for people who have signed up, and was accepted
    # (`signups.registration.consequences`).
    accepted_changes = models.JSONField(default=list, blank=True, editable=False)

    content_panels = [
        ConsequencesPanel("accept_changes"),
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                PageChooserPanel("event", page_type=EVENT_TYPES),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("zone"),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("waiting_list")]),
                FieldPanel("email_required"),
                FieldPanel("reminder_days"),
                FieldPanel("staff_addresses"),
            ],
            heading=_("Event, time and places"),
        ),
        FieldPanel("fields"),
        FieldPanel("privacy_notice"),
        FieldPanel("confirmation"),
        BasePage.listing_panel,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    template = "signups/sign_up_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage", *EVENT_TYPES]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("sign-up page")
        verbose_name_plural = _("sign-up pages")

    @classmethod
    def can_create_at(cls, parent):
        """Allow it below pages of the source language: the others come by translation."""
        return super().can_create_at(parent) and (
            parent.locale_id is None or parent.locale_id == source_locale().pk
        )

    # ------------------------------------------------------------ keeping it sound
    @property
    def is_source(self) -> bool:
        return self.locale.language_code == settings.LANGUAGE_CODE

    def published_stream(self) -> list[dict]:
        """Return the questions of this page as they are in the database, published or not."""
        row = SignUpPage.objects.filter(pk=self.pk).only("fields").first() if self.pk else None
        return row.fields.get_prep_value() if row else []

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; what is published has a key for every question and every choice.

        A draft has none of its own making: a key proposed from a half-typed question would stay.
        In a draft as well, the questions of a ready-made set stand in its place.
        """
        self.open_sets()
        if self.live and self.locale_id in (None, source_locale().pk):
            columns = kwargs.get("update_fields")
            if columns is None or "fields" in columns:
                self.complete_keys()
                if self.has_unsealable():
                    raise ValidationError({"fields": NO_SEALING_KEY})
        super().save(*args, **kwargs)

    def has_unsealable(self) -> bool:
        """Return whether sensitive answers would come in that cannot be sealed."""
        return asks_what_cannot_be_sealed(self.fields.get_prep_value())

    def open_sets(self) -> None:
        """Put the questions of each ready-made set in its place."""
        stream = self.fields.get_prep_value()
        if holds_sets(stream):
            self.fields = json.dumps(expand(stream))

    def complete_keys(self) -> None:
        """Fill in the keys that the editor left empty, as in the published form if it has them."""
        stream = self.fields.get_prep_value()
        complete = with_keys(stream, self.published_stream())
        if complete != stream:
            self.fields = json.dumps(complete)

    def clean(self):
        super().clean()
        self.open_sets()
        # Facts and keys come from the source; a translation must not fail because of them.
        if self.locale_id and not self.is_source:
            return
        errors: dict[str, Any] = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = _("The form has to close after it opens.")
        if self.event is not None and not isinstance(self.event.specific, EventPage):
            errors["event"] = _("Please choose a summit or a dialogue.")
        stream = self.fields.get_prep_value()
        asked = [q for q in read_fields(stream) if not q.retired]
        first = next((q for q in asked if q.kind == "email"), None)
        if first and first.sensitive:
            errors["fields"] = _(
                "The first e-mail address cannot be sensitive: the site writes to it."
            )
        if self.email_required and first is None:
            errors["email_required"] = _("Add a question for the e-mail address to require one.")
        # Also what is quarantined or repeated holds answers.
        if self.pk and Submission.everything.filter(page=self).exists():
            changes = frozen_changes(stream, self.published_stream())
            if changes:
                errors["fields"] = [
                    FROZEN[kind] % {"questions": get_text_list(sorted(labels), _("and"))}
                    for kind, labels in changes.items()
                ]
        if errors:
            raise ValidationError(errors)

    # ------------------------------------------------------------ the canonical page and its event
    @cached_property
    def canonical(self) -> "SignUpPage | None":
        """Return the published page in the source language, on which all sign-ups hang, or None.

        A source page stands for itself, also as a draft that is being looked at.
        """
        if self.is_source:
            return self
        pages = SignUpPage.objects.filter(
            translation_key=self.translation_key,
            locale__language_code=settings.LANGUAGE_CODE,
            live=True,
        )
        return pages.select_related("locale").first()

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

    def keep_event_of(self, other: "SignUpPage") -> None:
        """Take over what `other`, the same page, has read about the event, unless it changed."""
        if self.event_id == other.event_id:
            self.event_pages = other.event_pages

    @property
    def source_event(self) -> EventPage | None:
        """Return the event in the source language: the one whose facts count."""
        return self.event_pages.get(settings.LANGUAGE_CODE)

    def event_for(self, page: "SignUpPage") -> EventPage | None:
        """Return the published event in the language of `page`, else in the source language."""
        for event in (self.event_pages.get(page.locale.language_code), self.source_event):
            if event is not None and event.live:
                return event
        return None

    @property
    def event_that_counts(self) -> EventPage | None:
        """Return the event from whose end the days count after which answers are deleted."""
        # Where the source has no page for the event (any more), any other of its pages will do.
        return self.source_event or next(iter(self.event_pages.values()), None)

    @property
    def zone_name(self) -> str:
        """Return the zone in which opening and closing are shown."""
        return self.zone or (self.source_event.zone if self.source_event else "UTC")

    @property
    def zone_of_times(self) -> str:
        return self.zone_name

    @property
    def zone_in_a_sentence(self) -> str:
        """Return the city by which readers know that zone, as a sentence names it."""
        return city_in_a_sentence(self.zone_name)

    @property
    def local_opens(self) -> datetime | None:
        return self.local("opens_at")

    @property
    def local_ends(self) -> datetime | None:
        """Return when the form closes."""
        ends = self.terms().ends
        if ends is None or ends == self.closes_at:
            return self.local("closes_at")
        event = self.source_event
        there = event.local_ends if event and ends == event.ends else ends
        return there.astimezone(ZoneInfo(self.zone_name))

    def terms(self) -> Terms:
        """Return the facts that decide whether somebody can sign up."""
        event = self.source_event
        return Terms(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            event_ends=event.ends if event else None,
            event_cancelled=bool(event and event.is_cancelled),
            capacity=self.capacity,
            waiting_list=self.waiting_list,
        )

    def lock(self) -> "SignUpPage":
        """Return this page as it is now, its row locked until the transaction ends.

        Whoever gives or takes a place of this form waits here for those before; SQLite has taken
        its lock at BEGIN (transaction_mode IMMEDIATE). The row of the page in the tree stays free
        for editors, and the key of this one for letters that refer to it.
        """
        locked = type(self).objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        locked.keep_event_of(self)
        return locked

    @property
    def all_submissions(self):
        """Return the sign-ups of this page, also those that repeat another one."""
        return Submission.everything.filter(page=self)

    def in_line(self) -> int:
        """Return how many places are held or waited for; not counted where they are unlimited."""
        if self.capacity is None:
            return 0
        rows = self.all_submissions
        return (rows.holding_places() | rows.line().order_by()).places()

    def places_held_by_repeats(self) -> int:
        """Return how many places are held for what repeats another sign-up, and so for nobody."""
        rows = self.all_submissions
        return rows.holding_places().filter(status=Submission.Status.REPEATED).places()

    def room(self) -> int | None:
        """Return how many places are neither held nor waited for; None where unlimited."""
        return None if self.capacity is None else max(self.capacity - self.in_line(), 0)

    def people_in(self, answers: dict[str, Any], had: int = 1) -> int:
        """Return for how many people a sign-up with these answers is; `had`, if it is not asked."""
        question = group_question(self.canonical_questions())
        if question is None:
            return had
        value = answers.get(question.key)
        return value if isinstance(value, int) and value > 0 else 1

    def places_left(self) -> int | None:
        """Return how many places are not held for anybody; None where they are unlimited."""
        if self.capacity is None:
            return None
        return max(self.capacity - self.all_submissions.holding_places().places(), 0)

    def state(self, now: datetime, shown: datetime | None = None, people: int = 1) -> State:
        """Return what so many people meet who come, or send a form `shown` before, at `now`."""
        return state_at(now, self.terms().for_a_form_shown(shown), self.in_line(), people)

    # ------------------------------------------------------------ in each language
    def in_language(self, code: str) -> "SignUpPage":
        """Return the published page in the public language `code`, else this (canonical) one."""
        if code == self.locale.language_code:
            return self
        pages = SignUpPage.objects.filter(
            translation_key=self.translation_key,
            locale__language_code=code,
            locale__in=public_locales(),
            live=True,
        )
        return pages.select_related("locale").first() or self

    # ------------------------------------------------------------ the questions
    def canonical_questions(self) -> tuple[Field, ...]:
        """Return the questions of this (canonical) page in its own words, retired ones too."""
        stream = with_keys(expand(self.fields.get_prep_value()))
        return self._with_address(read_fields(stream, self.locale.language_code))

    def words_of(self, page: "SignUpPage") -> tuple[Field, ...]:
        """Return the questions of this (canonical) page in the words of `page`, true or not."""
        if page.locale_id == self.locale_id:
            stream = with_keys(expand(page.fields.get_prep_value()))
            return self._with_address(read_fields(stream))
        return merge(self.canonical_questions(), read_fields(page.fields.get_prep_value()))

    def questions_for(self, page: "SignUpPage") -> tuple[Field, ...]:
        """Return the questions of this (canonical) page in the words of `page`.

        Where a translation promises more than is kept (by now), the words are those of this page.
        """
        words = self.words_of(page)
        if page.locale_id == self.locale_id:
            return words
        return truthful(words, instead=self.canonical_questions())

    def _with_address(self, questions: tuple[Field, ...]) -> tuple[Field, ...]:
        """Make the first e-mail address one that must be given, where the page says so."""
        if not self.email_required:
            return questions
        first = next((q for q in questions if q.kind == "email" and not q.retired), None)
        return tuple(replace(q, required=True) if q is first else q for q in questions)

    def keeping(self, questions: tuple[Field, ...], *, sent: bool = False) -> Keeping:
        """Return what visitors are told of how the answers to `questions` are kept."""
        asked = [question for question in questions if not question.retired]
        return Keeping(asked, has_event=self.event_that_counts is not None, sent=sent)

    def page_with(self, name: str, page: "SignUpPage") -> "SignUpPage | None":
        """Return whose text `name` is shown on `page`: its own, else that of this (canonical) one.

        A translated text that promises more than is kept (by now) is not shown.
        """
        if text := getattr(page, name):
            same = page.pk == self.pk
            if same or not broken(text, self.canonical_questions(), whole_form=True):
                return page
        return self if getattr(self, name) else None

    # ------------------------------------------------------------ behind the personal link
    is_personal = False  # whether what was asked for is behind a secret link

    def get_view_restrictions(self):
        """Return what closes this page; nothing for who has a secret link, which is closed itself.

        People change and withdraw their sign-up also when the form has become private.
        """
        if self.is_personal:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def route(self, request, path_components):
        """Let the personal pages be reached when the form is not published any more.

        Who was writing in it then is told so, and gets back what she wrote.
        """
        self.is_personal = len(path_components) > 1 and path_components[0] in self_service.ALWAYS
        if not self.live and path_components and path_components[0] in self_service.ALWAYS:
            match = self.resolve_subpage(f"/{'/'.join(path_components)}/")
            return RouteResult(self, args=tuple(match))
        is_sent = request.method == "POST" and not path_components
        if not self.live and is_sent and self.was_shown(request):
            return RouteResult(self, args=tuple(self.resolve_subpage("/")))
        return super().route(request, path_components)

    @path("mine/<str:token>/", name="personal")
    def personal_route(self, request, token: str):
        return self_service.show(self, request, token)

    @path("mine/<str:token>/data/", name="personal_data")
    def personal_data_route(self, request, token: str):
        return self_service.download(self, request, token)

    @path("address/<str:signed>/", name="address")
    def address_route(self, request, signed: str):
        return self_service.address(self, request, signed)

    @path("deleted/", name="deleted")
    @path("deleted/<path:signed>/", name="deleted")
    def deleted_route(self, request, signed: str = ""):
        return self_service.deleted(self, request, signed)
