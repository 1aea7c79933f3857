"""The page with the form: its settings and what is published."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from events.models import EventPage
from pages import email_addresses, privacy
from pages.languages import source_locale
from pages.models import BasePage
from signups.form import form_timestamp
from signups.form.promise_issues import TEXTS
from signups.form.questions import email_question, frozen_changes, read_questions
from signups.models.capacity import PageWithCapacity
from signups.models.submission import Submission
from signups.privacy import tokens

EVENT_TYPES = ["events.SummitPage", "events.DialoguePage"]
# How the URLs start that keep working after the form is unpublished.
ALWAYS = ("mine", "deleted", "address")

# What cannot change after the first sign-up, and what to do instead.
FROZEN = {
    "keys": _(
        "People have already signed up, so a question’s key and type can no longer change: its "
        "answers would be lost. Restore the earlier ones (%(questions)s)."
    ),
    "choices": _(
        "People have already signed up, so an answer’s key can no longer change and no answer "
        "can be removed: what people chose would lose its name (%(questions)s). Mark the "
        "answer as “No longer offered” instead."
    ),
    "removed": _(
        "People have already signed up, so no question can be removed: its answers would be "
        "lost (%(questions)s). Mark the question as “No longer asked” instead."
    ),
}


NO_SEALING_KEY = _(
    "This form asks sensitive questions, but the site does not have a key to encrypt the "
    "answers yet, so the form cannot be published. The site administrator has to create a key "
    "pair with an organizer (“make keys”) and set SEALING_PUBLIC_KEY. Until then, save the "
    "form as a draft or remove the sensitive questions."
)


class ConsequencesPanel(FieldPanel):
    """What publishing would mean for people who have signed up; shown once it is known."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self):
            return bool(getattr(self.form, "consequences", ())) and super().is_shown()


def validate_addresses(text: str) -> None:
    """Raise ValidationError unless `text` holds email addresses, one per line."""
    email_addresses.read_all(text)


class SignUpPage(PageWithCapacity):
    """A form that editors build and visitors fill in, in any language.

    Its URLs and the editor's form are bound when the app starts (`signups.apps`).
    """

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
    exclude_fields_in_copy: ClassVar[list[str]] = [
        *BasePage.exclude_fields_in_copy,
        "event",
        "opens_at",
        "closes_at",
        "accepted_changes",
    ]

    staff_addresses = models.TextField(
        verbose_name=_("addresses to notify"),
        blank=True,
        max_length=1000,
        validators=[validate_addresses],
        help_text=_(
            "Organizers’ email addresses, one per line. They are notified when someone signs "
            "up, with a link to the list but no answers."
        ),
    )
    reminder_days = models.PositiveSmallIntegerField(
        verbose_name=_("reminder, days before the event"),
        default=3,
        null=True,
        blank=True,
        help_text=_(
            "Sent to everyone who has a spot and gave an email address. Leave blank to send no "
            "reminder."
        ),
    )

    # Consequences for people who have signed up that an editor has accepted
    # (`signups.publishing.consequences`).
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
            heading=_("Event, times, and capacity"),
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
        """Allow it below pages in the source language only: others are created by translation."""
        return super().can_create_at(parent) and (
            parent.locale_id is None or parent.locale_id == source_locale().pk
        )

    # ------------------------------------------------------------ validation
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; give every question and choice a key if the page is published.

        Drafts get no new keys: one made from a half-typed question would stay. Question sets are
        replaced by their questions in drafts too.
        """
        self.open_sets()
        if self.live and self.locale_id in (None, source_locale().pk):
            columns = kwargs.get("update_fields")
            if columns is None or "fields" in columns:
                self.complete_keys()
                if self.has_unsealable(self.fields.get_prep_value()):
                    raise ValidationError({"fields": NO_SEALING_KEY})
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.open_sets()
        # Fields and keys come from the source; a translation must not fail because of them.
        if self.locale_id and not self.is_source:
            return
        errors: dict[str, Any] = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = _("The closing time must be after the opening time.")
        if self.event is not None and not isinstance(self.event.specific, EventPage):
            errors["event"] = _("Choose a summit or a dialogue.")
        stream = self.fields.get_prep_value()
        first = email_question(read_questions(stream))
        if first and first.sensitive:
            errors["fields"] = _(
                "The first email question cannot be marked as sensitive, because the site "
                "writes to that address."
            )
        if self.email_required and first is None:
            errors["email_required"] = _("To require an email address, add an email question.")
        # Quarantined sign-ups and duplicates hold answers too.
        if self.pk and Submission.everything.filter(page=self).exists():
            changes = frozen_changes(stream, self.published_stream())
            if changes:
                errors["fields"] = [
                    FROZEN[kind] % {"questions": get_text_list(sorted(labels), _("and"))}
                    for kind, labels in changes.items()
                ]
        if errors:
            raise ValidationError(errors)

    # ------------------------------------------------------------ what is shown
    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        canonical = self.canonical
        context["canonical"] = canonical
        context["words_from"] = {
            name: canonical.page_with(name, self) if canonical else self for name in TEXTS
        }
        event = canonical.event_for(self) if canonical else None
        context["event"] = event if privacy.is_open(event) else None
        return context

    def personal_url(self, submission: Submission) -> str:
        token = tokens.manage_token(
            submission.reference, submission.manage_token_hash, submission.link_version
        )
        return (self.full_url or "") + self.reverse_subpage("personal", [token])

    def address_url(self, submission: Submission) -> str:
        """Return the absolute URL that confirms the new email address of a sign-up.

        It gives no access to the sign-up: a typo may send the email to somebody else.
        """
        digests = tokens.email_digests(
            submission.reference, submission.new_address, submission.address_asked_at
        )
        signed = f"{submission.reference.hex}-{digests[0]}"
        return (self.full_url or "") + self.reverse_subpage("address", [signed])

    def shown_at(self, data: QueryDict) -> datetime | None:
        """Return when a submitted form was first shown, in any language, or None."""
        number = form_timestamp.read_idempotency_key(data.get(form_timestamp.IDEMPOTENCY_KEY))
        return form_timestamp.shown_at(
            data.get(form_timestamp.TIMESTAMP), self.translation_key, number
        )

    # ------------------------------------------------------------ personal links
    is_personal = False  # whether the request uses a secret link

    def get_view_restrictions(self):
        """Return the view restrictions of this page; none for secret links, which are private.

        People can change and cancel their sign-up even if the form has become private.
        """
        if self.is_personal:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def route(self, request, path_components):
        """Keep personal pages reachable after the form is unpublished.

        Visitors who submit the form after that get a notice and their input back.
        """
        self.is_personal = len(path_components) > 1 and path_components[0] in ALWAYS
        if not self.live and path_components and path_components[0] in ALWAYS:
            match = self.resolve_subpage(f"/{'/'.join(path_components)}/")
            return RouteResult(self, args=tuple(match))
        is_sent = request.method == "POST" and not path_components
        if not self.live and is_sent and self.shown_at(request.POST):
            return RouteResult(self, args=tuple(self.resolve_subpage("/")))
        return super().route(request, path_components)
