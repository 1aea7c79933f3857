"""One sign-up: what it says, what was done with it, and what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from signups.admin import audit
from signups.admin.base import DeskView, OneForm, form_crumb, person_name
from signups.admin.door import mark
from signups.emails import enqueue
from signups.form.forms import SignUpForm, shown, storable
from signups.form.questions import Field
from signups.models import Letter, SignUpPage, Submission
from signups.privacy.encrypted_field import Unreadable
from signups.privacy.sealing import SealError
from signups.registration import transitions

Status = Submission.Status
type Doing = Callable[[HttpRequest, Submission], None]

NO_PLACE = gettext_lazy(
    "All places are taken. Cancel a sign-up or raise the number of places first."
)
TAKEN = gettext_lazy("Another sign-up of this form has the same e-mail address.")


def no_place(submission: Submission, left: int) -> str:
    """Return why a sign-up cannot get a place when only so many are left."""
    if not left:
        return str(NO_PLACE)
    text = ngettext(
        "%(left)s place is free, and the sign-up is for %(people)s people.",
        "%(left)s places are free, and the sign-up is for %(people)s people.",
        left,
    )
    return text % {"left": number_format(left), "people": number_format(submission.places)}


UNREADABLE = gettext_lazy(
    "The answers of this sign-up cannot be read: a key of the site is missing. Nothing was changed."
)


# ------------------------------------------------------------------ what can be done
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


# ------------------------------------------------------------------ views
class OneView(OneForm, DeskView, TemplateView):
    """What the views of one sign-up share. The form follows from it, never from the address."""

    @cached_property
    def submission(self) -> Submission:
        found = get_object_or_404(
            Submission.objects.select_related("page__locale"), pk=self.kwargs["pk"]
        )
        self.page_id = found.page_id
        return found

    @cached_property
    def sign_up_page(self) -> SignUpPage:
        return self.submission.page

    @cached_property
    def has_address(self) -> bool:
        return bool(self.submission.address(self.questions))

    def get_page_title(self):
        return self.submission.spaced_code

    def here(self) -> str:
        return reverse("signups_one", args=[self.submission.pk])

    def crumbs(self):
        return [form_crumb(self.sign_up_page), {"url": "", "label": self.get_page_title()}]

    def possible(self) -> list[Action]:
        """Return what this person can do with the sign-up as it is."""
        return [
            action
            for action in ACTIONS
            if self.submission.status in action.when
            and self.may(action.permission)
            and (action.name != "resend" or self.has_address)
        ]


class SubmissionView(OneView):
    """All that is known about one sign-up."""

    permission_required = "view"
    template_name = "signups/admin/one.html"

    def get_context_data(self, **kwargs):
        row = self.submission
        history = list(audit.history_of(row)[:100])  # without the line of this view
        audit.note(row, "signups.view", self.request.user)
        letters = list(row.letters.order_by("-created_at", "-pk"))
        stuck = set(row.letters.stuck().values_list("pk", flat=True))
        return super().get_context_data(
            **kwargs,
            row=row,
            form_page=self.sign_up_page,
            name=person_name(row, self.questions),
            place=row.place_in_line if row.status == Status.WAITING else None,
            language=self.languages.get(row.language, row.language),
            signed_up=self.local(row.created_at),
            changed=self.local(row.status_changed_at),
            answered=self._answers(),
            unreadable=isinstance(row.answers, Unreadable),
            repetitions=self._repetitions(),
            letters=[(letter, letter.pk in stuck, self._moment(letter)) for letter in letters],
            history=[(self.local(line.timestamp), line) for line in history],
            actions=self.possible(),
            has_address=self.has_address,
            new_address=row.pending_address,
            may_correct=self.may("change"),
            may_send=self.may("change"),
        )

    def _repetitions(self) -> list[tuple[Submission, str, str, list[tuple[Field, str, bool]]]]:
        """Return what was sent later with the same address: when, what it is shown as, answers."""
        rows = Submission.everything.filter(original=self.submission).order_by("pk")
        names = {value: str(label) for value, label in Status.choices}
        return [
            (row, self.local(row.created_at), names[row.shown_status], self._given(row))
            for row in rows
        ]

    def _given(self, row: Submission) -> list[tuple[Field, str, bool]]:
        return [(q, answer, sealed) for q, answer, sealed in self._answers(row) if answer or sealed]

    def _answers(self, row: Submission | None = None) -> list[tuple[Field, str, bool]]:
        """Return each question with its answer in words, and whether it is sealed."""
        row = row or self.submission
        return [
            (question, shown(question, row.answers.get(question.key)), question.key in row.sealed)
            for question in self.questions
            if not question.retired or question.key in row.answers or question.key in row.sealed
        ]

    def _moment(self, letter: Letter) -> str:
        """Return when a letter was sent, or will be."""
        if letter.sent_at:
            return self.local(letter.sent_at)
        return self.local(letter.due_at) if letter.state == Letter.State.OWED else ""

    @property
    def header_buttons(self):
        if not self.may("change") or isinstance(self.submission.answers, Unreadable):
            return []
        url = reverse("signups_correct", args=[self.submission.pk])
        return [HeaderButton(_("Correct"), url=url, icon_name="edit")]


class ActView(OneView):
    """Asks whether it is meant (GET) and does it (POST)."""

    template_name = "signups/admin/confirm.html"
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, **kwargs):
        action = next((a for a in ACTIONS if a.name == kwargs["action"]), None)
        if action is None:
            raise Http404
        self.action = action
        self.permission_required = action.permission
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        # The address names the action; the page shows what it is.
        return super().get_context_data(
            **{**kwargs, "action": self.action},
            row=self.submission,
            has_address=self.has_address,
        )

    def get(self, request, *args, **kwargs):
        if self.submission.status not in self.action.when:
            self._say_how_it_is(request)
            return redirect(self.here())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Do it. What has been done already is not an error: somebody may click twice."""
        if self.submission.status not in self.action.when:
            self._say_how_it_is(request)
            return redirect(self._back())
        try:
            with transaction.atomic():
                self.action.do(request, self.submission)
        except transitions.NoPlace as error:
            messages.error(request, no_place(self.submission, error.left))
        except transitions.Taken:
            messages.error(request, TAKEN)
        except Submission.DoesNotExist as error:
            raise Http404 from error
        else:
            self._say(request)
        return redirect(self._back())

    def _say_how_it_is(self, request) -> None:
        status = {"status": self.submission.get_status_display()}
        messages.info(request, _("Nothing was changed. The status is: %(status)s.") % status)

    def _say(self, request) -> None:
        sends = self.action.name in ("resend", "confirm", "release", "release-waiting", "wait")
        if sends and not self.has_address:
            if self.action.name == "resend":
                messages.warning(request, _("There is no address to write to."))
                return
            messages.warning(
                request, _("Done. There is no address to write to: nobody has been told.")
            )
        else:
            messages.success(request, str(self.action.done))

    def _back(self) -> str:
        if self.action.name == "delete":
            return reverse("signups_list", args=[self.submission.page_id])
        return self.here() if self.may("view") else reverse("wagtailadmin_home")

    def crumbs(self):
        return [
            form_crumb(self.sign_up_page),
            {"url": self.here(), "label": self.submission.spaced_code},
            {"url": "", "label": self.action.label},
        ]


