"""Letters: written down in the transaction that makes them due, sent by the worker.

`owe` stores a `Letter` and a task in the caller's transaction: either all of it is committed or
nothing. The task claims its letter for a minute, composes it from the state at that moment, sends
it and marks it as sent; what has been overtaken (`signups.emails.overtaken`) is dropped. The
letters of
one sign-up go out in order, one at a time (`LetterQuerySet.due`). When the mail server is away a
letter is tried again, later and later; what the server refuses for good waits for a person. A
worker that dies half-way leaves the claim to run out, and `recover` makes a new task: a letter is
sent at least once, under the same Message-ID, so that mail programs show a second copy only once.
"""

import datetime
import logging

from django.db import transaction
from django.db.models import Max
from django.tasks import task
from django.utils import timezone

from mailing import outbox
from pages import limits
from pages.email_addresses import mailbox
from signups.emails import messages, overtaken
from signups.models import Letter, SignUpPage, Submission

logger = logging.getLogger(__name__)

CLAIM = datetime.timedelta(minutes=1)
GRACE = datetime.timedelta(seconds=30)  # a letter due for longer has lost its task
STAFF_PAUSE = datetime.timedelta(minutes=15)  # sign-ups of this time make one notice
QUARANTINE_PAUSE = datetime.timedelta(hours=1)  # between two notices of what is quarantined
ADDRESS_KEPT = datetime.timedelta(days=1)  # of a letter that goes elsewhere and cannot be sent
PAUSE = datetime.timedelta(hours=1)
#: How many mails strangers can have the site send to one address, over all forms; more wait.
TO_ONE_ADDRESS = limits.Limit("mails to one address", 10, PAUSE)
IN_A_DAY = limits.Limit("mails of a day to one address", 20, datetime.timedelta(days=1))
#: Not counted: what organisers and the clock cause, and nobody can cause for somebody else.
NEWS = {
    Letter.Kind.STAFF,
    Letter.Kind.QUARANTINE,
    Letter.Kind.DECLINED,
    Letter.Kind.PROMOTED,
    Letter.Kind.REMINDER,
    Letter.Kind.EVENT_MOVED,
    Letter.Kind.EVENT_CANCELLED,
}
#: Kinds that a visitor can cause again and again: one goes out in a `PAUSE`, the next one waits.
ONE_IN_A_PAUSE = {Letter.Kind.AGAIN, Letter.Kind.CHANGED}


def owe(
    kind: str,
    submission: Submission | None,
    *,
    once: str = "",
    language: str = "",
    to: str = "",
    page: SignUpPage | None = None,
) -> Letter | None:
    """Write down that a letter is due to who signed up; None where there is no address.

    In a transaction of the caller. With `once`, a letter of the same kind and `once` is due only
    one time. One that still waits is not owed twice: it says what is so when it is sent. With
    `to` it goes to that address instead of the one in the answers, and without code and link; only
    such a letter can do without `submission`, with the (canonical) `page` and `language` given.
    """
    page = page or getattr(submission, "page", None)
    if page is None:
        raise ValueError("A letter without a sign-up needs a page.")
    if not to and (submission is None or not submission.address(page.canonical_questions())):
        return None
    due = timezone.now()
    if submission is not None:
        # Locked, so that a worker does not begin to send it meanwhile, with what was so before.
        earlier = list(
            Letter.objects.select_for_update(of=("self",), no_key=True)
            .filter(submission=submission, kind=kind, elsewhere=bool(to))
            .exclude(state=Letter.State.DROPPED)
        )
        if once and any(letter.once == once for letter in earlier):
            return None
        for letter in earlier:
            if letter.waits and letter.to == to:
                letter.once, letter.language = once, language
                letter.save(update_fields=["once", "language"])
                return letter
        if kind in ONE_IN_A_PAUSE:
            due = max([due, *(letter.sent_at + PAUSE for letter in earlier if letter.sent_at)])
    letter = Letter.objects.create(
        page=page,
        submission=submission,
        kind=kind,
        once=once,
        language=language,
        elsewhere=bool(to),
        to=to,
        due_at=due,
    )
    _enqueue(letter)
    return letter


def _enqueue(letter: Letter) -> None:
    """Make the task that sends a letter when it is due."""
    later = letter.due_at > timezone.now()
    (deliver.using(run_after=letter.due_at) if later else deliver).enqueue(letter.pk)


def owe_staff(page: SignUpPage, since: datetime.datetime) -> Letter | None:
    """Write down that the organisers are to be told who came `since`, every 15 minutes at most."""
    if not page.staff_addresses:
        return None
    if Letter.objects.owed().filter(page=page, kind=Letter.Kind.STAFF).exists():
        return None
    due = timezone.now() + STAFF_PAUSE
    letter = Letter.objects.create(page=page, kind=Letter.Kind.STAFF, due_at=due, created_at=since)
    deliver.using(run_after=due).enqueue(letter.pk)
    return letter


def owe_quarantine(page: SignUpPage) -> Letter | None:
    """Write down that the organisers are to be told that something waits in quarantine.

    The first time after a few minutes, then every hour at most: a program that sends forms all
    night must not fill the organisers' mailbox.
    """
    if not page.staff_addresses:
        return None
    mine = Letter.objects.filter(page=page, kind=Letter.Kind.QUARANTINE)
    if mine.owed().exists():
        return None
    now = timezone.now()
    last = mine.aggregate(last=Max("sent_at"))["last"]
    due = max(now + STAFF_PAUSE, last + QUARANTINE_PAUSE) if last else now + STAFF_PAUSE
    letter = Letter.objects.create(page=page, kind=Letter.Kind.QUARANTINE, due_at=due)
    deliver.using(run_after=due).enqueue(letter.pk)
    return letter


