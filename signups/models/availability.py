"""Whether somebody can sign up now: a pure function of the form's facts and the clock."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

# Whoever has opened the form before it closes may finish writing.
GRACE = timedelta(minutes=15)


class Availability(StrEnum):
    """What a visitor meets. Only OPEN and WAITING show the form."""

    OPEN = "open"
    WAITING = "waiting"  # all places are taken; whoever comes now is put in line
    FULL = "full"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MISSING = "missing"  # there is no published form in the source language
    UNREADABLE = "unreadable"  # what has to be agreed to cannot be read in this language

    @property
    def takes_sign_ups(self) -> bool:
        return self in (Availability.OPEN, Availability.WAITING)


@dataclass(frozen=True)
class Terms:
    """The facts that decide. Times are aware; None stands for "no limit"."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    event_ends: datetime | None = None
    event_cancelled: bool = False
    capacity: int | None = None
    waiting_list: bool = False

    def for_a_form_shown(self, shown: datetime | None) -> "Terms":
        """Return what holds for a form that was `shown` to somebody: some time to finish it.

        The end of the event is not put off, nor is anything but closing by the clock.
        """
        if shown is None or self.closes_at is None or shown >= self.closes_at:
            return self
        return replace(self, closes_at=self.closes_at + GRACE)

    def are_over(self, now: datetime) -> bool:
        """Return whether nobody can sign up any more, nor ever again."""
        return self.event_cancelled or (self.ends is not None and self.ends <= now)

    def event_is_over(self, now: datetime) -> bool:
        """Return whether no place is given any more: what it was for has ended or is canceled."""
        return self.event_cancelled or (self.event_ends is not None and self.event_ends <= now)

    @property
    def ends(self) -> datetime | None:
        """Return when the form closes: the time given, and never later than the event ends."""
        return min((t for t in (self.closes_at, self.event_ends) if t is not None), default=None)


def availability_at(now: datetime, terms: Terms, in_line: int, needed: int = 1) -> Availability:
    """Return the state at `now` for who needs places, when `in_line` are held or waited for.

    Those who wait count: a place that becomes free is theirs, not that of who comes by.
    """
    if terms.event_cancelled:
        return Availability.CANCELLED
    if terms.ends is not None and now >= terms.ends:
        return Availability.CLOSED
    if terms.opens_at is not None and now < terms.opens_at:
        return Availability.NOT_YET
    if terms.capacity is not None and in_line + needed > terms.capacity:
        return Availability.WAITING if terms.waiting_list else Availability.FULL
    return Availability.OPEN
