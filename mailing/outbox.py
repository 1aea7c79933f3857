"""Sending mail: written down in the transaction that makes it due, sent by the worker.

`enqueue` stores a `Mail` and a task in the caller's transaction: either all of it is committed or
nothing. The task claims its mail for a minute, has it composed from the state at that moment
(`mailing.composers`), sends it and marks it as sent; what has been overtaken is dropped. Mails of
one series go out in order, one at a time. When the mail server is away a mail is tried again,
later and later; what the server refuses for good waits for a person. A worker that dies half-way
leaves the claim to run out, and `recover` makes a new task: a mail is sent at least once, under
the same Message-ID, so that mail programs show a second copy only once.
"""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mailing import composers, trouble
from mailing.messages import message_id
from mailing.models import Mail

logger = logging.getLogger(__name__)

DAY = datetime.timedelta(days=1)
CLAIM = datetime.timedelta(minutes=1)
GRACE = datetime.timedelta(seconds=30)  # a mail due for longer has lost its task
KEPT = 2 * DAY  # what is over and belongs to no row of a feature
REFUSED_KEPT = 30 * DAY


def enqueue(
    composer: composers.Composer, *, for_at_most: datetime.timedelta = DAY, **arguments: Any
) -> Mail:
    """Have the message that `composer` makes of `arguments` sent by the worker.

    `arguments` are plain values (JSON), such as the key of an account. After `for_at_most`
    nothing is tried again. In a transaction of the caller the mail is owed if and only if that
    is committed.
    """
    until = timezone.now() + for_at_most
    with transaction.atomic():
        mail = Mail.objects.create(composer=composer.name, arguments=arguments, until=until)
        schedule(mail)
    return mail


def schedule(mail: Mail) -> None:
    """Make the task that sends a mail when it is due."""
    later = mail.due_at > timezone.now()
    (deliver.using(run_after=mail.due_at) if later else deliver).enqueue(mail.pk)


@task(backend="worker")
def deliver(mail_id: int) -> str:
    """Send one mail, if it is still due; return what became of it."""
    mail = _claim(mail_id)
    if mail is None:
        return "not due"
    try:
        composer = composers.registered[mail.composer]
        message = composer.compose(mail)
        if message is None:
            return _end(mail, Mail.State.DROPPED)
        # The same each time it is tried: a second copy is recognized as one.
        message.extra_headers["Message-ID"] = message_id(mail.reference)
        with composer.sending(mail, message):
            message.send()
    except composers.Later as later:
        return _wait(mail, later.pause)
    except Exception as error:  # noqa: BLE001 - whatever it is, the mail is still owed
        return _put_off(mail, error)
    return _end(mail, Mail.State.SENT)


def _claim(mail_id: int) -> Mail | None:
    now = timezone.now()
    with transaction.atomic():
        mail = Mail.objects.filter(pk=mail_id).first()
        if mail is None:
            return None
        # Of the mails of one series, one is claimed at a time, and none while it is overtaken.
        if composer := composers.registered.get(mail.composer):
            composer.lock(mail)
        mail = Mail.objects.select_for_update(of=("self",)).due(now).filter(pk=mail_id).first()
        if mail is None:
            return None
        mail.claimed_until = now + CLAIM
        mail.attempts += 1
        mail.save(update_fields=["claimed_until", "attempts"])
    return mail


def _mine(mail: Mail):
    """Return the row of a mail, unless somebody else has taken it over since it was claimed."""
    return Mail.objects.pending().filter(pk=mail.pk, attempts=mail.attempts)


def _end(mail: Mail, state: str) -> str:
    """Write down that a mail was sent, or need not be; the next one of its series has a turn."""
    is_sent = state == Mail.State.SENT
    sent_at = timezone.now() if is_sent else None
    with transaction.atomic():
        # The feature's row first: in this order they are deleted too, so nobody waits in a circle.
        if is_sent:
            composers.registered[mail.composer].sent(mail)
        over = {"state": state, "sent_at": sent_at, "claimed_until": None, "trouble": "", "to": ""}
        if _mine(mail).update(**over):
            _next_in_turn(mail)
        else:
            transaction.set_rollback(True)
    return str(state)


