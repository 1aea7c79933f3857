"""Emails to everyone who signed up: reminders, and notices that an event changed."""

import datetime

from django.db import models, transaction

from signups.emails import enqueue, superseded
from signups.models import Letter, SignUpPage, Submission

Status = Submission.Status
#: Notify about changes of these fields, but not of a new livestream URL or note alone.
NOTIFIED_FIELDS = ("starts", "ends", "zone", "venue", "address", "city", "mode")


def enqueue_reminders(now: datetime.datetime) -> int:
    """Enqueue the reminders that are due at `now`; return how many.

    Everyone with a spot gets one for each date of the event. Those who signed up after the day of
    the reminder get none, because they have just received the confirmation.
    """
    pending = 0
    pages = SignUpPage.objects.filter(
        live=True, event__isnull=False, reminder_days__isnull=False, alias_of=None
    )
    for page in pages.select_related("locale"):
        event = page.source_event
        if not page.is_source or event is None or not event.live or event.is_cancelled:
            continue
        if event.starts is None or page.reminder_days is None:
            continue
        due = event.starts - datetime.timedelta(days=page.reminder_days)
        if not due <= now < event.starts:
            continue
        once = superseded.reminder_key(event)
        told = Letter.objects.exclude(state=Letter.State.DROPPED).filter(
            kind=Letter.Kind.REMINDER, once=once
        )
        rows = page.submissions.filter(status=Status.CONFIRMED, created_at__lt=due)
        rows = rows.exclude(pk__in=told.values("submission"))
        pending += _enqueue(page, rows, Letter.Kind.REMINDER, once)
    return pending


def _enqueue(page: SignUpPage, rows: models.QuerySet[Submission], kind: str, once: str) -> int:
    pending = 0
    for pk in rows.values_list("pk", flat=True):
        with transaction.atomic():
            # Locked, so that two workers, or a worker and a cancellation, take turns.
            submission = Submission.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if submission is not None and submission.status not in Submission.RELEASED:
                submission.page = page
                pending += enqueue.enqueue(kind, submission, once=once) is not None
    return pending


def facts(event) -> tuple:
    return tuple(getattr(event, name) for name in NOTIFIED_FIELDS)


def event_changed(event, before) -> int:
    """Notify everyone that a published event in the source language moved or was canceled.

    `before` is the event as it was published until now. Return how many emails were enqueued.
    Called in the transaction that publishes, so that emails are sent if and only if it commits.
    """
    if event.is_cancelled and not before.is_cancelled:
        kind = Letter.Kind.EVENT_CANCELLED
    elif not event.is_cancelled and (facts(event) != facts(before) or before.is_cancelled):
        kind = Letter.Kind.EVENT_MOVED
    else:
        return 0
    pages = SignUpPage.objects.filter(event=event, locale=event.locale_id, alias_of=None)
    once = f"{kind} {event.calendar_sequence}"
    return sum(
        _enqueue(page, page.submissions.filter(status__in=Submission.IN_LINE), kind, once)
        for page in pages.select_related("locale")
    )
