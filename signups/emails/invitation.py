"""The calendar file attached to an email (RFC 5546, sent according to RFC 6047).

People with a spot get the event as PUBLISH without ATTENDEE: they add it to their calendar if they
like, nothing is added automatically, and no button in a calendar seems to cancel their sign-up, as
those of a REQUEST would. Those who were sent one, but lost their spot or whose event is canceled,
get a CANCEL that removes it.
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
    """The attached file: the event in the language of the email, and the calendar method.

    `replaces` says that the reader has an earlier file.
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
    """Return the file that goes with an email about `event` (or None), or None for no file."""
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
    # To a calendar, each cancellation, and each file after one, must be newer.
    newer = 2 * methods.count(CANCEL) + (method == CANCEL)
    entry = event_entry(event)
    entry = replace(
        entry, sequence=entry.sequence + newer, cancelled=entry.cancelled or method == CANCEL
    )
    return File(entry, method, replaces=has_one)
