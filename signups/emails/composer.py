"""The outbox's interface to sign-up emails: composing, dropping superseded ones, and limits."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailing.composers import Composer, Later
from mailing.models import Mail
from pages import limits
from pages.email_addresses import mailbox
from signups.emails import messages, superseded
from signups.models import Letter, Submission

#: How many emails strangers can trigger to one address, over all forms; the others wait.
TO_ONE_RECIPIENT = limits.Limit("mails to one address", 10, datetime.timedelta(hours=1))
IN_A_DAY = limits.Limit("mails of a day to one address", 20, datetime.timedelta(days=1))
#: Not counted: emails caused by organizers or the clock, which no stranger can trigger.
NEWS = {
    Letter.Kind.STAFF,
    Letter.Kind.QUARANTINE,
    Letter.Kind.DECLINED,
    Letter.Kind.PROMOTED,
    Letter.Kind.REMINDER,
    Letter.Kind.EVENT_MOVED,
    Letter.Kind.EVENT_CANCELLED,
}


class MessageComposer(Composer):
    label = gettext_lazy("Email about a sign-up")
    is_forgotten = False  # deleted with their sign-up; notices to organizers by the nightly purge
    related = ("letter__page", "letter__submission")

    def lock(self, mail: Mail) -> None:
        number = Letter.objects.filter(pk=mail.pk).values("submission")
        rows = Submission.everything.select_for_update(no_key=True, of=("self",))
        list(rows.filter(pk__in=number))

    def compose(self, mail: Mail) -> EmailMessage | None:
        letter = letter_of(mail)
        kind = superseded.current_kind(letter, timezone.now())
        if kind is None:
            return None
        letter.kind = kind
        return messages.compose(letter)

    @contextmanager
    def sending(self, mail: Mail, message: EmailMessage) -> Iterator[None]:
        reader = mailbox(message.to[0])
        counted: list[limits.Counted] = (
            [] if letter_of(mail).kind in NEWS else [(TO_ONE_RECIPIENT, reader), (IN_A_DAY, reader)]
        )
        if pause := limits.take(counted):
            raise Later(pause)
        try:
            yield
        except Exception:
            limits.give_back(counted)
            raise

    def sent(self, mail: Mail) -> None:
        letter = letter_of(mail)
        Letter.objects.filter(pk=mail.pk).update(kind=letter.kind, method=letter.method)

    def label_of(self, mail: Mail) -> str:
        return str(letter_of(mail).get_kind_display())

    def about(self, mail: Mail, user: Any) -> tuple[str, str]:
        """Return the sign-up's code if the user may see it, else the title of the form."""
        letter = letter_of(mail)
        if not user.has_perm("signups.view_submission"):
            return letter.page.title, ""
        if letter.to_staff or letter.submission is None:
            who = _("organizers") if letter.to_staff else _("deleted sign-up")
            return str(who), reverse("signups_list", args=[letter.page_id])
        return letter.submission.spaced_code, reverse("signups_detail", args=[letter.submission.pk])


def letter_of(mail: Mail) -> Letter:
    """Return the letter of a mail: always the same object for the same object."""
    return mail if isinstance(mail, Letter) else mail.letter
