"""What can become of a sign-up after it was received. Each change is one transaction.

Whatever gives or frees a place first waits for the row of the page, like `signups.receive`, so
that there are never more confirmed than places, and the first in line is the next one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from signups import codes, post
from signups.models import Letter, SignUpPage, Submission
from signups.state import State, state_at

Status = Submission.Status


class NoPlace(Exception):
    """Fewer places are free than are needed; `left` are."""

    def __init__(self, left: int = 0):
        super().__init__(left)
        self.left = left


class Over(Exception):
    """The event is cancelled or over."""


class Taken(Exception):
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
    submission.save()


def _show(submission: Submission, status: str) -> None:
    """Move what repeats another sign-up as that status would, for its sender to see."""
    submission.shown_as = status
    submission.position = None
    submission.status_changed_at = timezone.now()
    submission.save(update_fields=["shown_as", "position", "status_changed_at", "updated_at"])


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
    terms = page.terms()
    if terms.event_cancelled or (terms.event_ends and terms.event_ends <= timezone.now()):
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
        if submission.status == Status.REPEATED:  # it stands for nobody: there is no mail
            _show(submission, Status.CONFIRMED)
        else:
            _set(submission, Status.CONFIRMED, position=None)
            post.owe(Letter.Kind.PROMOTED, submission)
        given += 1
    return given


def fill_places(page: SignUpPage) -> int:
    """Do the same in a transaction of its own: the number of places may have been raised."""
    with transaction.atomic():
        return fill(page.lock())


def cancel(submission: Submission, *, tell: bool = True) -> bool:
    """Cancel a sign-up and give its place to the first in line; return whether it changed.

    What repeats it ends with it.
    """
    with _turn(submission) as (page, current):
        if current.shown_status == Status.CANCELLED:
            return False
        if current.status == Status.QUARANTINED:  # it had no place, and its sender no mail
            _set(current, Status.CANCELLED)
            return True
        if current.status in Submission.ASIDE:  # its sender is shown what anybody would be
            _show(current, Status.CANCELLED)
        else:
            _set(current, Status.CANCELLED, position=None)
            if tell:
                post.owe(Letter.Kind.CANCELLED, current)
        page.all_submissions.filter(pk__in=_end_with(current)).repeated().update(
            shown_as=Status.CANCELLED, position=None, status_changed_at=timezone.now()
        )
        fill(page)
        return True


def confirm(submission: Submission) -> bool:
    """Give a place to who waits, was cancelled or declined, or is quarantined, out of turn.

    Raises NoPlace if there is none, Taken if the address has signed up again meanwhile.
    """
    with _turn(submission) as (page, current):
        if current.status in Submission.TAKES_PLACE:
            return False
        _need(page, current.places)
        _take_address_back(page, current)
        was_waiting = current.status == Status.WAITING
        _set(current, Status.CONFIRMED, position=None, shown_as="")
        post.owe(Letter.Kind.PROMOTED if was_waiting else Letter.Kind.RECEIVED, current)
        return True


def wait(submission: Submission) -> bool:
    """Put at the end of the line who has a place, was cancelled or declined, or is quarantined."""
    with _turn(submission) as (page, current):
        if current.status == Status.WAITING:
            return False
        _take_address_back(page, current)
        freed = current.status in Submission.TAKES_PLACE
        _set(current, Status.WAITING, position=page.all_submissions.end_of_line(), shown_as="")
        post.owe(Letter.Kind.RECEIVED, current)
        if freed and page.all_submissions.line().exclude(pk=current.pk).exists():
            fill(page)
        return True


def admit(submission: Submission) -> bool:
    """Take what is quarantined for what it is: a sign-up, with a place or a place in line.

    In turn: whoever waits already comes first. Raises NoPlace if there is none and no waiting
    list, Over if the event is cancelled or over, Taken if the address has signed up meanwhile.
    """
    with _turn(submission) as (page, current):
        if current.status != Status.QUARANTINED:
            return False
        now, terms = timezone.now(), page.terms()
        if terms.event_cancelled or (terms.event_ends and terms.event_ends <= now):
            raise Over
        _take_address_back(page, current)
        # That the form is not open yet, or closed by now, is no matter: it was open then.
        terms = replace(terms, opens_at=None, closes_at=None)
        state = state_at(now, terms, page.in_line() + current.places - 1)
        if not state.takes_sign_ups:
            raise NoPlace(page.places_left() or 0)
        if state is State.WAITING:
            end = page.all_submissions.end_of_line()
            _set(current, Status.WAITING, position=end, shown_as="")
        else:
            _set(current, Status.CONFIRMED, position=None, shown_as="")
        post.owe(Letter.Kind.RECEIVED, current)
        return True


def decline(submission: Submission, *, tell: bool = True) -> bool:
    """Turn down what is quarantined; return whether it changed."""
    with _turn(submission) as (_page, current):
        if current.status != Status.QUARANTINED:
            return False
        _set(current, Status.DECLINED, position=None, shown_as="")
        if tell:
            post.owe(Letter.Kind.DECLINED, current)
        return True


def _need(page: SignUpPage, places: int) -> None:
    """Raise NoPlace if fewer than so many places are free."""
    left = page.places_left()
    if left is not None and places > left:
        raise NoPlace(left)


def _take_address_back(page: SignUpPage, submission: Submission) -> None:
    """Raise Taken if what was released cannot stand for its address any more."""
    if submission.status in Submission.RELEASED and submission.email_fingerprint:
        _address_is_free(page, submission, [submission.email_fingerprint])


def _address_is_free(page: SignUpPage, submission: Submission, fingerprints: Sequence[str]) -> None:
    """Raise Taken if another sign-up stands for this address."""
    others = page.submissions.with_address(fingerprints).exclude(pk=submission.pk)
    if fingerprints and others.exists():
        raise Taken


def check_in(submission: Submission) -> bool:
    """Mark as present; return whether it changed. Only who has a place can be present."""
    with _turn(submission) as (_page, current):
        if current.status != Status.CONFIRMED:
            return False
        _set(current, Status.CHECKED_IN)
        return True


def undo_check_in(submission: Submission) -> bool:
    with _turn(submission) as (_page, current):
        if current.status != Status.CHECKED_IN:
            return False
        _set(current, Status.CONFIRMED)
        return True


def delete(submission: Submission) -> None:
    """Delete a sign-up with all that belongs to it; its place goes to the first in line.

    What repeats it goes with it.
    """
    with transaction.atomic():
        page = SignUpPage.objects.get(pk=submission.page_id).lock()
        doomed = [submission.pk, *_end_with(submission)]
        Submission.everything.filter(pk__in=doomed).delete()
        fill(page)


def release(submission: Submission) -> bool:
    """Give back the place that a repeated sign-up holds; return whether it held one.

    Its sender is shown that it was cancelled. The sign-up that it repeats stays as it is.
    """
    return submission.status == Status.REPEATED and cancel(submission)


def correct(submission: Submission, answers: dict, sealed: dict[str, str], address: str) -> bool:
    """Replace the answers of a sign-up, and its address with them; return whether any changed.

    `sealed` holds the sensitive answers that are new; the others stay. Raises Taken if the
    address belongs to another sign-up of the same form.
    """
    with _turn(submission) as (page, current):
        fingerprints = codes.email_fingerprints(address, page.translation_key)
        if current.email_fingerprint not in fingerprints:
            current.email_fingerprint = fingerprints[0] if fingerprints else ""
            if current.status not in Submission.RELEASED:
                _address_is_free(page, current, fingerprints)
        if current.answers == answers and not sealed:
            return False
        current.answers = answers
        current.sealed = {**current.sealed, **sealed}
        current.save()
        if current.status not in Submission.ASIDE:
            post.owe(Letter.Kind.CHANGED, current)
        return True
