"""The screens of one sign-up: its answers, the possible actions, and the correction form."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import ModelLogEntry

from signups.admin import audit
from signups.admin.actions import ACTIONS, BY_NAME, Action
from signups.admin.base import SignUpFormPageMixin, form_crumb, person_name
from signups.form.answers import display_answer
from signups.form.forms import SignUpForm, storable
from signups.form.questions import Question
from signups.models import Letter, SignUpPage, Submission
from signups.privacy.encrypted_field import Unreadable
from signups.privacy.sealing import SealError
from signups.registration import transitions

Status = Submission.Status


NO_PLACE = gettext_lazy(
    "All spots are taken. First cancel a sign-up or increase the number of spots."
)
TAKEN = gettext_lazy("Another sign-up for this form uses the same email address.")


def no_place(submission: Submission, left: int) -> str:
    """Return why a sign-up cannot get a spot when only `left` are free."""
    if not left:
        return str(NO_PLACE)
    text = ngettext(
        "Only %(left)s spot is available, but the sign-up is for %(people)s people.",
        "Only %(left)s spots are available, but the sign-up is for %(people)s people.",
        left,
    )
    return text % {"left": number_format(left), "people": number_format(submission.places)}


UNREADABLE = gettext_lazy(
    "The answers to this sign-up cannot be read because one of the site’s encryption keys "
    "is missing. Nothing was changed."
)


class SubmissionMixin(SignUpFormPageMixin, TemplateView):
    """Common base of the views of one sign-up. The form comes from it, never from the URL."""

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
    def has_email(self) -> bool:
        return bool(self.submission.email(self.questions))

    def get_page_title(self):
        return self.submission.spaced_code

    def detail_url(self) -> str:
        return reverse("signups_detail", args=[self.submission.pk])

    def crumbs_to_detail(self) -> list[dict[str, str]]:
        here = {"url": self.detail_url(), "label": self.submission.spaced_code}
        return [form_crumb(self.sign_up_page), here]

    def possible(self) -> list[Action]:
        """Return what the current user can do with the sign-up in its current status."""
        return [
            action
            for action in ACTIONS
            if self.submission.status in action.when
            and self.may(action.permission)
            and (action.name != "resend" or self.has_email)
        ]


class SubmissionView(SubmissionMixin):
    permission_required = "view"
    template_name = "signups/admin/detail.html"

    def get_context_data(self, **kwargs):
        row = self.submission
        lines = ModelLogEntry.objects.for_instance(row).prefetch_related("user")
        history = list(lines[:100])  # without the entry for this view
        audit.note(row, "signups.view", self.request.user)
        letters = list(row.letters.order_by("-created_at", "-pk"))
        stuck = set(row.letters.stuck().values_list("pk", flat=True))
        return super().get_context_data(
            **kwargs,
            row=row,
            name=person_name(row, self.questions),
            place=row.place_in_line if row.status == Status.WAITING else None,
            language=self.language_of(row),
            signed_up=self.local(row.created_at),
            changed=self.local(row.status_changed_at),
            answered=self._answers(row),
            unreadable=isinstance(row.answers, Unreadable),
            repetitions=self._repetitions(),
            letters=[(letter, letter.pk in stuck, self._moment(letter)) for letter in letters],
            history=[(self.local(line.timestamp), line) for line in history],
            actions=self.possible(),
            new_address=row.pending_email,
        )

    def _repetitions(self) -> list[tuple[Submission, str, str, list[tuple[Question, str, bool]]]]:
        """Return the duplicates of this sign-up: each with its time, shown status, and answers."""
        rows = Submission.everything.filter(original=self.submission).order_by("pk")
        names = {value: str(label) for value, label in Status.choices}
        return [
            (
                row,
                self.local(row.created_at),
                names[row.shown_status],
                [
                    (q, answer, sealed)
                    for q, answer, sealed in self._answers(row)
                    if answer or sealed
                ],
            )
            for row in rows
        ]

    def _answers(self, row: Submission) -> list[tuple[Question, str, bool]]:
        """Return each question with its answer in words, and whether it is encrypted."""
        return [
            (
                question,
                display_answer(question, row.answers.get(question.key)),
                question.key in row.sealed,
            )
            for question in self.questions
            if not question.retired or question.key in row.answers or question.key in row.sealed
        ]

    def _moment(self, letter: Letter) -> str:
        if letter.sent_at:
            return self.local(letter.sent_at)
        return self.local(letter.due_at) if letter.state == Letter.State.PENDING else ""

    @property
    def header_buttons(self):
        if not self.may("change") or isinstance(self.submission.answers, Unreadable):
            return []
        url = reverse("signups_correct", args=[self.submission.pk])
        return [HeaderButton(_("Correct the answers"), url=url, icon_name="edit")]


class ActionView(SubmissionMixin):
    """Ask for confirmation (GET), then carry out the action (POST)."""

    template_name = "signups/admin/confirm.html"

    def dispatch(self, request, *args, **kwargs):
        action = BY_NAME.get(kwargs["action"])
        if action is None:
            raise Http404
        self.action = action
        self.permission_required = action.permission
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self._too_late(request, self.detail_url()) or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if (answer := self._too_late(request, self._back())) is not None:
            return answer
        try:
            with transaction.atomic():
                self.action.carry_out(request, self.submission)
        except transitions.NoPlace as error:
            messages.error(request, no_place(self.submission, error.left))
        except transitions.EmailTaken:
            messages.error(request, TAKEN)
        except Submission.DoesNotExist as error:
            raise Http404 from error
        else:
            self._say(request)
        return redirect(self._back())

    def _too_late(self, request, back: str) -> HttpResponse | None:
        """Respond if it is done already. That is no error: people may click twice."""
        if self.submission.status in self.action.when:
            return None
        status = {"status": self.submission.get_status_display()}
        messages.info(request, _("Nothing was changed. Current status: %(status)s.") % status)
        return redirect(back)

    def _say(self, request) -> None:
        sends = self.action.name in ("resend", "confirm", "release", "release-waiting", "wait")
        if not sends or self.has_email:
            messages.success(request, str(self.action.done))
        elif self.action.name == "resend":
            messages.warning(
                request, _("The email was not sent because this sign-up has no email address.")
            )
        else:
            text = _("Done, but no one was notified because this sign-up has no email address.")
            messages.warning(request, text)

    def _back(self) -> str:
        if self.action.name == "delete":
            return reverse("signups_list", args=[self.submission.page_id])
        return self.detail_url() if self.may("view") else reverse("wagtailadmin_home")

    def crumbs(self):
        return [*self.crumbs_to_detail(), {"url": "", "label": self.action.label}]


class CorrectView(SubmissionMixin):
    """The visitor's form, filled in by an organizer."""

    permission_required = "change"
    template_name = "signups/admin/correct.html"
    header_icon = "edit"

    def get(self, request, *args, **kwargs):
        if isinstance(self.submission.answers, Unreadable):
            return self._unreadable()
        audit.note(self.submission, "signups.view", request.user)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if isinstance(self.submission.answers, Unreadable):
            return self._unreadable()
        if self.form.is_valid() and (changed := self._store()) is not None:
            if changed:
                messages.success(request, _("The answers were corrected."))
            else:
                messages.info(request, _("Nothing was changed."))
            return redirect(self.detail_url())
        return self.render_to_response(self.get_context_data(), status=422)

    def _unreadable(self) -> HttpResponse:
        messages.error(self.request, UNREADABLE)
        return redirect(self.detail_url())

    def _store(self) -> bool | None:
        """Store the form; return whether it changed anything, or None if it cannot be stored."""
        row, form = self.submission, self.form
        before, answers = row.answers, form.answers()
        try:
            with transaction.atomic():
                sealed = form.sealed(row.reference)
                changed = transitions.correct(row, answers, sealed, form.email())
                if changed:
                    keys = {k for k in {*before, *answers} if before.get(k) != answers.get(k)}
                    count = len(keys) + len(sealed)
                    audit.note(row, "signups.correct", self.request.user, answers=count)
                return changed
        except transitions.EmailTaken:
            form.refuse_email(str(TAKEN))
        except transitions.NoPlace as error:
            form.refuse_people(error.left)
        except SealError:
            text = _(
                "Sensitive answers cannot be encrypted because the site’s encryption key is "
                "missing."
            )
            form.add_error(None, text)
        except Submission.DoesNotExist as error:
            raise Http404 from error
        return None

    @cached_property
    def form(self) -> SignUpForm:
        """Return the whole form, including section headings."""
        questions, answers = self.sign_up_page.canonical_questions(), self.submission.answers
        data = storable(self.request.POST) if self.request.method == "POST" else None
        return SignUpForm(questions, data, initial=answers, correcting=True)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, form=self.form, rows=list(self.form.rows()))

    def crumbs(self):
        return [*self.crumbs_to_detail(), {"url": "", "label": _("Correct the answers")}]
