"""Sign-up pages and the sign-ups they receive.

One form, two languages, one list: a sign-up hangs on the *canonical* page, the one in the source
language, whatever language it was made in. See `signups.fields` for what is read from where.
"""

import json
import uuid
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from events.models import EventPage
from events.zones import city_of, validate_zone
from home.blocks import SMALL_TEXT_FEATURES
from home.languages import source_locale
from home.models import BasePage, SiteSettings, localize
from signups import codes
from signups.answers import AnswersField
from signups.blocks import FieldsBlock
from signups.editing import SignUpPageForm
from signups.fields import Field, frozen_changes, merge, read_fields, with_keys
from signups.forms import NONCE, SignUpForm, form_number, storable
from signups.state import State, Terms, state_at

EVENT_TYPES = ["events.SummitPage", "events.DialoguePage"]
# How long the address of the last screen answers. It carries no answer, but names a sign-up.
DONE_SECONDS = 24 * 3600
# "/" parts the address into words and digits, which is all that Wagtail routes.
done_signer = signing.TimestampSigner(salt="signups.done", sep="/")


# What cannot be changed once somebody has signed up, and what to do instead.
FROZEN = {
    "keys": _(
        "Somebody has signed up already: the key and the kind of a question cannot change any "
        "more, or its answers would be lost (%(questions)s)."
    ),
    "choices": _(
        "Somebody has signed up already: the key of an answer cannot change, and no answer can "
        "be taken away, or what was chosen would lose its name (%(questions)s)."
    ),
    "removed": _(
        "Somebody has signed up already: a question cannot be removed, or its answers would be "
        "lost (%(questions)s). Mark it as “no longer asked” instead."
    ),
}


