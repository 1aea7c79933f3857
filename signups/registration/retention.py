"""Delete answers when their retention period is over. Each question sets its number of days.

Plain functions (`Periods`, `Stored`, `too_old`) decide what is too old, from the current form;
`plan` counts what a purge would delete, and `purge` deletes it and keeps a receipt.

The days count from the end of the event, in its time zone: answers for an event that ends at 18:00
and are kept for 7 days are deleted from 18:00 a week later. If an event moves, so does the
deadline; if it is canceled, the days count from its planned end. Without an event, the days count
from when each sign-up was sent. When nothing of a sign-up is kept any more, the sign-up and its
emails are deleted, whatever its status.
"""

import datetime
import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from mailing import outbox
from signups.form.questions import DAYS_TO_KEEP, DAYS_TO_KEEP_SENSITIVE
from signups.models import Letter, PurgeReceipt, RateHit, SignUpPage, Submission
from signups.privacy.encrypted_field import Unreadable
from signups.registration import transitions

logger = logging.getLogger(__name__)

BATCH = 100  # sign-ups per transaction, for which others may have to wait
TRACES_KEPT = datetime.timedelta(days=1)
NOTICES_KEPT = datetime.timedelta(days=90)  # to organizers; others are deleted with their sign-up
RECEIPTS_KEPT = datetime.timedelta(days=400)  # a year, and time to review it


# ------------------------------------------------------------------ what is too old
@dataclass(frozen=True)
class Periods:
    """How long the answers of one form are kept.

    `days` and `sensitive_days` map keys to the days set by each question, for answers that the site
    can read and for encrypted ones. A key that the form does not have (any more) is kept for the
    default time.
    """

    days: Mapping[str, int]
    zone: str
    event_ends: datetime.datetime | None = None

    def of(self, key: str, *, sealed: bool) -> int:
        return self.days.get(key, DAYS_TO_KEEP_SENSITIVE if sealed else DAYS_TO_KEEP)

    def until(self, days: int, sent: datetime.datetime) -> datetime.datetime:
        """Return the moment from which an answer that is kept for `days` is too old."""
        start = (self.event_ends or sent).astimezone(ZoneInfo(self.zone))
        return (start + datetime.timedelta(days=days)).astimezone(datetime.UTC)

    @property
    def shortest(self) -> int:
        return min(self.days.values(), default=DAYS_TO_KEEP)

    @property
    def longest(self) -> int:
        return max(self.days.values(), default=DAYS_TO_KEEP)


@dataclass(frozen=True)
class Stored:
    """What is known of one sign-up: when it was sent, and which questions have an answer."""

    sent: datetime.datetime
    answers: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    readable: bool = True


@dataclass(frozen=True)
class TooOld:
    """What to delete of one sign-up: the keys of answers, or (`whole`) all of it."""

    answers: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    whole: bool = False

    def __bool__(self) -> bool:
        return bool(self.whole or self.answers or self.sealed)


def too_old(stored: Stored, periods: Periods, now: datetime.datetime) -> TooOld:
    """Return what of a sign-up is too old at `now`.

    The sign-up itself is deleted with its last answer. If it has none, or they cannot be read, it
    is deleted when the period of every question of the form is over.
    """
    held = [(key, False) for key in stored.answers] + [(key, True) for key in stored.sealed]
    due = {
        (key, sealed)
        for key, sealed in held
        if periods.until(periods.of(key, sealed=sealed), stored.sent) <= now
    }
    answers = frozenset(key for key, sealed in due if not sealed)
    sealed_ones = frozenset(key for key, sealed in due if sealed)
    if held and stored.readable:
        whole = len(due) == len(held)
    else:
        whole = len(due) == len(held) and periods.until(periods.longest, stored.sent) <= now
    return TooOld(answers, sealed_ones, whole)


# ------------------------------------------------------------------ counting
@dataclass
class FormCount:
    """What a purge deletes, or would delete, of one form. Numbers, never content."""

    page: int
    title: str
    periods: Periods
    submissions: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    unreadable: int = 0  # sign-ups that stay for now, because a key is missing

    def add(self, submission: Submission, old: TooOld) -> None:
        """Count what is deleted of a sign-up: all its answers if it is deleted itself."""
        self.submissions += old.whole
        stored = describe(submission)
        self.answers.update(stored.answers if old.whole else old.answers)
        self.answers.update(stored.sealed if old.whole else old.sealed)

    def as_json(self) -> dict[str, Any]:
        known: dict[str, Any] = {
            "page": self.page,
            "title": self.title,
            "submissions": self.submissions,
            "answers": dict(sorted(self.answers.items())),
        }
        return {**known, "unreadable": self.unreadable} if self.unreadable else known

    def __bool__(self) -> bool:
        return bool(self.submissions or self.answers or self.unreadable)


def describe(submission: Submission) -> Stored:
    return Stored(
        sent=submission.created_at,
        answers=frozenset(submission.answers),
        sealed=frozenset(submission.sealed),
        readable=not isinstance(submission.answers, Unreadable),
    )


def periods_of(page: SignUpPage) -> Periods:
    """Return how long the answers of a (canonical) page are kept, by its current event."""
    event = page.event_that_counts
    return Periods(
        days={q.key: q.days_to_keep for q in page.canonical_questions() if q.key},
        zone=event.zone if event else page.zone or "UTC",
        event_ends=event.ends if event else None,
    )


def forms() -> Iterator[SignUpPage]:
    """Yield the pages that have sign-ups, published or not."""
    pages = SignUpPage.objects.filter(pk__in=Submission.everything.values("page"))
    yield from pages.select_related("locale").order_by("title", "pk")


