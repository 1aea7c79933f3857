"""The personal page of a sign-up, reached by a secret link: no account, no guessing.

View, correct, cancel, download, delete; every change is a POST. Apart from the status of the
sign-up, the page shows only what its sender typed.
"""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.contrib.routable_page.models import path

from signups.form.answers import display_answer
from signups.form.forms import SignUpForm, storable
from signups.form.questions import Question, email_key
from signups.models import SignUpPage, Submission
from signups.privacy import tokens
from signups.registration import email_change, transitions
from signups.visitor.responses import READ_OR_SEND, render, secret, see_other

ACTIONS = ("correct", "cancel", "delete")
TOO_MANY = _("Too many address changes were requested today. Please try again tomorrow.")
DAY = 24 * 3600  # how long the screen after deletion shows the code
NOTIFIED = "1"
deleted_signer = signing.TimestampSigner(salt="signups.deleted", sep="/")
STATUS_IN_WORDS = {
    "confirmed": _("You have a spot."),
    "checked_in": _("You are checked in. Welcome!"),
    "waiting": _("You are on the waitlist."),
    "cancelled": _("This sign-up has been canceled."),
    "declined": _(
        "A member of our team reviewed this sign-up and did not accept it: you do not have a spot."
    ),
    "quarantined": _(
        "We received your sign-up. A member of our team will review it; until then, you do not "
        "have a spot."
    ),
}


@path("mine/<str:token>/", name="personal")
@method_decorator(require_http_methods(READ_OR_SEND))
def personal(page: SignUpPage, request: HttpRequest, token: str) -> HttpResponse:
    """Show one sign-up to anyone who has its link; change it on request."""
    visit = Personal(page, request, token, _submission(page, token))
    if request.method != "POST":
        asked = request.GET.get("to", "")
        return visit.show(asked if asked in ACTIONS else "")
    match request.POST.get("action"):
        case "cancel":
            return visit.cancel()
        case "delete":
            return visit.delete()
        case "keep":
            transitions.keep_email(visit.submission)
            return visit.back()
    return visit.correct()


@path("mine/<str:token>/data/", name="personal_data")
@method_decorator(require_safe)
def personal_data(page: SignUpPage, request: HttpRequest, token: str) -> HttpResponse:
    """Send all that is stored about one sign-up (GDPR article 20, LFPDPPP: access)."""
    submission = _submission(page, token)
    questions = submission.page.questions_for(page)
    data = {
        "form": page.title,
        "code": submission.spaced_code,
        "status": submission.shown_status,
        "status_in_words": str(STATUS_IN_WORDS[submission.shown_status]),
        "place_in_line": submission.place_in_line,
        "people": submission.places,
        "language": submission.language,
        "new_address": submission.pending_email or None,
        "signed_up": submission.created_at.isoformat(),
        "changed": submission.updated_at.isoformat(),
        "answers": [
            {"key": q.key, "question": str(q.label), "answer": submission.answers.get(q.key)}
            for q in questions
            if q.key in submission.answers
        ],
        "sealed_answers": [
            {"key": q.key, "question": str(q.label), "sealed": submission.sealed[q.key]}
            for q in questions
            if q.key in submission.sealed
        ],
    }
    response = HttpResponse(
        json.dumps(data, ensure_ascii=False, indent=2), content_type="application/json"
    )
    name = f"{page.slug}-{submission.spaced_code}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return secret(response)


@path("deleted/", name="deleted")
@path("deleted/<path:signed>/", name="deleted")
@method_decorator(require_safe)
def deleted(page: SignUpPage, request: HttpRequest, signed: str = "") -> HttpResponse:
    """Confirm that a sign-up has been deleted; only its code is still known."""
    code = notified = ""
    if signed:
        try:
            code, notified = deleted_signer.unsign(signed, max_age=DAY).split("/")
        except signing.SignatureExpired:
            pass  # show less
        except (signing.BadSignature, ValueError) as error:
            raise Http404 from error
    subpath = page.reverse_subpage("deleted", [signed] if signed else [])
    return render(
        page,
        request,
        "signups/sign_up_deleted.html",
        code=tokens.spaced(code) if code else "",
        is_notified=notified == NOTIFIED,
        languages=page.other_languages(request, subpath),
    )