def _wait(mail: Mail, pause: datetime.timedelta) -> str:
    """Have a mail wait whose reader has got enough for now; it keeps no other from its turn."""
    due = timezone.now() + pause
    with transaction.atomic():
        if _mine(mail).update(due_at=due, claimed_until=None, attempts=0):
            deliver.using(run_after=due).enqueue(mail.pk)
        _next_in_turn(mail)
    return "waits"


def _put_off(mail: Mail, error: Exception) -> str:
    """Write down why a mail was not sent, and when to try again. No address is kept or logged."""
    described = trouble.describe(error)
    due = timezone.now() + trouble.pause(mail.attempts)
    changes: dict[str, Any] = {"due_at": due}
    if trouble.is_final(error):
        changes = {"state": Mail.State.REFUSED, "to": ""}
    elif mail.until is not None and due > mail.until:
        changes = {"state": Mail.State.DROPPED, "to": ""}
    with transaction.atomic():
        if _mine(mail).update(trouble=described, claimed_until=None, **changes):
            if "state" in changes:
                _next_in_turn(mail)
            else:
                deliver.using(run_after=due).enqueue(mail.pk)
    logger.warning("Mail %s (%s) was not sent: %s", mail.pk, mail.composer, described)
    return str(changes.get("state", Mail.State.PENDING))


def _next_in_turn(mail: Mail) -> None:
    """Make a task for the mail of the same series that has waited for this one."""
    if not mail.series:
        return
    following = Mail.objects.due(timezone.now()).filter(series=mail.series).order_by("pk").first()
    if following is not None:
        deliver.enqueue(following.pk)


def send_again(mail: Mail) -> bool:
    """Try once more, now; return whether that can be done, and nobody is just doing it."""
    now = timezone.now()
    until = mail.until and max(mail.until, now + DAY)
    with transaction.atomic():
        free = Mail.objects.unsent().filter(pk=mail.pk).exclude(claimed_until__gt=now)
        changes = {"state": Mail.State.PENDING, "due_at": now, "until": until, "attempts": 0}
        found = free.update(**changes, claimed_until=None, trouble="")
        if found:
            deliver.enqueue(mail.pk)
    return bool(found)


# ------------------------------------------------------------------ by the clock
def recover(now: datetime.datetime | None = None) -> int:
    """Make tasks for mails that are due and have lost theirs; return how many."""
    now = now or timezone.now()
    # While some wait for a worker, a mail that is due may be one of them.
    if DBTaskResult.objects.ready().filter(task_path=deliver.module_path).exists():
        return 0
    lost = list(Mail.objects.due(now - GRACE).values_list("pk", flat=True)[:1000])
    for mail_id in lost:
        deliver.enqueue(mail_id)
    return len(lost)


def give_up(now: datetime.datetime) -> int:
    """Drop the mails that could not be sent in time, with the address of those that go elsewhere.

    Such an address is in no row: nobody could correct or delete it. Returns how many.
    """
    old = Mail.objects.pending().filter(until__lt=now).exclude(claimed_until__gt=now)
    return old.update(state=Mail.State.DROPPED, to="", claimed_until=None)


def forget(now: datetime.datetime) -> int:
    """Delete mails that are over, but for those that features delete; return how many."""
    names = [name for name, each in composers.registered.items() if each.is_forgotten]
    over = Mail.objects.filter(composer__in=names).exclude(state=Mail.State.PENDING)
    refused = over.filter(state=Mail.State.REFUSED, created_at__lt=now - REFUSED_KEPT)
    others = over.exclude(state=Mail.State.REFUSED).filter(created_at__lt=now - KEPT)
    return refused.delete()[0] + others.delete()[0]