class SignUpPage(RoutablePageMixin, BasePage):
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
    )

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
            "Two or three sentences shown above the button: what the answers are for, who reads "
            "them, when they are deleted. A link to the full notice is added."
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

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                PageChooserPanel("event", page_type=EVENT_TYPES),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("zone"),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("waiting_list")]),
                FieldPanel("email_required"),
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
        """
        if self.live and self.locale_id in (None, source_locale().pk):
            columns = kwargs.get("update_fields")
            if columns is None or "fields" in columns:
                self.complete_keys()
        super().save(*args, **kwargs)

    def complete_keys(self) -> None:
        """Fill in the keys that the editor left empty, as in the published form if it has them."""
        stream = self.fields.get_prep_value()
        complete = with_keys(stream, self.published_stream())
        if complete != stream:
            self.fields = json.dumps(complete)

    def clean(self):
        super().clean()
        # Facts and keys come from the source; a translation must not fail because of them.
        if self.locale_id and not self.is_source:
            return
        errors: dict[str, Any] = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = _("The form has to close after it opens.")
        if self.event is not None and not isinstance(self.event.specific, EventPage):
            errors["event"] = _("Please choose a summit or a dialogue.")
        stream = self.fields.get_prep_value()
        if self.email_required and not any(
            block["type"] == "email" and not block["value"].get("retired") for block in stream
        ):
            errors["email_required"] = _("Add a question for the e-mail address to require one.")
        if self.pk and self.submissions.exists():
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
    def zone_name(self) -> str:
        """Return the zone in which opening and closing are shown."""
        return self.zone or (self.source_event.zone if self.source_event else "UTC")

    @property
    def zone_city(self) -> str:
        return city_of(self.zone_name)

    @property
    def local_opens(self) -> datetime | None:
        return self.opens_at.astimezone(ZoneInfo(self.zone_name)) if self.opens_at else None

    @property
    def local_ends(self) -> datetime | None:
        """Return when the form closes."""
        ends = self.terms().ends
        return ends.astimezone(ZoneInfo(self.zone_name)) if ends else None

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

    def in_line(self) -> int:
        """Return how many have a place or wait for one; not counted where places are unlimited."""
        if self.capacity is None:
            return 0
        return self.submissions.filter(status__in=Submission.IN_LINE).count()

    # ------------------------------------------------------------ the questions
    def canonical_questions(self) -> tuple[Field, ...]:
        """Return the questions of this (canonical) page in its own words, retired ones too."""
        stream = with_keys(self.fields.get_prep_value())
        return self._with_address(read_fields(stream, self.locale.language_code))

    def questions_for(self, page: "SignUpPage") -> tuple[Field, ...]:
        """Return the questions of this (canonical) page in the words of `page`."""
        if page.locale_id == self.locale_id:
            stream = with_keys(page.fields.get_prep_value())
            return self._with_address(read_fields(stream))
        return merge(self.canonical_questions(), read_fields(page.fields.get_prep_value()))

    def _with_address(self, questions: tuple[Field, ...]) -> tuple[Field, ...]:
        """Make the first e-mail address one that must be given, where the page says so."""
        if not self.email_required:
            return questions
        first = next((q for q in questions if q.kind == "email" and not q.retired), None)
        return tuple(replace(q, required=True) if q is first else q for q in questions)

    # ------------------------------------------------------------ the visitor
    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        canonical = self.canonical
        privacy_page = SiteSettings.for_request(request).privacy_page
        context["canonical"] = canonical
        context["event"] = canonical.event_for(self) if canonical else None
        context["privacy_page"] = localize([privacy_page])[0] if privacy_page else None
        return context

    @path("")
    def index_route(self, request: HttpRequest) -> HttpResponse:
        """Show the form, or why there is none; take in what is sent."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        canonical, now = self.canonical, timezone.now()
        is_preview = getattr(request, "is_preview", False)
        if canonical is None:
            return self._unavailable(request, State.MISSING)
        questions = canonical.questions_for(self)
        if not is_preview and not any(q.key and not q.retired for q in questions):
            return self._unavailable(request, State.MISSING)
        if request.method == "POST" and not is_preview:
            return self._send(request, canonical, questions, now)
        state = state_at(now, canonical.terms(), canonical.in_line())
        if not state.takes_sign_ups and not is_preview:
            return self._unavailable(request, state)
        return self._form(request, SignUpForm(questions), uuid.uuid4(), state)

    @path("done/<path:signed>/", name="done")
    def done_route(self, request: HttpRequest, signed: str) -> HttpResponse:
        """Show what became of a sign-up: its code, its place in line, what happens next."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        try:
            reference = done_signer.unsign(signed, max_age=DONE_SECONDS)
        except signing.SignatureExpired:
            return self._unavailable(request, "expired", status=410)
        except signing.BadSignature as error:
            raise Http404 from error
        canonical = self.canonical
        found = canonical and canonical.submissions.filter(reference=reference).first()
        if not found:
            raise Http404
        found.page = canonical
        subpath = self.reverse_subpage("done", [signed])
        return self._render(
            request,
            "signups/sign_up_done.html",
            submission=found,
            place=found.place_in_line,
            languages=self.other_languages(request, subpath),
        )

    def done_url(self, request: HttpRequest, submission: "Submission") -> str:
        """Return the address, good for a day, of the screen after signing up."""
        signed = done_signer.sign(submission.reference.hex)
        return self.get_url(request) + self.reverse_subpage("done", [signed])

    def _send(self, request, canonical: "SignUpPage", questions, now) -> HttpResponse:
        from signups.receive import receive

        data = storable(request.POST)
        number = form_number(data.get(NONCE))
        form = SignUpForm(questions, data)
        if not form.is_valid():
            state = state_at(now, canonical.terms(), canonical.in_line())
            if not state.takes_sign_ups:
                return self._unavailable(request, state, status=409)
            return self._form(request, form, number, state, status=422)
        received = receive(
            canonical,
            answers=form.answers(),
            address=form.address(),
            language=get_language() or self.locale.language_code,
            number=number,
            now=now,
        )
        if received.submission is None:
            return self._unavailable(request, received.state, status=409)
        response = HttpResponseRedirect(self.done_url(request, received.submission))
        response.status_code = 303
        add_never_cache_headers(response)
        return response

    def _form(self, request, form: SignUpForm, number: uuid.UUID, state: State, status: int = 200):
        return self._render(
            request,
            "signups/sign_up_page.html",
            status,
            form=form,
            rows=list(form.rows()),
            wrong=form.rows_with_errors() if form.is_bound else [],
            nonce_name=NONCE,
            nonce=number,
            state=state,
        )

    def _unavailable(self, request, state: str, status: int = 200) -> HttpResponse:
        return self._render(request, "signups/sign_up_unavailable.html", status, state=str(state))

    def _render(self, request, template: str, status: int = 200, **context) -> HttpResponse:
        response = self.render(request, template=template, context_overrides=context)
        response.status_code = status
        add_never_cache_headers(response)
        return response


class SubmissionQuerySet(models.QuerySet):
    def of(self, page: SignUpPage):
        """Return the sign-ups of a page in whatever language."""
        return self.filter(page__translation_key=page.translation_key)

    def taking_a_place(self):
        """Return those that count against the number of places."""
        return self.filter(status__in=Submission.TAKES_PLACE)

    def waiting(self):
        """Return the waiting list, first in line first."""
        return self.filter(status=Submission.Status.WAITING).order_by("position", "pk")


class Submission(models.Model):
    """One person's sign-up. Whoever sent it from where is not recorded."""

    wagtail_reference_index_ignore = True  # "usage" of a page would tell editors who signed up

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        WAITING = "waiting", _("Waiting")
        CANCELLED = "cancelled", _("Cancelled")
        CHECKED_IN = "checked_in", _("Checked in")
        QUARANTINED = "quarantined", _("Quarantined")

    TAKES_PLACE = (Status.CONFIRMED, Status.CHECKED_IN)
    IN_LINE = (*TAKES_PLACE, Status.WAITING)
    RELEASED = (Status.CANCELLED, Status.QUARANTINED)

    page = models.ForeignKey(
        SignUpPage,
        verbose_name=_("sign-up page"),
        on_delete=models.PROTECT,
        related_name="submissions",
        editable=False,
    )
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        verbose_name=_("code"),
        max_length=12,
        unique=True,
        default=codes.new_code,
        editable=False,
    )
    language = models.CharField(verbose_name=_("language"), max_length=20, editable=False)
    status = models.CharField(
        verbose_name=_("status"),
        max_length=20,
        choices=Status.choices,
        default=Status.CONFIRMED,
    )
    position = models.PositiveIntegerField(
        verbose_name=_("place in line"), null=True, blank=True, editable=False
    )
    answers = AnswersField(verbose_name=_("answers"))
    # Sensitive answers sealed to a key that is not on the server: key of the field → sealed text.
    sealed = AnswersField(verbose_name=_("sealed answers"))
    manage_token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    idempotency_key = models.UUIDField(editable=False)
    created_at = models.DateTimeField(
        verbose_name=_("signed up"), default=timezone.now, editable=False
    )
    updated_at = models.DateTimeField(auto_now=True)
    status_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view", "change", "delete")
        permissions = [("export_submission", _("Can export sign-ups"))]
        constraints = [
            models.UniqueConstraint(
                fields=("page", "idempotency_key"), name="one_sign_up_a_form_sent"
            ),
            models.UniqueConstraint(
                fields=("page", "email_fingerprint"),
                condition=~models.Q(email_fingerprint="")
                & ~models.Q(status__in=("cancelled", "quarantined")),
                name="one_sign_up_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=("page", "status", "position"), name="sign_ups_by_status"),
            models.Index(fields=("page", "-created_at"), name="sign_ups_by_date"),
        ]

    def __str__(self):
        return codes.spaced(self.code)

    @property
    def spaced_code(self) -> str:
        """Return the code as it is shown and read aloud, in two groups of four."""
        return codes.spaced(self.code)

    @property
    def shown_status(self) -> str:
        """Return the status that the visitor is told: quarantine is the organisers' own matter."""
        return self.Status.CONFIRMED if self.status == self.Status.QUARANTINED else self.status

    @property
    def place_in_line(self) -> int | None:
        """Return the place in the waiting list, from 1, or None for whoever does not wait."""
        if self.status != self.Status.WAITING or self.position is None:
            return None
        before = Submission.objects.waiting().filter(page=self.page_id, position__lt=self.position)
        return before.count() + 1
