"""What an organiser can do with one sign-up, when, and what is asked before."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from signups.admin import audit
from signups.admin.door import mark
from signups.emails import enqueue
from signups.models import Letter, Submission
from signups.registration import transitions

Status = Submission.Status
type Doing = Callable[[HttpRequest, Submission], None]


@dataclass(frozen=True)
class Action:
    """Something that can be done with a sign-up in one of the states `when`.

    `question` is asked before it is done; without one, a button is enough.
    """

    name: str
    label: str | Promise
    when: tuple[str, ...]
    do: Doing
    done: str | Promise
    question: str | Promise = ""
    permission: str = "change"
    serious: bool = False
    offers_mail: bool = False


def _moved(change: Callable[[Submission], bool]) -> Doing:
    """Return what does `change` and notes which status became which."""

    def do(request: HttpRequest, submission: Submission) -> None:
        before = submission.status
        if change(submission):
            after = submission.status
            audit.note(submission, "signups.status", request.user, **{"from": before, "to": after})

    return do


def _cancel(request: HttpRequest, submission: Submission) -> None:
    _moved(lambda row: transitions.cancel(row, tell="tell" in request.POST))(request, submission)


def _decline(request: HttpRequest, submission: Submission) -> None:
    _moved(lambda row: transitions.decline(row, tell="tell" in request.POST))(request, submission)


def _delete(request: HttpRequest, submission: Submission) -> None:
    transitions.delete(submission)
    audit.note(submission, "signups.delete", request.user)


def mail_kind(submission: Submission) -> str:
    """Return the letter that tells somebody how her sign-up stands."""
    over = {Status.CANCELLED: Letter.Kind.CANCELLED, Status.DECLINED: Letter.Kind.DECLINED}
    return over.get(Status(submission.status), Letter.Kind.RECEIVED)


def _resend(request: HttpRequest, submission: Submission) -> None:
    if enqueue.owe(mail_kind(submission), submission) is not None:
        audit.note(submission, "signups.resend", request.user)


HELD = (Status.CONFIRMED, Status.CHECKED_IN)
KNOWN = (*HELD, Status.WAITING, Status.CANCELLED, Status.DECLINED)
ACTIONS = (
    Action(
        "check-in",
        gettext_lazy("Present"),
        (Status.CONFIRMED,),
        partial(mark, present=True),
        gettext_lazy("Marked as present."),
    ),
    Action(
        "undo-check-in",
        gettext_lazy("Not present after all"),
        (Status.CHECKED_IN,),
        partial(mark, present=False),
        gettext_lazy("Not marked as present any more."),
    ),
    Action(
        "confirm",
        gettext_lazy("Give a place"),
        (Status.WAITING, Status.CANCELLED, Status.DECLINED),
        _moved(transitions.confirm),
        gettext_lazy("The sign-up has a place now. A mail about it is on its way."),
    ),
    Action(
        "release",
        gettext_lazy("No spam: give a place"),
        (Status.QUARANTINED,),
        _moved(transitions.confirm),
        gettext_lazy("The sign-up has a place now. A mail about it is on its way."),
    ),
    Action(
        "release-waiting",
        gettext_lazy("No spam: put on the waiting list"),
        (Status.QUARANTINED,),
        _moved(transitions.wait),
        gettext_lazy("The sign-up is at the end of the waiting list. A mail is on its way."),
    ),
    Action(
        "decline",
        gettext_lazy("Decline"),
        (Status.QUARANTINED,),
        _decline,
        gettext_lazy("The sign-up is declined."),
        question=gettext_lazy(
            "The sign-up is not accepted; its personal page says so. Its answers stay until they "
            "are deleted. If it is spam, the address may be somebody else’s: then tell nobody."
        ),
        serious=True,
        offers_mail=True,
    ),
    Action(
        "wait",
        gettext_lazy("Put on the waiting list"),
        (Status.CONFIRMED, Status.CANCELLED, Status.DECLINED),
        _moved(transitions.wait),
        gettext_lazy("The sign-up is at the end of the waiting list. A mail is on its way."),
        question=gettext_lazy(
            "The sign-up goes to the end of the waiting list; a place that it held goes to the "
            "first in line. Both are told by e-mail."
        ),
    ),
    Action(
        "resend",
        gettext_lazy("Send the mail again"),
        KNOWN,
        _resend,
        gettext_lazy("The mail is on its way."),
    ),
    Action(
        "cancel",
        gettext_lazy("Cancel the sign-up"),
        (*HELD, Status.WAITING),
        _cancel,
        gettext_lazy("The sign-up is cancelled."),
        question=gettext_lazy(
            "The sign-up loses its place, or its place in line; the first in line gets the place. "
            "The answers stay until they are deleted."
        ),
        serious=True,
        offers_mail=True,
    ),
    Action(
        "delete",
        gettext_lazy("Delete"),
        (*KNOWN, Status.QUARANTINED),
        _delete,
        gettext_lazy("The sign-up is deleted."),
        question=gettext_lazy(
            "The answers, the code and the mails that are owed are gone for good, and the link in "
            "the mail leads nowhere. Nobody is told. A place becomes free for the first in line."
        ),
        permission="delete",
        serious=True,
    ),
)
