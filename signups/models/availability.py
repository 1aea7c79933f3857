"""Whether people can sign up now: a pure function of the form's settings and the time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

# Visitors who opened the form before it closes may finish it.
GRACE = timedelta(minutes=15)


class Availability(StrEnum):
    """The state of a form for visitors. Only OPEN and WAITING show the form."""

    OPEN = "open"
    WAITING = "waiting"  # all spots are taken; new sign-ups go on the waitlist
    FULL = "full"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MISSING = "missing"  # there is no published form in the source language
    UNREADABLE = "unreadable"  # what visitors must agree to cannot be read in this language

    @property
    def takes_sign_ups(self) -> bool:
        return self in (Availability.OPEN, Availability.WAITING)


@dataclass(frozen=True)
class Terms:
    """The deciding settings. Times are aware; None means no limit."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    event_ends: datetime | None = None
    event_cancelled: bool = False
    capacity: int | None = None
    waiting_list: bool = False

    def for_a_form_shown(self, shown: datetime | None) -> "Terms":
        """Return the terms for a form that was `shown` before it closed: with time to finish it.

        Only closing by the clock is postponed, not the end of the event or anything else.
        """
        if shown is None or self.closes_at is None or shown >= self.closes_at:
            return self
        return replace(self, closes_at=self.closes_at + GRACE)

    def are_over(self, now: datetime) -> bool:
        """Return whether signing up has ended for good."""
        return self.event_cancelled or (self.ends is not None and self.ends <= now)

    def event_is_over(self, now: datetime) -> bool:
        """Return whether no more spots are given: the event has ended or is canceled."""
        return self.event_cancelled or (self.event_ends is not None and self.event_ends <= now)

    @property
    def ends(self) -> datetime | None:
        """Return when the form closes: at the set time, but never after the event ends."""
        return min((t for t in (self.closes_at, self.event_ends) if t is not None), default=None)


def availability_at(now: datetime, terms: Terms, in_line: int, needed: int = 1) -> Availability:
    """Return the state at `now` for a sign-up of `needed` people when `in_line` spots are in use.

    `in_line` includes the waitlist: a free spot goes to those who wait, not to newcomers.
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
