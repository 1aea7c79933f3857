"""Send emails: enqueued in the transaction that causes them, sent by the worker.

`enqueue` stores a `Mail` and a task in the caller's transaction: both are committed or neither.
The task claims its email for a minute, has it composed from the current state
(`mailing.composers`), sends it and marks it as sent; one that is no longer needed is dropped.
Emails of one series are sent in order, one at a time. If the mail server is down, an email is
tried again at growing intervals; what the server refuses permanently waits for a person. If a
worker crashes, its claim expires and `recover` makes a new task: an email is sent at least once,
under the same Message-ID, so that email programs show a second copy only once.
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
GRACE = datetime.timedelta(seconds=30)  # an email due for longer has lost its task
KEPT = 2 * DAY  # for emails that are over and have no row of a feature
REFUSED_KEPT = 30 * DAY


def enqueue(
    composer: composers.Composer, *, for_at_most: datetime.timedelta = DAY, **arguments: Any
) -> Mail:
    """Have the worker send the message that `composer` makes of `arguments`.

    `arguments` are plain values (JSON), such as the key of an account. No attempts are made after
    `for_at_most`. In a transaction of the caller, the email is enqueued only if that is committed.
    """
    until = timezone.now() + for_at_most
    with transaction.atomic():
        mail = Mail.objects.create(composer=composer.name, arguments=arguments, until=until)
        schedule(mail)
    return mail


def schedule(mail: Mail) -> None:
    """Create the task that sends an email when it is due."""
    later = mail.due_at > timezone.now()
    (deliver.using(run_after=mail.due_at) if later else deliver).enqueue(mail.pk)


@task(backend="worker")
def deliver(mail_id: int) -> str:
    """Send one email, if it is still due; return the outcome."""
    mail = _claim(mail_id)
    if mail is None:
        return "not due"
    try:
        composer = composers.registered[mail.composer]
        message = composer.compose(mail)
        if message is None:
            return _end(mail, Mail.State.DROPPED)
        # The same at each attempt, so that a second copy is recognized.
        message.extra_headers["Message-ID"] = message_id(mail.reference)
        with composer.sending(mail, message):
            message.send()
    except composers.Later as later:
        return _wait(mail, later.pause)
    except Exception as error:  # noqa: BLE001 - after any error, the email is still pending
        return _put_off(mail, error)
    return _end(mail, Mail.State.SENT)


def _claim(mail_id: int) -> Mail | None:
    now = timezone.now()
    with transaction.atomic():
        mail = Mail.objects.filter(pk=mail_id).first()
        if mail is None:
            return None
        # Claim only one email of a series at a time, and none while its subject changes.
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
    """Return the row of an email, unless another worker has taken it over since it was claimed."""
    return Mail.objects.pending().filter(pk=mail.pk, attempts=mail.attempts)


def _end(mail: Mail, state: str) -> str:
    """Mark an email as sent or dropped, and start the next one of its series."""
    is_sent = state == Mail.State.SENT
    sent_at = timezone.now() if is_sent else None
    with transaction.atomic():
        # The feature's row first: deletion locks in the same order, which avoids deadlocks.
        if is_sent:
            composers.registered[mail.composer].sent(mail)
        over = {"state": state, "sent_at": sent_at, "claimed_until": None, "trouble": "", "to": ""}
        if _mine(mail).update(**over):
            _next_in_turn(mail)
        else:
            transaction.set_rollback(True)
    return str(state)


def _wait(mail: Mail, pause: datetime.timedelta) -> str:
    """Postpone an email whose recipient has had enough for now; it does not block its series."""
    due = timezone.now() + pause
    with transaction.atomic():
        if _mine(mail).update(due_at=due, claimed_until=None, attempts=0):
            deliver.using(run_after=due).enqueue(mail.pk)
        _next_in_turn(mail)
    return "waits"


def _put_off(mail: Mail, error: Exception) -> str:
    """Record why an email failed, and when to try again. No address is stored or logged."""
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
    """Create a task for the next email of the same series."""
    if not mail.series:
        return
    following = Mail.objects.due(timezone.now()).filter(series=mail.series).order_by("pk").first()
    if following is not None:
        deliver.enqueue(following.pk)


def send_again(mail: Mail) -> bool:
    """Try again now; return whether that is possible and no worker is sending it already."""
    now = timezone.now()
    until = mail.until and max(mail.until, now + DAY)
    with transaction.atomic():
        free = Mail.objects.unsent().filter(pk=mail.pk).exclude(claimed_until__gt=now)
        changes = {"state": Mail.State.PENDING, "due_at": now, "until": until, "attempts": 0}
        found = free.update(**changes, claimed_until=None, trouble="")
        if found:
            deliver.enqueue(mail.pk)
    return bool(found)


# ------------------------------------------------------------------ scheduled jobs
def recover(now: datetime.datetime | None = None) -> int:
    """Create tasks for due emails that have lost theirs; return how many."""
    now = now or timezone.now()
    # While tasks wait for a worker, a due email may be one of them.
    if DBTaskResult.objects.ready().filter(task_path=deliver.module_path).exists():
        return 0
    lost = list(Mail.objects.due(now - GRACE).values_list("pk", flat=True)[:1000])
    for mail_id in lost:
        deliver.enqueue(mail_id)
    return len(lost)


def give_up(now: datetime.datetime) -> int:
    """Drop emails past their time limit, and clear their addresses; return how many.

    An address stored only for the email is in no other row: nobody could correct or delete it.
    """
    old = Mail.objects.pending().filter(until__lt=now).exclude(claimed_until__gt=now)
    return old.update(state=Mail.State.DROPPED, to="", claimed_until=None)


def forget(now: datetime.datetime) -> int:
    """Delete emails that are over, except those that features delete; return how many."""
    names = [name for name, each in composers.registered.items() if each.is_forgotten]
    over = Mail.objects.filter(composer__in=names).exclude(state=Mail.State.PENDING)
    refused = over.filter(state=Mail.State.REFUSED, created_at__lt=now - REFUSED_KEPT)
    others = over.exclude(state=Mail.State.REFUSED).filter(created_at__lt=now - KEPT)
    return refused.delete()[0] + others.delete()[0]
