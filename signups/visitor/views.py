"""The visitor's path through a sign-up page: the form, submitting it, the screen afterwards."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.contrib.routable_page.models import path

from pages.models import SiteSettings
from signups.form.form_timestamp import (
    IDEMPOTENCY_KEY,
    TIMESTAMP,
    is_fresh,
    is_too_fast,
    read_idempotency_key,
    renew_timestamp,
    sign_timestamp,
)
from signups.form.forms import SignUpForm, storable
from signups.form.links import readable, unreadable
from signups.form.questions import Question, read_questions
from signups.models import SignUpPage, Submission
from signups.models.availability import Availability
from signups.privacy import tokens
from signups.registration.create import SignUpData, receive
from signups.visitor import rate_limit
from signups.visitor.responses import (
    READ_OR_SEND,
    SWITCH,
    not_taken,
    render,
    see_other,
    unavailable,
)

FORM_ID = "sign-up"
# Names with a hyphen cannot be keys of questions.
TRAP = "web-site"  # a honeypot: bots like to fill it in; browsers do not autofill it
ANOTHER = "another-person"  # of the link after signing up: what follows is not a resubmission
# How long the URL of the last screen works. It holds no answers, but identifies a sign-up.
DONE_SECONDS = 24 * 3600
# "/" splits the URL into words and digits, which is all that Wagtail routes.
done_signer = signing.TimestampSigner(salt="signups.done", sep="/")


@path("", name="index_route")
@method_decorator(require_http_methods(READ_OR_SEND))
def index(page: SignUpPage, request: HttpRequest) -> HttpResponse:
    """Show the form, or why there is none; process a submission."""
    is_preview = getattr(request, "is_preview", False)
    is_sent = request.method == "POST" and not is_preview
    canonical = page.canonical
    if canonical is None or not (page.live or is_preview):
        if is_sent:
            return _gone(page, request)
        return unavailable(page, request, Availability.MISSING, status=404)
    visit = Visit(page, request, canonical, timezone.now())
    why = None if is_preview else visit.why_nobody_can()
    if why is not None:
        return visit.not_taken(why) if is_sent else unavailable(page, request, why)
    if is_sent:
        return visit.send()
    state = canonical.availability(visit.now)
    if not state.takes_sign_ups and not is_preview:
        return unavailable(page, request, state)
    return visit.new_form(state)


def refused(page: SignUpPage, request: HttpRequest) -> HttpResponse:
    """Show the form with its input after its CSRF token was rejected; nothing is stored."""
    canonical = page.canonical
    if canonical is None or not page.live:
        return _gone(page, request)
    return Visit(page, request, canonical, timezone.now()).show_refused()


@path("done/<path:signed>/", name="done")
@method_decorator(require_safe)
def done(page: SignUpPage, request: HttpRequest, signed: str) -> HttpResponse:
    """Show the result of a sign-up: its code, its position on the waitlist, what happens next."""
    try:
        reference = done_signer.unsign(signed, max_age=DONE_SECONDS)
    except signing.SignatureExpired:
        return unavailable(page, request, "expired", status=410)
    except signing.BadSignature as error:
        raise Http404 from error
    canonical = page.canonical
    if canonical is None:
        raise Http404
    found = get_object_or_404(canonical.all_submissions, reference=reference)
    found.page = canonical
    subpath = page.reverse_subpage("done", [signed])
    return render(
        page,
        request,
        "signups/sign_up_done.html",
        submission=found,
        place=found.place_in_line,
        has_email=bool(found.used_email),
        personal_url=page.personal_url(found),
        is_in=found.shown_status in Submission.TAKES_PLACE,
        another=f"{ANOTHER}={uuid.uuid4().hex[:8]}",
        languages=page.other_languages(request, subpath),
    )


def _gone(page: SignUpPage, request: HttpRequest) -> HttpResponse:
    """Respond to a submission of a form that is not published (any more)."""
    questions = read_questions(page.fields.get_prep_value())
    return not_taken(page, request, questions, Availability.MISSING, status=410)


@dataclass
class Visit:
    """One request for an existing form: `page` is in the language of the visitor."""

    page: SignUpPage
    request: HttpRequest
    canonical: SignUpPage
    now: datetime

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return self.canonical.questions_for(self.page)

    @cached_property
    def data(self) -> QueryDict:
        return storable(self.request.POST)

    @cached_property
    def shown(self) -> datetime | None:
        """Return when the submitted form was first shown, if that is proven."""
        return self.page.shown_at(self.data)

    def why_nobody_can(self) -> Availability | None:
        """Return why the form is shown to nobody at all, or None."""
        asked = [question for question in self.questions if question.is_asked]
        if not asked or self.canonical.has_unsealable():
            return Availability.MISSING
        notice = SiteSettings.for_request(self.request).privacy_page_id
        lacking = unreadable(
            self.page.locale_id, asked, notice, lambda pks: readable(pks, self.request)
        )
        return Availability.UNREADABLE if lacking else None

    # ------------------------------------------------------------ submitting
    def send(self) -> HttpResponse:
        """Process the submission, or show the form again."""
        idempotency_key = read_idempotency_key(self.data.get(IDEMPOTENCY_KEY))
        # From the form in the other language: keep the input, but do not validate it yet.
        switched = SWITCH in self.data
        form = self._form(self.data, unchecked=switched)
        is_valid = not switched and form.is_valid()
        before = self._sent_before(idempotency_key)
        if before is not None and not is_valid:
            # A submitted form from an earlier page in the browser: show none of it again.
            if not switched:
                return see_other(self._done_url(before))
            return self._show_or_say(self._form(), uuid.uuid4(), None, 200)
        is_old = before is None and not is_fresh(self.shown, self.now)
        if not is_valid or is_old:
            status = 200 if switched else 422
            return self._show_or_say(
                form, idempotency_key, self.shown, status, "old" if is_valid else ""
            )
        return self._receive(form, idempotency_key, is_new=before is None)

    def _receive(
        self, form: SignUpForm, idempotency_key: uuid.UUID, *, is_new: bool
    ) -> HttpResponse:
        """Submit a valid form, and respond with the result."""
        suspect = is_new and (
            rate_limit.is_exceeded(self.request, self.now) or self.looks_like_spam()
        )
        reference = uuid.uuid4()
        sent = SignUpData(
            reference=reference,
            idempotency_key=idempotency_key,
            language=get_language() or self.page.locale.language_code,
            answers=form.answers(),
            sealed=form.sealed(reference),
            email=form.email(),
            people=form.people(),
            suspect=suspect,
            shown=self.shown,
            trace=self._trace(form, idempotency_key),
        )
        received = receive(self.canonical, sent, now=self.now)
        if received.room:
            form.refuse_people(received.room)
            return self._show_or_say(form, idempotency_key, self.shown, 422)
        if received.submission is None:
            return self.not_taken(received.state)
        if received.other:
            return self._show_or_say(form, uuid.uuid4(), None, 422, "other")
        return see_other(self._done_url(received.submission))

    def looks_like_spam(self) -> bool:
        """Return whether a bot seems to have filled in the form; if so, it is quarantined."""
        return is_too_fast(self.shown, self.now) or bool(self.data.get(TRAP))

    def show_refused(self) -> HttpResponse:
        """Show the input, unvalidated, because its CSRF token was rejected."""
        idempotency_key = read_idempotency_key(self.data.get(IDEMPOTENCY_KEY))
        if self._sent_before(idempotency_key) is not None:  # show none of it again
            return self._show_or_say(self._form(), uuid.uuid4(), None, 403, "refused")
        form = self._form(self.data, unchecked=True)
        return self._show_or_say(form, idempotency_key, self.shown, 403, "refused")

    def not_taken(self, state: Availability) -> HttpResponse:
        return not_taken(self.page, self.request, self.questions, state)

    def _sent_before(self, idempotency_key: uuid.UUID) -> Submission | None:
        return self.canonical.all_submissions.filter(idempotency_key=idempotency_key).first()

    def _done_url(self, submission: Submission) -> str:
        """Return the URL, valid for a day, of the screen after signing up."""
        signed = done_signer.sign(submission.reference.hex)
        return self.page.get_url(self.request) + self.page.reverse_subpage("done", [signed])

    def _trace(self, form: SignUpForm, idempotency_key: uuid.UUID) -> str:
        """Return a trace that identifies the answers of a valid form if they are sent again.

        If no answer tells people apart, the trace includes the idempotency key.
        """
        distinct = form.data.get(ANOTHER, "") if form.tells_people_apart() else idempotency_key.hex
        browser = self.request.META.get("CSRF_COOKIE", "")
        content = f"{distinct}\0{form.content()}"
        return tokens.content_trace(browser, self.page.translation_key, content)

    # ------------------------------------------------------------ the form
    def new_form(self, state: Availability) -> HttpResponse:
        idempotency_key = uuid.uuid4()
        proof = sign_timestamp(self.page.translation_key, idempotency_key, self.now)
        return self._show(self._form(), idempotency_key, proof, state)

    def _form(self, data: QueryDict | None = None, *, unchecked: bool = False) -> SignUpForm:
        retention = self.canonical.retention_notice(self.questions)
        return SignUpForm(self.questions, data, unchecked=unchecked, retention=retention)

    def _show_or_say(
        self,
        form: SignUpForm,
        idempotency_key: uuid.UUID,
        shown: datetime | None,
        status: int,
        again: str = "",
    ) -> HttpResponse:
        """Show a submitted form again, with its input, if it still accepts sign-ups."""
        state = self.canonical.availability(self.now, shown)
        if not state.takes_sign_ups:
            return not_taken(self.page, self.request, form.questions, state)
        if is_fresh(shown, self.now):
            proof = form.data[TIMESTAMP]
        else:
            proof = renew_timestamp(shown, self.page.translation_key, idempotency_key, self.now)
        return self._show(form, idempotency_key, proof, state, status, again)

    def _show(
        self,
        form: SignUpForm,
        idempotency_key: uuid.UUID,
        proof: str,
        state: Availability,
        status: int = 200,
        again: str = "",
    ) -> HttpResponse:
        """Show the form; `again` says why a form without errors was not accepted yet."""
        rows = list(form.rows())
        is_preview = getattr(self.request, "is_preview", False)
        another = (form.data if form.is_bound else self.request.GET).get(ANOTHER, "")
        notice = SiteSettings.for_request(self.request).privacy_page_id
        return render(
            self.page,
            self.request,
            "signups/sign_up_page.html",
            status,
            form=form,
            rows=rows,
            privacy_page=readable({notice}, self.request).get(notice) if notice else None,
            wrong=form.rows_with_errors() if form.is_bound else [],
            again=again,
            hidden={IDEMPOTENCY_KEY: idempotency_key, TIMESTAMP: proof}
            | ({ANOTHER: another} if another else {}),
            trap=TRAP,
            form_id=FORM_ID,
            state=state,
            # The language switch of the page becomes a button of this form.
            switch_form=FORM_ID if rows and not is_preview else "",
            switch_name=SWITCH,
        )
