"""What organizers can do with one sign-up, in which statuses, and what they must confirm."""

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
type Doing = Callable[..., bool]  # takes a sign-up; returns whether something changed


@dataclass(frozen=True)
class Action:
    """Something that can be done with a sign-up whose status is in `when`.

    `question` is asked first; without it, a button is enough. If the action `offers_mail`, `do`
    receives `tell`: whether to send an email. `log` is the action in the audit log.
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
    """Return the kind of email that notifies people of the status of their sign-up."""
    over = {Status.CANCELLED: Letter.Kind.CANCELLED, Status.DECLINED: Letter.Kind.DECLINED}
    return over.get(Status(submission.status), Letter.Kind.RECEIVED)


def _resend(submission: Submission) -> bool:
    return enqueue.enqueue(mail_kind(submission), submission) is not None


def _delete(submission: Submission) -> bool:
    transitions.delete(submission)
    return True


HELD = (Status.CONFIRMED, Status.CHECKED_IN)
KNOWN = (*HELD, Status.WAITING, Status.CANCELLED, Status.DECLINED)
HAS_A_PLACE = gettext_lazy("The sign-up now has a spot. An email about it is on its way.")
IS_IN_LINE = gettext_lazy(
    "The sign-up is now at the end of the waitlist. An email about it is on its way."
)
ACTIONS = (
    Action(
        "check-in",
        gettext_lazy("Check in"),
        (Status.CONFIRMED,),
        transitions.check_in,
        gettext_lazy("Checked in."),
        log="signups.check_in",
    ),
    Action(
        "undo-check-in",
        gettext_lazy("Undo check-in"),
        (Status.CHECKED_IN,),
        transitions.undo_check_in,
        gettext_lazy("Check-in undone."),
        log="signups.undo_check_in",
    ),
    Action(
        "confirm",
        gettext_lazy("Assign a spot"),
        (Status.WAITING, Status.CANCELLED, Status.DECLINED),
        transitions.confirm,
        HAS_A_PLACE,
    ),
    Action(
        "release",
        gettext_lazy("Not spam: assign a spot"),
        (Status.QUARANTINED,),
        transitions.confirm,
        HAS_A_PLACE,
    ),
    Action(
        "release-waiting",
        gettext_lazy("Not spam: move to the waitlist"),
        (Status.QUARANTINED,),
        transitions.wait,
        IS_IN_LINE,
    ),
    Action(
        "decline",
        gettext_lazy("Decline"),
        (Status.QUARANTINED,),
        transitions.decline,
        gettext_lazy("The sign-up was declined."),
        question=gettext_lazy(
            "The sign-up will not be accepted, and its personal page will say so. Its answers "
            "are kept until they are deleted. If it is spam, the address may belong to someone "
            "else, so do not notify anyone."
        ),
        serious=True,
        offers_mail=True,
    ),
    Action(
        "wait",
        gettext_lazy("Move to the waitlist"),
        (Status.CONFIRMED, Status.CANCELLED, Status.DECLINED),
        transitions.wait,
        IS_IN_LINE,
        question=gettext_lazy(
            "The sign-up moves to the end of the waitlist. If it had a spot, the spot goes to "
            "the first person in line. Both people are notified by email."
        ),
    ),
    Action(
        "resend",
        gettext_lazy("Resend the email"),
        KNOWN,
        _resend,
        gettext_lazy("The email is on its way."),
        log="signups.resend",
    ),
    Action(
        "cancel",
        gettext_lazy("Cancel the sign-up"),
        (*HELD, Status.WAITING),
        transitions.cancel,
        gettext_lazy("The sign-up was canceled."),
        question=gettext_lazy(
            "The sign-up loses its spot, or its place in line, and the spot goes to the first "
            "person on the waitlist. The answers are kept until they are deleted."
        ),
        serious=True,
        offers_mail=True,
    ),
    Action(
        "delete",
        gettext_lazy("Delete"),
        (*KNOWN, Status.QUARANTINED),
        _delete,
        gettext_lazy("The sign-up was deleted."),
        question=gettext_lazy(
            "The answers, the code, and any unsent emails are permanently deleted, and the "
            "link in earlier emails stops working. No one is notified. If the sign-up had a "
            "spot, it goes to the first person in line."
        ),
        permission="delete",
        serious=True,
        log="signups.delete",
    ),
)
BY_NAME = {action.name: action for action in ACTIONS}