def rows_of(page: SignUpPage) -> Iterator[Submission]:
    """Yield the sign-ups of a form, oldest first: duplicates come after their originals."""
    rows = Submission.everything.filter(page=page).order_by("pk")
    last = 0
    while found := list(rows.filter(pk__gt=last)[:BATCH]):
        last = found[-1].pk
        yield from found


def is_early(periods: Periods, now: datetime.datetime) -> bool:
    """Return whether nothing can be too old yet, so that answers need not be read."""
    ends = periods.event_ends
    days = min(periods.shortest, DAYS_TO_KEEP_SENSITIVE)  # for keys that the form does not have
    return ends is not None and now < periods.until(days, ends)


def plan(now: datetime.datetime) -> list[FormCount]:
    """Return what `purge` would delete at `now`, form by form; change nothing."""
    counts = []
    for page in forms():
        periods = periods_of(page)
        count = FormCount(page.pk, page.title, periods)
        counts.append(count)
        if is_early(periods, now):
            continue
        gone: set[int] = set()
        for row in rows_of(page):
            old = too_old(describe(row), periods, now)
            if old.whole or row.original_id in gone:  # deleted with its original
                old = TooOld(whole=True)
                gone.add(row.pk)
            elif isinstance(row.answers, Unreadable):
                count.unreadable += 1
            count.add(row, old)
    return counts


# ------------------------------------------------------------------ deleting
def purge(now: datetime.datetime | None = None) -> PurgeReceipt:
    """Delete what is too old; return the receipt, which is kept even if nothing was deleted.

    Each batch of sign-ups is deleted in its own transaction, together with its part of the receipt:
    an interrupted purge has recorded what it did, and the next one does the rest. Each sign-up is
    checked again under its lock, so that only one of two purges deletes it, and corrections made in
    between are not lost. An error in one form does not keep the others from being purged; it is
    raised at the end.
    """
    now = now or timezone.now()
    receipt = PurgeReceipt.objects.create(made_at=now)
    trouble: list[Exception] = []
    for page in forms():
        try:
            _purge_form(page, receipt, now)
        except Exception as error:
            logger.exception("The form %s could not be purged.", page.pk)
            trouble.append(error)
            receipt.refresh_from_db()  # forget what was rolled back
    _prune(now)
    if trouble:
        raise ExceptionGroup("Not every form could be purged.", trouble)
    return receipt


def _purge_form(page: SignUpPage, receipt: PurgeReceipt, now: datetime.datetime) -> None:
    periods = periods_of(page)
    if is_early(periods, now):
        return
    count = FormCount(page.pk, page.title, periods)
    found = (
        row.pk
        for row in rows_of(page)
        if isinstance(row.answers, Unreadable) or too_old(describe(row), periods, now)
    )
    other_forms = receipt.forms
    for keys in batched(found, BATCH, strict=False):
        with transaction.atomic():
            _purge_batch(page.pk, keys, count, now)
            if count:
                receipt.forms = [*other_forms, count.as_json()]
                receipt.submissions = sum(form["submissions"] for form in receipt.forms)
                receipt.answers = sum(sum(form["answers"].values()) for form in receipt.forms)
                receipt.save(update_fields=["submissions", "answers", "forms"])
    if count.submissions:  # without an event, the form is still open: fill free spots
        transitions.fill_places(page)


def _purge_batch(
    page_id: int, keys: tuple[int, ...], count: FormCount, now: datetime.datetime
) -> None:
    """Delete what is too old of these sign-ups. Must be called in a transaction."""
    page = SignUpPage.objects.get(pk=page_id).lock()  # first, as in all changes of spots
    periods = periods_of(page)  # the event may have moved meanwhile
    emails = {q.key for q in page.canonical_questions() if q.kind == "email"}
    rows = Submission.everything.filter(pk__in=keys).order_by("pk")
    gone: set[int] = set()
    for row in rows.select_for_update(of=("self",)):
        if row.pk in gone:
            continue
        old = too_old(describe(row), periods, now)
        if old.whole:
            repetitions = Submission.everything.filter(original=row)
            for doomed in (row, *repetitions.select_for_update(of=("self",))):
                count.add(doomed, TooOld(whole=True))
                gone.add(doomed.pk)
        elif old:
            count.add(row, old)
            _forget(row, old, emails)
        if not old.whole and isinstance(row.answers, Unreadable):
            count.unreadable += 1
    if gone:
        Submission.everything.filter(pk__in=gone).delete()


def _forget(row: Submission, old: TooOld, emails: set[str]) -> None:
    if old.answers:
        row.answers = {k: v for k, v in row.answers.items() if k not in old.answers}
    row.sealed = {k: v for k, v in row.sealed.items() if k not in old.sealed}
    columns = ["answers", "sealed"]  # without `updated_at`: nobody has corrected anything
    if old.answers & emails:
        row.email_fingerprint = ""  # it reveals whether a given address has signed up
        row.forget_new_address()
        columns += ["email_fingerprint", "new_address", "address_asked_at"]
    row.save(update_fields=columns)


def _prune(now: datetime.datetime) -> None:
    """Delete other data whose retention period is over."""
    RateHit.objects.filter(at__lt=now - TRACES_KEPT).delete()
    outbox.give_up(now)
    Submission.everything.filter(address_asked_at__lt=now - Submission.NEW_ADDRESS_KEPT).update(
        new_address="", address_asked_at=None
    )
    Letter.objects.filter(submission=None, created_at__lt=now - NOTICES_KEPT).exclude(
        state=Letter.State.PENDING
    ).delete()
    PurgeReceipt.objects.filter(made_at__lt=now - RECEIPTS_KEPT).delete()


@task(backend="worker")
def purge_task() -> dict[str, int]:
    """Purge; the worker enqueues it every night (`signups.schedule`)."""
    receipt = purge()
    return {"submissions": receipt.submissions, "answers": receipt.answers}
