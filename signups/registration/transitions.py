"""Changes of a sign-up after it was received. Each change is one transaction.

Every change that gives or frees a spot first locks the row of the page, like
`signups.registration.create`, so that confirmed sign-ups never exceed the capacity, and the first
on the waitlist is the next to get a spot.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from pages.email_addresses import same
from signups.emails import enqueue
from signups.form.questions import email_key
from signups.models import Letter, SignUpPage, Submission
from signups.models.availability import Availability, availability_at
from signups.privacy import tokens
from signups.registration import email_change

Status = Submission.Status


class NoPlace(Exception):
    """Fewer spots are free than are needed: only `left`."""

    def __init__(self, left: int = 0):
        super().__init__(left)
        self.left = left


class Over(Exception):
    """The event is canceled or over."""


class EmailTaken(Exception):
    """Another sign-up has this email address."""


@contextmanager
def _turn(submission: Submission) -> Iterator[tuple[SignUpPage, Submission]]:
    """Lock and yield the current page and sign-up; then refresh `submission`."""
    with transaction.atomic():
        page = SignUpPage.objects.get(pk=submission.page_id).lock()
        current = Submission.everything.select_for_update(of=("self",)).get(pk=submission.pk)
        current.page = page
        yield page, current
    submission.refresh_from_db()


def _set(submission: Submission, status: str, **values) -> None:
    submission.status = status
    submission.status_changed_at = timezone.now()
    for name, value in values.items():
        setattr(submission, name, value)
    # Save no other field: `fill` reads the waitlist without a lock.
    submission.save(update_fields=["status", "status_changed_at", "updated_at", *values])


def _put_in_line(page: SignUpPage, submission: Submission) -> None:
    end = page.all_submissions.end_of_line()
    _set(submission, Status.WAITING, position=end, shown_as="")


def _end_with(submission: Submission) -> list[int]:
    """Return the ids of the duplicates that end with this sign-up.

    Those are all that came from its address after it and while it was active. Originals and
    duplicates behave the same, so that their sender cannot tell which it was.
    """
    first = submission.original_id or submission.pk
    rows = Submission.everything.filter(original=first).order_by("pk")
    found = {submission.pk}
    for pk, before in rows.values_list("pk", "ends_with"):
        if submission.original_id is None or before in found:
            found.add(pk)
    return sorted(found - {submission.pk})


def fill(page: SignUpPage) -> int:
    """Give free spots to the first on the waitlist; return how many sign-ups got one.

    Must be called with the page locked (`SignUpPage.lock`), in a transaction.
    """
    if page.terms().event_is_over(timezone.now()):
        return 0
    free = page.places_left()
    line = page.all_submissions.line()
    given = 0
    for submission in line if free is None else line[:free]:
        if free is not None:
            if submission.places > free:  # nobody overtakes the first in line
                break
            free -= submission.places
        submission.page = page
        if submission.status == Status.DUPLICATE:  # it counts for nobody, so there is no email
            _set(submission, Status.DUPLICATE, shown_as=Status.CONFIRMED, position=None)
        else:
            _set(submission, Status.CONFIRMED, position=None)
            enqueue.enqueue(Letter.Kind.PROMOTED, submission)
        given += 1
    return given


def fill_places(page: SignUpPage) -> int:
    """Call `fill` in its own transaction, for example after the capacity was raised."""
    with transaction.atomic():
        return fill(page.lock())


def cancel(submission: Submission, *, tell: bool = True) -> bool:
    """Cancel a sign-up and give its spot to the first on the waitlist; return whether it changed.

    Its duplicates end with it. If it is a duplicate itself, its spot is released, and its sender is
    shown that it was canceled.
    """
    with _turn(submission) as (page, current):
        if current.shown_status == Status.CANCELLED:
            return False
        if current.status == Status.QUARANTINED:  # it had no spot, and its sender got no email
            _set(current, Status.CANCELLED)
            return True
        if current.status == Status.DUPLICATE:  # its sender sees what anybody would see
            _set(current, Status.DUPLICATE, shown_as=Status.CANCELLED, position=None)
        else:
            _set(current, Status.CANCELLED, position=None)
        if tell:
            enqueue.enqueue(Letter.Kind.CANCELLED, current)
        page.all_submissions.filter(pk__in=_end_with(current)).duplicates().update(
            shown_as=Status.CANCELLED, position=None, status_changed_at=timezone.now()
        )
        fill(page)
        return True


def confirm(submission: Submission) -> bool:
    """Give a spot, out of turn, to a waiting, canceled, declined, or quarantined sign-up.

    Raises NoPlace if there is none, EmailTaken if the address has signed up again meanwhile.
    """
    with _turn(submission) as (page, current):
        if current.status in Submission.TAKES_PLACE:
            return False
        left = page.places_left()
        if left is not None and current.places > left:
            raise NoPlace(left)
        _reclaim_email(page, current)
        was_waiting = current.status == Status.WAITING
        _set(current, Status.CONFIRMED, position=None, shown_as="")
        enqueue.enqueue(Letter.Kind.PROMOTED if was_waiting else Letter.Kind.RECEIVED, current)
        return True


def wait(submission: Submission) -> bool:
    """Move a confirmed, canceled, declined, or quarantined sign-up to the end of the waitlist."""
    with _turn(submission) as (page, current):
        if current.status == Status.WAITING:
            return False
        _reclaim_email(page, current)
        freed = current.status in Submission.TAKES_PLACE
        _put_in_line(page, current)
        enqueue.enqueue(Letter.Kind.RECEIVED, current)
        if freed and page.all_submissions.line().exclude(pk=current.pk).exists():
            fill(page)
        return True


def _resize(page: SignUpPage, submission: Submission, people: int) -> bool:
    """Change the number of people of a sign-up; return whether spots may have become free.

    Raises NoPlace, with the possible number, if there is no room. Waiting sign-ups can always grow.
    """
    more = people - submission.places
    room = page.room() if submission.holds_place and more > 0 else None
    if room is not None and more > room:
        raise NoPlace(submission.places + room)
    submission.places = people
    return more < 0


def admit(submission: Submission) -> bool:
    """Accept a quarantined sign-up, with a spot or on the waitlist.

    In turn: those who wait already come first. Raises NoPlace if there is no spot and no waitlist,
    Over if the event is canceled or over, EmailTaken if the address has signed up meanwhile.
    """
    with _turn(submission) as (page, current):
        if current.status != Status.QUARANTINED:
            return False
        now, terms = timezone.now(), page.terms()
        if terms.event_is_over(now):
            raise Over
        _reclaim_email(page, current)
        # Ignore opening and closing times: the form was open when it was sent.
        terms = replace(terms, opens_at=None, closes_at=None)
        state = availability_at(now, terms, page.in_line(), current.places)
        if not state.takes_sign_ups:
            raise NoPlace(page.room() or 0)
        if state is Availability.WAITING:
            _put_in_line(page, current)
        else:
            _set(current, Status.CONFIRMED, position=None, shown_as="")
        enqueue.enqueue(Letter.Kind.RECEIVED, current)
        return True


def decline(submission: Submission, *, tell: bool = True) -> bool:
    """Decline a quarantined sign-up; return whether it changed."""
    with _turn(submission) as (_page, current):
        if current.status != Status.QUARANTINED:
            return False
        _set(current, Status.DECLINED, position=None, shown_as="")
        if tell:
            enqueue.enqueue(Letter.Kind.DECLINED, current)
        return True


def _reclaim_email(page: SignUpPage, submission: Submission) -> None:
    """Raise EmailTaken if another sign-up now has the address of a released one."""
    if submission.status in Submission.RELEASED and submission.email_fingerprint:
        _require_free_email(page, submission, [submission.email_fingerprint])


def _require_free_email(
    page: SignUpPage, submission: Submission, fingerprints: Sequence[str]
) -> None:
    """Raise EmailTaken if another sign-up has this address."""
    if page.submissions.with_email(fingerprints).exclude(pk=submission.pk).exists():
        raise EmailTaken


def check_in(submission: Submission) -> bool:
    """Mark as present; return whether it changed. Only confirmed sign-ups can be present."""
    return _mark(submission, Status.CONFIRMED, Status.CHECKED_IN)


def undo_check_in(submission: Submission) -> bool:
    return _mark(submission, Status.CHECKED_IN, Status.CONFIRMED)


def _mark(submission: Submission, before: str, after: str) -> bool:
    with _turn(submission) as (_page, current):
        if current.status != before:
            return False
        _set(current, after)
        return True


def delete(submission: Submission, *, tell: bool = False) -> None:
    """Delete a sign-up and all its data; its spot goes to the first on the waitlist.

    Its duplicates are deleted with it. With `tell`, its address is notified of what was deleted and
    what remains.
    """
    with transaction.atomic():
        page = SignUpPage.objects.get(pk=submission.page_id).lock()
        submission.page = page
        if tell:
            enqueue.enqueue_deleted(submission)
        doomed = [submission.pk, *_end_with(submission)]
        Submission.everything.filter(pk__in=doomed).delete()
        fill(page)


def correct(
    submission: Submission,
    answers: dict,
    sealed: dict[str, str],
    email: str,
    *,
    by_sender: bool = False,
) -> bool:
    """Replace the answers of a sign-up, including its address; return whether any changed.

    A group can only grow into spots that nobody waits for; NoPlace holds the possible number. If it
    shrinks, the free spots go to the first on the waitlist.

    `sealed` holds the new sensitive answers; the others stay. Changes by an organizer apply at
    once: raises EmailTaken if another sign-up of the form has the address. With `by_sender`, a new
    address must be confirmed first: raises `email_change.TooManyRequests`.
    """
    with _turn(submission) as (page, current):
        before = current.used_email
        asked = current.new_address, current.address_asked_at
        # A bot may have sent it: send no email before a person has reviewed it.
        if by_sender and current.status != Status.QUARANTINED:
            answers = email_change.request_change(page, current, answers, email)
        else:
            current.forget_new_address()
        changed = current.answers != answers or bool(sealed)
        if not changed and asked == (current.new_address, current.address_asked_at):
            return False
        freed = _resize(page, current, page.people_in(answers, had=current.places))
        current.answers = answers
        current.sealed = {**current.sealed, **sealed}
        _move(page, current, before)
        if changed and current.status != Status.QUARANTINED:
            enqueue.enqueue(Letter.Kind.CHANGED, current)
            if not by_sender:
                _notify_former(current, before)
        if freed:
            fill(page)
        return changed


def keep_email(submission: Submission) -> None:
    """Discard the request for another email address."""
    with _turn(submission) as (_page, current):
        current.forget_new_address()
        current.save()


def confirm_email(submission: Submission, email: str) -> None:
    """Use a new address that its owner has confirmed.

    Raises `email_change.LinkGone` if another one, or none, was requested meanwhile, and EmailTaken
    if another sign-up has it by now.
    """
    with _turn(submission) as (page, current):
        if current.pending_email != email:
            raise email_change.LinkGone
        questions = page.canonical_questions()
        before = current.email(questions)
        current.answers = {**current.answers, email_key(questions): email}
        current.new_address = ""  # keep `address_asked_at`, so that the link is still recognized
        _move(page, current, before)
        enqueue.enqueue(Letter.Kind.RECEIVED, current)
        _notify_former(current, before)


def _notify_former(submission: Submission, before: str) -> None:
    now = submission.used_email
    if before and not same(before, now):
        enqueue.enqueue(Letter.Kind.OTHER_ADDRESS, submission, to=before)


def _move(page: SignUpPage, submission: Submission, before: str) -> None:
    """Store a sign-up, whose address was `before`, under the address in its answers.

    It no longer is or has a duplicate: it counts by itself, and the next sign-up from its former
    address counts for that address. The personal link in emails to the former address stops
    working, because that mailbox may be somebody else's. Raises EmailTaken.
    """
    email = submission.used_email
    fingerprints = tokens.email_fingerprints(email, page.translation_key)
    if same(email, before) or submission.email_fingerprint in fingerprints:
        submission.save()
        return
    if before and email:
        submission.renew_link()
    is_duplicate = submission.status == Status.DUPLICATE
    if is_duplicate or submission.status not in Submission.RELEASED:
        _require_free_email(page, submission, fingerprints)
    submission.email_fingerprint = fingerprints[0] if fingerprints else ""
    if is_duplicate:
        submission.status, submission.shown_as = submission.shown_as, ""
        submission.original = submission.ends_with = None
    submission.save()
    _inherit(page, submission)


def _inherit(page: SignUpPage, former: Submission) -> None:
    """Let the first duplicate of a sign-up take over the address that it has left."""
    repeats = page.all_submissions.filter(original=former)
    heir = repeats.duplicates().order_by("pk").first()
    if heir is None:
        return
    heir.page = page
    _set(heir, heir.shown_as, shown_as="", original=None, ends_with=None)
    repeats.update(original=heir)
    page.all_submissions.filter(ends_with=former).update(ends_with=heir)
    enqueue.enqueue(Letter.Kind.RECEIVED, heir)
