"""Explain, with numbers, what a change of a form means for people who have signed up.

Every way to publish checks this (`pages.publication`): changes with such consequences are refused,
with the numbers, until the editor confirms them. Accepted changes are stored with the draft, so
that somebody else can approve it, or the scheduler can publish it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from signups.models import SignUpPage, Submission
from signups.models.submission import SubmissionQuerySet


@dataclass(frozen=True)
class Consequence:
    """`change` names the change and its new value ("capacity=10"); `text` explains it."""

    change: str
    text: str


def consequences(page: SignUpPage, now: datetime) -> list[Consequence]:
    """Return the consequences for people if `page` replaced what is in the database now.

    None if nobody has signed up, or for a translation: its fields come from the source.
    """
    if not page.pk or not page.is_source:
        return []
    before = type(page).objects.select_related("locale").filter(pk=page.pk).first()
    if before is None:
        return []
    in_line = before.submissions.filter(status__in=Submission.IN_LINE)
    people = in_line.places()
    held = before.places_held_by_duplicates()
    if not people and not held:
        return []
    found = []
    if page.capacity is not None and (before.capacity is None or page.capacity < before.capacity):
        found.append(_fewer_places(before, page.capacity, held))
    if before.waiting_list and not page.waiting_list:
        found.append(_no_waiting_list(before))
    if before.live and _is_open(before, now) and not _is_open(page, now):
        found.append(_closed(people))
    if people and before.event_id is not None and page.event_id != before.event_id:
        found.append(_another_event(before, page, people))
    if page.email_required and not before.email_required:
        found.append(_email_required(in_line))
    return [each for each in found if each is not None]


def _fewer_places(before: SignUpPage, places: int, held: int) -> Consequence | None:
    people = before.submissions.taking_a_place().places()
    if people + held <= places:
        return None
    text = ngettext(
        "%(people)s person has a spot, but there would be room for only %(places)s.",
        "%(people)s people have a spot, but there would be room for only %(places)s.",
        people,
    ) % {"people": number_format(people), "places": number_format(places)}
    if held:
        repeats = ngettext(
            "Duplicate sign-ups hold %(held)s more spot.",
            "Duplicate sign-ups hold %(held)s more spots.",
            held,
        )
        text = f"{text} {repeats % {'held': number_format(held)}}"
    rest = _(
        "No one loses their spot, and no one is notified. Cancel the sign-ups that no longer "
        "fit one by one, in the list of sign-ups."
    )
    return Consequence(f"capacity={places}", f"{text} {rest}")


def _no_waiting_list(before: SignUpPage) -> Consequence | None:
    people = before.submissions.waiting().order_by().places()
    if not people:
        return None
    text = ngettext(
        "%(people)s person is on the waitlist. Without the waitlist, no one else can join; the "
        "person on it stays there and gets a spot if one opens up.",
        "%(people)s people are on the waitlist. Without the waitlist, no one else can join; "
        "the people on it stay there and get spots as they open up.",
        people,
    )
    return Consequence("waiting_list=no", text % {"people": number_format(people)})


def _is_open(form: SignUpPage, now: datetime) -> bool:
    """Return whether the form is open at `now`, by its times."""
    terms = form.terms()
    has_opened = terms.opens_at is None or terms.opens_at <= now
    return has_opened and (terms.ends is None or terms.ends > now)


def _closed(people: int) -> Consequence:
    text = ngettext(
        "The form is open now and would close immediately. %(people)s person has signed up; "
        "their sign-up remains valid, and they are not notified.",
        "The form is open now and would close immediately. %(people)s people have signed up; "
        "their sign-ups remain valid, and they are not notified.",
        people,
    )
    return Consequence("closed", text % {"people": number_format(people)})


def _another_event(before: SignUpPage, page: SignUpPage, people: int) -> Consequence:
    event = before.source_event
    title = event.title if event is not None else ""
    if page.event_id is None:
        text = ngettext(
            "%(people)s person has signed up for “%(event)s.” Without an event, no reminder or "
            "notice of changes is sent, and the days for keeping answers are counted from the "
            "day they were sent.",
            "%(people)s people have signed up for “%(event)s.” Without an event, no reminder "
            "or notice of changes is sent, and the days for keeping answers are counted from "
            "the day they were sent.",
            people,
        )
    else:
        text = ngettext(
            "%(people)s person has signed up for “%(event)s” and would now be signed up for a "
            "different event without being notified.",
            "%(people)s people have signed up for “%(event)s” and would now be signed up for a "
            "different event without being notified.",
            people,
        )
    words = {"people": number_format(people), "event": title}
    return Consequence(f"event={page.event_id}", text % words)


def _email_required(in_line: SubmissionQuerySet) -> Consequence | None:
    count = in_line.filter(email_fingerprint="").count()
    if not count:
        return None
    text = ngettext(
        "%(count)s sign-up has no email address. It remains valid, but anyone who corrects it "
        "will have to add one.",
        "%(count)s sign-ups have no email address. They remain valid, but anyone who corrects "
        "them will have to add one.",
        count,
    )
    return Consequence("email_required", text % {"count": number_format(count)})


def refuse_until_accepted(page, revision) -> None:
    """Raise ValidationError with unaccepted consequences: a step of `peacesummit.publication`.

    The editor's form has checked this already (`signups.publishing.admin_form`).
    """
    if not isinstance(page, SignUpPage):
        return
    if revision is not None:
        page = revision.as_object()
    missing = [
        each.text
        for each in consequences(page, timezone.now())
        if each.change not in page.accepted_changes
    ]
    if missing:
        how = _("If you are sure, publish it from the editor and check “Publish anyway” there.")
        raise ValidationError([*missing, how])


def people_affected(page: Page) -> int:
    """Return how many people signed up on `page`, below it, or for an event among these pages."""
    inside = Page.objects.descendant_of(page, inclusive=True)
    forms = SignUpPage.objects.filter(Q(pk__in=inside.values("pk")) | Q(event__in=inside))
    rows = Submission.objects.filter(page__in=forms, status__in=Submission.IN_LINE)
    return rows.places()