@path("address/<str:signed>/", name="address")
@method_decorator(require_http_methods(READ_OR_SEND))
def confirm_email_change(page: SignUpPage, request: HttpRequest, signed: str) -> HttpResponse:
    """Ask whether to use a new address (GET, linked in an email), and use it (POST)."""
    submission = email_change.find(page, signed)
    if submission is None:
        raise Http404
    subpath = page.reverse_subpage("address", [signed])
    state, status, new, used = "ask", 200, "", False
    try:
        new, used = email_change.confirmed_email(submission, signed)
        if used:
            state = "used"
        elif request.method == "POST":
            transitions.confirm_email(submission, new)
            return see_other(page.get_url(request) + subpath)
    except (email_change.LinkGone, Submission.DoesNotExist):
        state, status = "gone", 410
    except transitions.EmailTaken:
        state, status = "taken", 409
    response = render(
        page,
        request,
        "signups/address.html",
        status,
        state=state,
        new=new,
        former=submission.used_email,
        submission=submission,
        here=page.get_url(request) + subpath,
        languages=page.other_languages(request, subpath),
    )
    return secret(response)


def _submission(page: SignUpPage, token: str) -> Submission:
    """Return the sign-up of a token, only for this form; raise 404 if there is none."""
    # Published or not: people keep access to what they sent.
    rows = Submission.everything.of(page).select_related("page__locale")
    return get_object_or_404(rows, manage_token_hash=tokens.token_hash(token))


@dataclass
class Personal:
    """One request for the personal page of a sign-up, on `page` in the language of its reader."""

    page: SignUpPage
    request: HttpRequest
    token: str = field(repr=False)
    submission: Submission

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return self.submission.page.questions_for(self.page)

    @property
    def can_cancel(self) -> bool:
        """Return whether there is something to cancel; after check-in, there is not."""
        return self.submission.shown_status in ("confirmed", "waiting", "quarantined")

    @property
    def is_notified(self) -> bool:
        """Return whether an email about actions here goes to the address of the sign-up.

        There is none before a person has reviewed a quarantined sign-up.
        """
        has_email = bool(self.submission.used_email)
        return has_email and self.submission.status != Submission.Status.QUARANTINED

    def back(self, query: str = "") -> HttpResponse:
        subpath = self.page.reverse_subpage("personal", [self.token])
        return see_other(self.page.get_url(self.request) + subpath + query)

    def cancel(self) -> HttpResponse:
        notified = self.is_notified
        if self.can_cancel:
            transitions.cancel(self.submission)
        return self.back("?cancelled" if notified else "")

    def delete(self) -> HttpResponse:
        notified = self.is_notified
        transitions.delete(self.submission, tell=notified)
        signed = deleted_signer.sign(f"{self.submission.code}/{NOTIFIED if notified else '0'}")
        return see_other(
            self.page.get_url(self.request) + self.page.reverse_subpage("deleted", [signed])
        )

    def correct(self) -> HttpResponse:
        row = self.submission
        if row.is_over:
            return self.back()
        form = self.form(row.answers, storable(self.request.POST))
        if form.is_valid():
            sealed = form.sealed(row.reference)
            try:
                transitions.correct(row, form.answers(), sealed, form.email(), by_sender=True)
            except email_change.TooManyRequests:
                form.refuse_email(str(TOO_MANY))
            except transitions.NoPlace as error:
                form.refuse_people(error.left)
            else:
                return self.back("?corrected")
        return self.show("correct", form, status=422)

    def form(self, initial: dict[str, Any], data: QueryDict | None = None) -> SignUpForm:
        retention = self.submission.page.retention_notice(self.questions, sent=True)
        return SignUpForm(
            self.questions, data, initial=initial, correcting=True, retention=retention
        )

    def show(self, asked: str, form: SignUpForm | None = None, status: int = 200) -> HttpResponse:
        """Show the sign-up, with the requested action: one of `ACTIONS`, or none."""
        row, page = self.submission, self.page
        new_address = row.pending_email
        if asked == "correct" and form is None:
            # Show the latest input; typing the old address again cancels the change.
            typed = {email_key(self.questions): new_address} if new_address else {}
            form = self.form({**row.answers, **typed})
        subpath = page.reverse_subpage("personal", [self.token])
        response = render(
            page,
            self.request,
            "signups/personal.html",
            status,
            submission=row,
            status_in_words=STATUS_IN_WORDS[row.shown_status],
            place=row.place_in_line,
            can_cancel=self.can_cancel,
            can_correct=not row.is_over,
            has_email=bool(row.used_email),
            answered=[
                (q, display_answer(q, row.answers.get(q.key)), q.key in row.sealed)
                for q in self.questions
                if q.key in row.answers or q.key in row.sealed
            ],
            asked=asked,
            form=form,
            rows=list(form.rows()) if form else [],
            wrong=form.rows_with_errors() if form and form.is_bound else [],
            corrected="corrected" in self.request.GET,
            just_cancelled="cancelled" in self.request.GET,
            new_address=new_address,
            used_address=row.email(self.questions),
            is_notified=self.is_notified,
            here=page.get_url(self.request) + subpath,
            languages=page.other_languages(self.request, subpath),
        )
        return secret(response)
