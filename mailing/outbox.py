"""Mail that the worker sends later, and what trouble with a mail server means.

`owe` writes a task into the caller's transaction. It names who composes the message and with what;
the message is made at the moment of sending, so that no address and no secret lies in a queue.
What has a list of its own to keep (`signups.emails.enqueue`) shares the pauses and the judgement
of errors.
"""

import datetime
import logging
import smtplib
import uuid
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

FIRST_PAUSE = datetime.timedelta(seconds=10)
LONGEST_PAUSE = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
LOST = datetime.timedelta(minutes=2)  # who has been sending one mail for longer is dead


def owe(
    compose: Callable[..., EmailMessage | None],
    /,
    *,
    for_at_most: datetime.timedelta = DAY,
    **arguments: Any,
) -> None:
    """Have the message that `compose(**arguments)` returns sent by the worker.

    `compose` is a function of a module; `arguments` are plain values (JSON), such as the key of an
    account. It is called anew for each attempt and may return None when there is nothing to say
    any more. After `for_at_most` nothing is tried again. In a transaction of the caller the mail
    is owed if and only if that is committed.
    """
    deliver.enqueue(
        f"{compose.__module__}.{compose.__qualname__}",
        arguments,
        reference=uuid.uuid4().hex,
        until=(timezone.now() + for_at_most).isoformat(),
    )


@task(backend="worker")
def deliver(
    compose: str, arguments: dict[str, Any], reference: str, until: str, attempt: int = 1
) -> str:
    """Compose and send one mail; return what became of it. Trouble is tried again, ever later."""
    try:
        message = import_string(compose)(**arguments)
        if message is None:
            return "nothing to say"
        # The same each time it is tried: a second copy is recognised as one.
        message.extra_headers.setdefault("Message-ID", message_id(reference))
        message.send()
    except Exception as error:  # noqa: BLE001 - whatever it is, the mail is still owed
        logger.warning("A mail of %s was not sent: %s", compose, describe(error))
        again = timezone.now() + pause(attempt)
        if is_final(error) or again > datetime.datetime.fromisoformat(until):
            return "refused" if is_final(error) else "given up"
        deliver.using(run_after=again).enqueue(
            compose, arguments, reference=reference, until=until, attempt=attempt + 1
        )
        return "owed"
    return "sent"


def recover(now: datetime.datetime) -> int:
    """Owe anew what a worker was sending that has died; return how many."""
    lost = DBTaskResult.objects.filter(
        task_path=deliver.module_path,
        status=TaskResultStatus.RUNNING,
        started_at__lt=now - LOST,
    )
    if not lost.exists():
        return 0
    with transaction.atomic():
        rows = list(lost.select_for_update(skip_locked=True))
        for row in rows:
            deliver.enqueue(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
            row.delete()
    return len(rows)


# ------------------------------------------------------------------ for whoever sends mail
def message_id(reference: str) -> str:
    """Return the Message-ID of a mail that is known by `reference`, however often it is sent."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"<{reference}@{sender.partition('@')[2] or 'localhost'}>"


def pause(attempts: int) -> datetime.timedelta:
    """Return how long to wait after the given number of attempts."""
    return min(FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 20), LONGEST_PAUSE)


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def is_final(error: Exception) -> bool:
    """Return whether a mail server refused a letter or its reader for good (RFC 5321, 5yz).

    A refused login or sender is trouble of our own, which somebody will mend.
    """
    ours = (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPConnectError)
    numbers = _codes(error)
    return not isinstance(error, ours) and bool(numbers) and all(500 <= n < 600 for n in numbers)


def describe(error: Exception) -> str:
    """Return what went wrong, without the words of the error: they may hold an address."""
    numbers = ", ".join(str(number) for number in _codes(error))
    return f"{type(error).__name__} {numbers}".strip()
