"""What an organiser can do with one sign-up, when, and what is asked before."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from signups.admin import audit
from signups.emails import enqueue
from signups.models import Letter, Submission
from signups.registration import transitions

Status = Submission.Status
type Doing = Callable[..., bool]  # with a sign-up; returns whether something changed


@dataclass(frozen=True)
class Action:
    """Something that can be done with a sign-up in one of the states `when`.

    `question` is asked before it is done; without one, a button is enough. `do` is told whether
    to `tell` by e-mail if it `offers_mail`; `log` is the line that is left in the audit log.
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
    log: str = "signups.status"

    def carry_out(self, request: HttpRequest, submission: Submission) -> None:
        before = submission.status
        options = {"tell": "tell" in request.POST} if self.offers_mail else {}
        if self.do(submission, **options):
            moved = (
                {"from": before, "to": submission.status} if self.log == "signups.status" else {}
            )
            audit.note(submission, self.log, request.user, **moved)


def mail_kind(submission: Submission) -> str:
    """Return the letter that tells somebody how her sign-up stands."""
    over = {Status.CANCELLED: Letter.Kind.CANCELLED, Status.DECLINED: Letter.Kind.DECLINED}
    return over.get(Status(submission.status), Letter.Kind.RECEIVED)


def _resend(submission: Submission) -> bool:
    return enqueue.owe(mail_kind(submission), submission) is not None


def _delete(submission: Submission) -> bool:
    transitions.delete(submission)
    return True


HELD = (Status.CONFIRMED, Status.CHECKED_IN)
KNOWN = (*HELD, Status.WAITING, Status.CANCELLED, Status.DECLINED)
HAS_A_PLACE = gettext_lazy("The sign-up has a place now. A mail about it is on its way.")
IS_IN_LINE = gettext_lazy("The sign-up is at the end of the waiting list. A mail is on its way.")
ACTIONS = (
    Action(
        "check-in",
        gettext_lazy("Present"),
        (Status.CONFIRMED,),
        transitions.check_in,
        gettext_lazy("Marked as present."),
        log="signups.check_in",
    ),
    Action(
        "undo-check-in",
        gettext_lazy("Not present after all"),
        (Status.CHECKED_IN,),
        transitions.undo_check_in,
        gettext_lazy("Not marked as present any more."),
        log="signups.undo_check_in",
    ),
    Action(
        "confirm",
        gettext_lazy("Give a place"),
        (Status.WAITING, Status.CANCELLED, Status.DECLINED),
        transitions.confirm,
        HAS_A_PLACE,
    ),
    Action(
        "release",
        gettext_lazy("No spam: give a place"),
        (Status.QUARANTINED,),
        transitions.confirm,
        HAS_A_PLACE,
    ),
    Action(
        "release-waiting",
        gettext_lazy("No spam: put on the waiting list"),
        (Status.QUARANTINED,),
        transitions.wait,
        IS_IN_LINE,
    ),
    Action(
        "decline",
        gettext_lazy("Decline"),
        (Status.QUARANTINED,),
        transitions.decline,
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
        transitions.wait,
        IS_IN_LINE,
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
        log="signups.resend",
    ),
    Action(
        "cancel",
        gettext_lazy("Cancel the sign-up"),
        (*HELD, Status.WAITING),
        transitions.cancel,
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
        log="signups.delete",
    ),
)
BY_NAME = {action.name: action for action in ACTIONS}
