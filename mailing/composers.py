"""Composers: what to write in each kind of email, or that it is no longer needed.

A feature registers each kind of email under a name, which the rows of the outbox store; so
functions and modules can be renamed while emails are pending.
"""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mailing.models import Mail

type Words = str | Promise


class Later(Exception):
    """The recipient has had enough emails for now; try again after `pause`."""

    def __init__(self, pause: datetime.timedelta):
        super().__init__()
        self.pause = pause


class Composer:
    """One kind of email. A feature that needs more than a function makes a subclass."""

    name: str
    label: Words
    #: Whether the outbox deletes such emails when they are over; else the feature does.
    is_forgotten = True
    #: Relations that `label_of` and `about` read, for `select_related`.
    related: tuple[str, ...] = ()

    def compose(self, mail: Mail) -> EmailMessage | None:
        """Return the message to send now; None if no longer needed, or there is no recipient."""
        raise NotImplementedError

    def lock(self, mail: Mail) -> None:
        """Lock the subject of a series of emails; called when one of them is claimed."""

    @contextmanager
    def sending(self, mail: Mail, message: EmailMessage) -> Iterator[None]:
        """Wrap the sending of `message`. May raise `Later` before it."""
        yield

    def sent(self, mail: Mail) -> None:
        """Record what was sent, in the transaction that marks the email as sent.

        Change only rows of the feature that are deleted together with the email.
        """

    # -------------------------------------------------------- in the outbox view
    def label_of(self, mail: Mail) -> str:
        return str(self.label)

    def about(self, mail: Mail, user: Any) -> tuple[str, str]:
        """Return a description of the recipient, never an address, and a URL for `user` or ""."""
        return "", ""


class Function(Composer):
    """A kind of email that a function composes from the arguments of the email.

    An argument `user` is the key of the account that receives the email.
    """

    def __init__(self, label: Words, function: Callable[..., EmailMessage | None]):
        self.label, self.function = label, function

    def __call__(self, *args: Any, **arguments: Any) -> EmailMessage | None:
        return self.function(*args, **arguments)

    def compose(self, mail: Mail) -> EmailMessage | None:
        return self.function(**mail.arguments)

    def about(self, mail: Mail, user: Any) -> tuple[str, str]:
        number = mail.arguments.get("user")
        if number is None:
            return "", ""
        may_see = user.has_perm("auth.change_user")
        url = reverse("wagtailusers_users:edit", args=[number]) if may_see else ""
        return _("Account %(number)s") % {"number": number}, url


registered: dict[str, Composer] = {}


def register(name: str, composer: Composer) -> None:
    composer.name = name
    registered[name] = composer


def composer(name: str, label: Words) -> Callable[[Callable[..., EmailMessage | None]], Function]:
    """Register a function as the composer `name`, with `label` as its display name."""

    def take(function: Callable[..., EmailMessage | None]) -> Function:
        made = Function(label, function)
        register(name, made)
        return made

    return take