@task(backend="worker")
def deliver(letter_id: int) -> str:
    """Send one letter, if it is still due; return what became of it."""
    letter = _claim(letter_id)
    if letter is None:
        return "not due"
    counted: list[limits.Counted] = []
    try:
        kind = overtaken.kind_now(letter, timezone.now())
        if kind is None:
            return _end(letter, Letter.State.DROPPED)
        letter.kind = kind
        message = messages.compose(letter)
        if message is None:  # the address is gone: there is nobody to write to
            return _end(letter, Letter.State.DROPPED)
        if kind not in NEWS:
            reader = mailbox(message.to[0])
            counted = [(TO_ONE_ADDRESS, reader), (IN_A_DAY, reader)]
            pause = limits.take(counted)
            if pause is not None:
                return _wait(letter, pause)
        message.send()
    except Exception as error:  # noqa: BLE001 - whatever it is, the letter is still owed
        limits.give_back(counted)
        return _put_off(letter, error)
    return _end(letter, Letter.State.SENT)


def _claim(letter_id: int) -> Letter | None:
    now = timezone.now()
    with transaction.atomic():
        # Of the letters of one sign-up, one is claimed at a time, and none while it changes.
        number = Letter.objects.filter(pk=letter_id).values("submission")
        list(
            Submission.everything.select_for_update(no_key=True, of=("self",)).filter(pk__in=number)
        )
        letter = (
            Letter.objects.select_for_update(of=("self",)).due(now).filter(pk=letter_id).first()
        )
        if letter is None:
            return None
        letter.claimed_until = now + CLAIM
        letter.attempts += 1
        letter.save(update_fields=["claimed_until", "attempts"])
    return letter


def _mine(letter: Letter):
    """Return the row of a letter, unless somebody else has taken it over since it was claimed."""
    return Letter.objects.owed().filter(pk=letter.pk, attempts=letter.attempts)


def _end(letter: Letter, state: str) -> str:
    """Write down that a letter was sent, or need not be; the next one of its sign-up has a turn."""
    with transaction.atomic():
        _mine(letter).update(
            state=state,
            kind=letter.kind,
            method=letter.method,
            sent_at=timezone.now() if state == Letter.State.SENT else None,
            claimed_until=None,
            trouble="",
            to="",
        )
        _next_in_turn(letter)
    return str(state)


def _wait(letter: Letter, pause: datetime.timedelta) -> str:
    """Have a letter wait whose reader has got enough for now; it keeps no other from its turn."""
    due = timezone.now() + pause
    with transaction.atomic():
        if _mine(letter).update(due_at=due, claimed_until=None, attempts=0):
            deliver.using(run_after=due).enqueue(letter.pk)
        _next_in_turn(letter)
    return "waits"


def _put_off(letter: Letter, error: Exception) -> str:
    """Write down why a letter was not sent, and when to try again. No address is kept or logged."""
    trouble = outbox.describe(error)
    refused = outbox.is_final(error)
    due = timezone.now() + outbox.pause(letter.attempts)
    changes = {"state": Letter.State.REFUSED, "to": ""} if refused else {"due_at": due}
    with transaction.atomic():
        if _mine(letter).update(trouble=trouble, claimed_until=None, **changes):
            if refused:
                _next_in_turn(letter)
            else:
                deliver.using(run_after=due).enqueue(letter.pk)
    logger.warning("Letter %s was not sent: %s", letter.pk, trouble)
    return str(Letter.State.REFUSED if refused else Letter.State.OWED)


def _next_in_turn(letter: Letter) -> None:
    """Make a task for the letter of the same sign-up that has waited for this one."""
    if letter.submission_id is None or letter.elsewhere:
        return
    due = Letter.objects.due(timezone.now()).filter(submission=letter.submission_id)
    following = due.filter(elsewhere=False).order_by("pk").first()
    if following is not None:
        deliver.enqueue(following.pk)


def recover(now: datetime.datetime | None = None) -> int:
    """Make tasks for letters that are due and have lost theirs; return how many."""
    now = now or timezone.now()
    lost = [letter.pk for letter in Letter.objects.due(now - GRACE).only("pk")[:1000]]
    for letter_id in lost:
        deliver.enqueue(letter_id)
    return len(lost)


def send_again(letter: Letter) -> None:
    """Try once more what is stuck, now."""
    with transaction.atomic():
        letter.state, letter.due_at, letter.attempts = Letter.State.OWED, timezone.now(), 0
        letter.claimed_until, letter.trouble = None, ""
        letter.save()
        deliver.enqueue(letter.pk)


def forget_addresses(now: datetime.datetime) -> int:
    """Drop the letters to an address of their own that could not be sent in time; return how many.

    Such an address is in no sign-up: nobody could correct or delete it.
    """
    old = Letter.objects.owed().filter(elsewhere=True, created_at__lt=now - ADDRESS_KEPT)
    return old.update(state=Letter.State.DROPPED, to="", claimed_until=None)
