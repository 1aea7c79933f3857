"""The editor's form of a sign-up page: times in its own zone, the event in the source language."""

import copy

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages import email_addresses
from pages.languages import source_locale
from pages.times.forms import WallTimesForm
from signups.form.promise_issues import TEXTS, issues_of, stream_error
from signups.form.question_sets import PREFIX
from signups.form.questions import merge, read_questions, with_keys
from signups.models.page import NO_SEALING_KEY
from signups.publishing.consequences import Consequence, consequences

#: Fields that can have consequences for people who have signed up.
FACTS = ("opens_at", "closes_at", "event", "capacity", "waiting_list", "email_required")


class SignUpPageForm(WallTimesForm):
    """Explain what publishing would mean, and refuse it until it is accepted.

    Changes with consequences for people are published only with `accept_changes`.
    """

    accept_changes = forms.BooleanField(
        required=False,
        label=_("Publish anyway"),
        help_text=_("To confirm, check this box and publish again."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.consequences: list[Consequence] = []

    def zones(self):
        choices = [("", _("Same as the event")), *super().zones()]
        return [*choices, ("UTC", "UTC")] if self.instance.zone != "UTC" else choices

    def zone_of(self, cleaned: dict) -> str:
        event = cleaned.get("event")
        return cleaned.get("zone") or getattr(event and event.specific, "zone", "") or "UTC"

    def clean_event(self) -> Page | None:
        """Return the event in the source language, whose fields count."""
        event = self.cleaned_data["event"]
        if event is None or event.locale_id == source_locale().pk:
            return event
        return event.get_translation_or_none(source_locale()) or event

    def clean_staff_addresses(self) -> str:
        """Return the email addresses in normal form, one per line, however they were pasted."""
        return "\n".join(email_addresses.read_all(self.cleaned_data["staff_addresses"]))

    def clean(self):
        cleaned = super().clean()
        if not self.is_publishing:
            return cleaned
        if (questions := cleaned.get("fields")) is not None:
            stream = questions.get_prep_value()
            if self.instance.is_source and self.instance.has_unsealable(stream):
                self.add_error("fields", NO_SEALING_KEY)
            self._compare_promises(cleaned, with_keys(stream))
        self._ask_what_is_meant(cleaned)
        return cleaned

    def _compare_promises(self, cleaned: dict, stream: list[dict]) -> None:
        questions = read_questions(stream)
        if not self.instance.is_source and self.instance.canonical:
            questions = merge(self.instance.canonical.canonical_questions(), questions)
        texts = {name: cleaned.get(name) or "" for name in TEXTS}
        found = list(issues_of(texts, questions))
        for fault in found:
            if fault.field != "fields":
                self.add_error(fault.field, fault.message())
        below = [fault for fault in found if fault.field == "fields"]
        if not below or "fields" in self.errors:
            return
        here = {block["id"] for block in stream}
        if self._holds_sets or not all(fault.block in here for fault in below):
            # The blocks on the screen have other positions.
            messages = [fault.message_with_place(self.instance) for fault in below]
            self.add_error("fields", forms.ValidationError(messages))
        else:
            self.add_error("fields", stream_error(stream, below))

    @property
    def _holds_sets(self) -> bool:
        """Return whether a question set has just been inserted."""
        return any(
            name.startswith("fields-") and name.endswith("-type") and kind.startswith(PREFIX)
            for name, kind in self.data.items()
        )

    def _ask_what_is_meant(self, cleaned: dict) -> None:
        """Add errors on what publishing means for people, unless the editor has accepted it."""
        page = copy.copy(self.instance)
        page.__dict__.pop("event_pages", None)
        for name in FACTS:
            if name in cleaned:
                setattr(page, name, cleaned[name])
        self.consequences = consequences(page, timezone.now())
        if not self.consequences:
            return
        if cleaned.get("accept_changes"):
            self.instance.accepted_changes = [each.change for each in self.consequences]
            return
        known = self.instance.accepted_changes
        if any(each.change not in known for each in self.consequences):
            self.add_error("accept_changes", [each.text for each in self.consequences])

    @property
    def is_publishing(self) -> bool:
        """Return whether the clicked button may publish, now or at a scheduled time."""
        asked = self.data.get
        approved = asked("action-workflow-action") and asked("workflow-action-name") == "approve"
        return bool(asked("action-publish") or approved)
