"""What can become of a sign-up after it was received. Each change is one transaction.

Whatever gives or frees a place first waits for the row of the page, like
`signups.registration.create`, so
that there are never more confirmed than places, and the first in line is the next one.
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
    """Fewer places are free than are needed: `left` could be had."""

    def __init__(self, left: int = 0):
        super().__init__(left)
        self.left = left


class Over(Exception):
    """The event is canceled or over."""


class EmailTaken(Exception):
    """Another sign-up has this e-mail address."""


@contextmanager
def _turn(submission: Submission) -> Iterator[tuple[SignUpPage, Submission]]:
    """Yield the page and the sign-up as they are now, both locked; keep `submission` in step."""
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
    # Nothing else: who moves up was read without a lock.
    submission.save(update_fields=["status", "status_changed_at", "updated_at", *values])


def _put_in_line(page: SignUpPage, submission: Submission) -> None:
    end = page.all_submissions.end_of_line()
    _set(submission, Status.WAITING, position=end, shown_as="")


def _end_with(submission: Submission) -> list[int]:
    """Return the ids of the repeated sign-ups that end with this one.

    Those are all that came from its address after it and while it stood. The first one of an
    address and a repeated one are no different in this: who sent them cannot tell which it was.
    """
    first = submission.original_id or submission.pk
    rows = Submission.everything.filter(original=first).order_by("pk")
    found = {submission.pk}
    for pk, before in rows.values_list("pk", "ends_with"):
        if submission.original_id is None or before in found:
            found.add(pk)
    return sorted(found - {submission.pk})


def fill(page: SignUpPage) -> int:
    """Give the places that are free to the first in line; return how many were given.

    To be called with the page locked (`SignUpPage.lock`), in a transaction.
    """
    if page.terms().event_is_over(timezone.now()):
        return 0
    free = page.places_left()
    line = page.all_submissions.line()
    given = 0
    for submission in line if free is None else line[:free]:
        if free is not None:
            if submission.places > free:  # nobody overtakes who is first
                break
            free -= submission.places
        submission.page = page
        if submission.status == Status.DUPLICATE:  # it stands for nobody: there is no mail
            _set(submission, Status.DUPLICATE, shown_as=Status.CONFIRMED, position=None)
        else:
            _set(submission, Status.CONFIRMED, position=None)
            enqueue.enqueue(Letter.Kind.PROMOTED, submission)
        given += 1
    return given


def fill_places(page: SignUpPage) -> int:
    """Do the same in a transaction of its own: the number of places may have been raised."""
    with transaction.atomic():
        return fill(page.lock())


def cancel(submission: Submission, *, tell: bool = True) -> bool:
    """Cancel a sign-up and give its place to the first in line; return whether it changed.

    What repeats it ends with it. Of one that repeats another itself, the place is given back, and
    its sender is shown that it was cancelled.
    """
    with _turn(submission) as (page, current):
        if current.shown_status == Status.CANCELLED:
            return False
        if current.status == Status.QUARANTINED:  # it had no place, and its sender no mail
            _set(current, Status.CANCELLED)
            return True
        if current.status == Status.DUPLICATE:  # its sender is shown what anybody would be
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
    """Give a place to who waits, was canceled or declined, or is quarantined, out of turn.

    Raises NoPlace if there is none, Taken if the address has signed up again meanwhile.
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
    """Put at the end of the line who has a place, was canceled or declined, or is quarantined."""
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
    """Let a sign-up be for so many people; return whether places may have become free.

    Raises NoPlace, with how many it may be for, if there is no room. Who waits may be more.
    """
    more = people - submission.places
    room = page.room() if submission.holds_place and more > 0 else None
    if room is not None and more > room:
        raise NoPlace(submission.places + room)
    submission.places = people
    return more < 0


