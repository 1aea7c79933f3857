"""What features say of their mails: what to write, and what has been overtaken.

A feature registers each sort of its mails under a name, which stands in the rows of the outbox; so
functions and modules can be renamed while mails are on their way.
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
    """Whoever is to read a mail has got enough for now; it is tried again after `pause`."""

    def __init__(self, pause: datetime.timedelta):
        super().__init__()
        self.pause = pause


class Composer:
    """One sort of mail. A feature that needs more than a function makes a subclass."""

    name: str
    label: Words
    #: Whether the outbox deletes such mails when they are over; else the feature does.
    is_forgotten = True
    #: What `label_of` and `about` read, for `select_related`.
    related: tuple[str, ...] = ()

    def compose(self, mail: Mail) -> EmailMessage | None:
        """Return what to send now; None if it was overtaken, or there is nobody to write to."""
        raise NotImplementedError

    def lock(self, mail: Mail) -> None:
        """Lock what the mails of a series are about; called where one of them is claimed."""

    @contextmanager
    def sending(self, mail: Mail, message: EmailMessage) -> Iterator[None]:
        """Surround the sending of `message`. May raise Later before it."""
        yield

    def sent(self, mail: Mail) -> None:
        """Write down what is to be known of what was sent, in the transaction that marks it.

        Of rows of the feature that are deleted with the mail only.
        """

    # -------------------------------------------------------- on the screen of what is stuck
    def label_of(self, mail: Mail) -> str:
        return str(self.label)

    def about(self, mail: Mail, user: Any) -> tuple[str, str]:
        """Return in words whose mail it is, never an address, and where `user` can see more."""
        return "", ""


class Function(Composer):
    """A sort of mail that a function composes from the arguments of the mail.

    Where there is an argument `user`, it is the key of the account to which the mail goes.
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
    """Register a function as what composes the mails `name`, which people call `label`."""

    def take(function: Callable[..., EmailMessage | None]) -> Function:
        made = Function(label, function)
        register(name, made)
        return made

    return take
