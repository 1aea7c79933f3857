"""The calendar file that goes with a letter (RFC 5546, sent as RFC 6047 wants it).

Who has a place gets the event as PUBLISH, with no ATTENDEE: she adds it to her calendar if she
likes, nothing is added by itself, and no button in a calendar looks as if it canceled her
sign-up, as those of a REQUEST would. Who was sent one and has no place any more, or whose event is
canceled, gets a CANCEL that takes it out again.
"""

from dataclasses import dataclass, replace
from email.message import MIMEPart

from django.utils import timezone

from events import calendar
from events.files import event_entry
from signups.models import Letter, Submission

PUBLISH, CANCEL = "PUBLISH", "CANCEL"


@dataclass(frozen=True)
class File:
    """What is attached: the event in the language of the letter, and what is done with it.

    `replaces` says that an earlier file lies with the reader.
    """

    entry: calendar.Entry
    method: str
    replaces: bool

    def as_part(self, organizer: str) -> MIMEPart:
        data = calendar.write(
            [self.entry], organizer=organizer, method=self.method, stamp=timezone.now()
        )
        part = MIMEPart()
        part.set_content(
            data.decode(), subtype="calendar", charset="utf-8",
            params={"method": self.method, "component": "VEVENT"},
            disposition="attachment", filename="event.ics",
        )  # fmt: skip
        return part


def file_of(letter: Letter, event) -> File | None:
    """Return the file that goes with a letter about `event`, which may be None, or None."""
    own = letter.submission
    if own is None or letter.elsewhere or event is None:
        return None
    sent = Letter.objects.filter(submission=own, state=Letter.State.SENT).exclude(method="")
    methods = list(sent.order_by("-sent_at", "-pk").values_list("method", flat=True))
    has_one = methods[:1] == [PUBLISH]
    has_place = own.status in Submission.TAKES_PLACE
    if has_place and not event.is_cancelled:
        method = PUBLISH
    elif has_one or (has_place and letter.kind == Letter.Kind.EVENT_CANCELLED):
        method = CANCEL
    else:
        return None
    # Each cancellation, and each file that follows one, is newer to the calendar of the reader.
    newer = 2 * methods.count(CANCEL) + (method == CANCEL)
    entry = event_entry(event)
    entry = replace(
        entry, sequence=entry.sequence + newer, cancelled=entry.cancelled or method == CANCEL
    )
    return File(entry, method, replaces=has_one)