def admit(submission: Submission) -> bool:
    """Take what is quarantined for what it is: a sign-up, with a place or a place in line.

    In turn: whoever waits already comes first. Raises NoPlace if there is none and no waiting
    list, Over if the event is cancelled or over, Taken if the address has signed up meanwhile.
    """
    with _turn(submission) as (page, current):
        if current.status != Status.QUARANTINED:
            return False
        now, terms = timezone.now(), page.terms()
        if terms.event_is_over(now):
            raise Over
        _reclaim_email(page, current)
        # That the form is not open yet, or closed by now, is no matter: it was open then.
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
    """Turn down what is quarantined; return whether it changed."""
    with _turn(submission) as (_page, current):
        if current.status != Status.QUARANTINED:
            return False
        _set(current, Status.DECLINED, position=None, shown_as="")
        if tell:
            enqueue.enqueue(Letter.Kind.DECLINED, current)
        return True


def _reclaim_email(page: SignUpPage, submission: Submission) -> None:
    """Raise Taken if what was released cannot stand for its address any more."""
    if submission.status in Submission.RELEASED and submission.email_fingerprint:
        _require_free_email(page, submission, [submission.email_fingerprint])


def _require_free_email(
    page: SignUpPage, submission: Submission, fingerprints: Sequence[str]
) -> None:
    """Raise Taken if another sign-up stands for this address."""
    if page.submissions.with_email(fingerprints).exclude(pk=submission.pk).exists():
        raise EmailTaken


def check_in(submission: Submission) -> bool:
    """Mark as present; return whether it changed. Only who has a place can be present."""
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
    """Delete a sign-up with all that belongs to it; its place goes to the first in line.

    What repeats it goes with it. With `tell`, its address learns what has been deleted and what
    still stands.
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
    """Replace the answers of a sign-up, and its address with them; return whether any changed.

    A group that grows needs places that nobody waits for; NoPlace says how many may be. One that
    shrinks leaves places to the first in line.

    `sealed` holds the sensitive answers that are new; the others stay. What an organizer writes
    counts at once: raises Taken if the address belongs to another sign-up of the same form. With
    `by_sender`, a new address has to be confirmed first: raises `email_change.TooManyRequests`.
    """
    with _turn(submission) as (page, current):
        before = current.used_email
        asked = current.new_address, current.address_asked_at
        # Nothing is mailed that a program may have sent, before somebody has looked at it.
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
    """Take back that another address was asked for."""
    with _turn(submission) as (_page, current):
        current.forget_new_address()
        current.save()


def confirm_email(submission: Submission, email: str) -> None:
    """Let a new address count: somebody who reads mail there has said so.

    Raises `email_change.LinkGone` where another one, or none, was asked for meanwhile, and Taken
    where another sign-up stands for it by now.
    """
    with _turn(submission) as (page, current):
        if current.pending_email != email:
            raise email_change.LinkGone
        questions = page.canonical_questions()
        before = current.email(questions)
        current.answers = {**current.answers, email_key(questions): email}
        current.new_address = ""  # when it was asked for stays: the link in the mail is known
        _move(page, current, before)
        enqueue.enqueue(Letter.Kind.RECEIVED, current)
        _notify_former(current, before)


def _notify_former(submission: Submission, before: str) -> None:
    now = submission.used_email
    if before and not same(before, now):
        enqueue.enqueue(Letter.Kind.OTHER_ADDRESS, submission, to=before)


def _move(page: SignUpPage, submission: Submission, before: str) -> None:
    """Store a sign-up, whose address was `before`, under the address in its answers.

    What repeated another sign-up, or was repeated, does so no longer: it stands for itself, and
    the next one of its former address for that. The personal link in mails to the former address
    opens nothing any more: that mailbox may be somebody else's. Raises Taken.
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
    """Let the first of those that repeated a sign-up stand for the address that it has left."""
    repeats = page.all_submissions.filter(original=former)
    heir = repeats.duplicates().order_by("pk").first()
    if heir is None:
        return
    heir.page = page
    _set(heir, heir.shown_as, shown_as="", original=None, ends_with=None)
    repeats.update(original=heir)
    page.all_submissions.filter(ends_with=former).update(ends_with=heir)
    enqueue.enqueue(Letter.Kind.RECEIVED, heir)
