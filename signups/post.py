"""Letters: written down in the transaction that makes them due, sent by the worker.

`owe` stores a `Letter` and a task in the caller's transaction: either all of it is committed or
nothing. The task claims its letter for a minute, sends it and marks it as sent. When the
mail server is away it is tried again, later and later; what the server refuses for good waits
for a person. A worker that dies half-way leaves the claim to run out, and `recover` makes a new
task: a letter is sent at least once, under the same Message-ID, so that mail programs show a
second copy only once.
"""

import datetime
import logging
import smtplib

from django.db import transaction
from django.db.models import Max
from django.tasks import task
from django.utils import timezone

from signups import mail
from signups.models import Letter, SignUpPage, Submission

logger = logging.getLogger(__name__)

CLAIM = datetime.timedelta(minutes=1)
FIRST_PAUSE = datetime.timedelta(seconds=10)
LONGEST_PAUSE = datetime.timedelta(hours=1)
GRACE = datetime.timedelta(seconds=30)  # a letter due for longer has lost its task
STAFF_PAUSE = datetime.timedelta(minutes=15)  # sign-ups of this time make one notice
QUARANTINE_PAUSE = datetime.timedelta(hours=1)  # between two notices of what is quarantined


def owe(kind: str, submission: Submission, *, once: str = "", language: str = "") -> Letter | None:
    """Write down that a letter is due to who signed up; None where there is no address.

    In a transaction of the caller. With `once`, a letter of the same kind and `once` is due only
    one time; `language` is that of the letter where it is not that of the sign-up.
    """
    if not submission.address(submission.page.canonical_questions()):
        return None
    if once and Letter.objects.filter(submission=submission, kind=kind, once=once).exists():
        return None
    letter = Letter.objects.create(
        page=submission.page, submission=submission, kind=kind, once=once, language=language
    )
    deliver.enqueue(letter.pk)
    return letter


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
    try:
        message = mail.compose(letter)
        if message is None:  # the address is gone: there is nobody to write to
            letter.delete()
            return "nobody"
        message.send()
    except Exception as error:  # noqa: BLE001 - whatever it is, the letter is still owed
        return _put_off(letter, error)
    Letter.objects.filter(pk=letter.pk).update(
        state=Letter.State.SENT, sent_at=timezone.now(), claimed_until=None, trouble=""
    )
    return "sent"


def _claim(letter_id: int) -> Letter | None:
    now = timezone.now()
    with transaction.atomic():
        letter = (
            Letter.objects.select_for_update(of=("self",)).due(now).filter(pk=letter_id).first()
        )
        if letter is None:
            return None
        letter.claimed_until = now + CLAIM
        letter.attempts += 1
        letter.save(update_fields=["claimed_until", "attempts"])
    return letter


def _put_off(letter: Letter, error: Exception) -> str:
    """Write down why a letter was not sent, and when to try again. No address is kept or logged."""
    pause = min(FIRST_PAUSE * 2 ** min(letter.attempts - 1, 20), LONGEST_PAUSE)
    letter.trouble = describe(error)
    letter.claimed_until = None
    letter.due_at = timezone.now() + pause
    if is_final(error):
        letter.state = Letter.State.REFUSED
    with transaction.atomic():
        letter.save(update_fields=["trouble", "claimed_until", "due_at", "state"])
        if letter.state == Letter.State.OWED:
            deliver.using(run_after=letter.due_at).enqueue(letter.pk)
    logger.warning("Letter %s was not sent: %s", letter.pk, letter.trouble)
    return str(letter.state)


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def is_final(error: Exception) -> bool:
    """Return whether a mail server refused the letter or its reader for good (RFC 5321, 5yz).

    A refused login or sender is trouble of our own, which somebody will mend.
    """
    ours = (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPConnectError)
    numbers = _codes(error)
    return not isinstance(error, ours) and bool(numbers) and all(500 <= n < 600 for n in numbers)


def describe(error: Exception) -> str:
    """Return what went wrong, without the words of the error: they may hold an address."""
    numbers = ", ".join(str(number) for number in _codes(error))
    return f"{type(error).__name__} {numbers}".strip()


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