class CorrectView(OneView):
    """The form of the visitor, filled in by an organiser."""

    permission_required = "change"
    template_name = "signups/admin/correct.html"
    http_method_names = ["get", "head", "post"]
    header_icon = "edit"

    form: SignUpForm

    def get(self, request, *args, **kwargs):
        if isinstance(self.submission.answers, Unreadable):
            messages.error(request, UNREADABLE)
            return redirect(self.here())
        self.form = SignUpForm(
            self.questions_asked, initial=self.submission.answers, correcting=True
        )
        audit.note(self.submission, "signups.view", request.user)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        row = self.submission
        if isinstance(row.answers, Unreadable):
            messages.error(request, UNREADABLE)
            return redirect(self.here())
        form = SignUpForm(
            self.questions_asked, storable(request.POST), initial=row.answers, correcting=True
        )
        if form.is_valid():
            before, answers = row.answers, form.answers()
            try:
                with transaction.atomic():
                    sealed = form.sealed(row.reference)
                    changed = transitions.correct(row, answers, sealed, form.address())
                    if changed:
                        keys = {k for k in {*before, *answers} if before.get(k) != answers.get(k)}
                        count = len(keys) + len(sealed)
                        audit.note(row, "signups.correct", request.user, answers=count)
            except transitions.Taken:
                form.refuse_address(TAKEN)
            except transitions.NoPlace as error:
                form.refuse_people(error.left)
            except SealError:
                form.add_error(
                    None, _("Sensitive answers cannot be sealed: the site has no key for it.")
                )
            except Submission.DoesNotExist as error:
                raise Http404 from error
            else:
                if changed:
                    messages.success(request, _("The answers are corrected."))
                else:
                    messages.info(request, _("Nothing was changed."))
                return redirect(self.here())
        self.form = form
        return self.render_to_response(self.get_context_data(), status=422)

    @cached_property
    def questions_asked(self):
        """Return the whole form, with its section headings."""
        return self.sign_up_page.canonical_questions()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs, form=self.form, rows=list(self.form.rows()), row=self.submission
        )

    def crumbs(self):
        return [
            form_crumb(self.sign_up_page),
            {"url": self.here(), "label": self.submission.spaced_code},
            {"url": "", "label": _("Correct")},
        ]
