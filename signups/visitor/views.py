"""The visitor's way through a sign-up page: the form, what is sent, the screen afterwards."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from wagtail.contrib.routable_page.models import path

from pages import privacy
from pages.models import SiteSettings
from signups.form.agreeing import unreadable
from signups.form.forms import NONCE, SignUpForm, form_number, storable
from signups.form.links import readable, with_links
from signups.form.publication import TEXTS
from signups.form.questions import Field, read_fields
from signups.models.availability import State
from signups.models.submission import Submission
from signups.privacy import tokens
from signups.visitor import rate_limit, spam

if TYPE_CHECKING:
    from signups.models.page import SignUpPage

    Page = Any  # what the other parents of `SignUpPage` have
else:
    Page = object

FORM_ID = "sign-up"
# Names with a hyphen are no keys of questions.
SWITCH = "switch-language"  # of the button
ANOTHER = "another-person"  # of the link after signing up: what follows is not the same again
# How long the address of the last screen answers. It carries no answer, but names a sign-up.
DONE_SECONDS = 24 * 3600
# "/" parts the address into words and digits, which is all that Wagtail routes.
done_signer = signing.TimestampSigner(salt="signups.done", sep="/")


class VisitorRoutes(Page):
    """The routes of a sign-up page that anybody may open; for `SignUpPage` alone."""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        canonical = self.canonical
        context["canonical"] = canonical
        context["words_from"] = {
            name: canonical.page_with(name, self) if canonical else self for name in TEXTS
        }
        event = canonical.event_for(self) if canonical else None
        context["event"] = event if privacy.is_open(event) else None
        return context

    @path("")
    def index_route(self, request: HttpRequest) -> HttpResponse:
        """Show the form, or why there is none; take in what is sent."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        canonical, now = self.canonical, timezone.now()
        is_preview = getattr(request, "is_preview", False)
        is_sent = request.method == "POST" and not is_preview
        if canonical is None or not (self.live or is_preview):
            return self._missing(request, is_sent)
        questions = canonical.questions_for(self)
        asked = [question for question in questions if question.key and not question.retired]
        if not is_preview and (not asked or canonical.has_unsealable()):
            if is_sent:
                return self._not_taken(request, questions, State.MISSING)
            return self._unavailable(request, State.MISSING)
        if not is_preview and not self._can_be_agreed_to(request, asked):
            if is_sent:
                return self._not_taken(request, questions, State.UNREADABLE)
            return self._unavailable(request, State.UNREADABLE)
        if is_sent:
            return self._send(request, canonical, questions, now)
        state = canonical.state(now)
        if not state.takes_sign_ups and not is_preview:
            return self._unavailable(request, state)
        shown = spam.stamp(self.translation_key, number := uuid.uuid4(), now)
        form = SignUpForm(questions, keeping=canonical.keeping(questions))
        return self._form(request, form, number, shown, state)

    def _can_be_agreed_to(self, request: HttpRequest, asked: list[Field]) -> bool:
        """Return whether a visitor can read what she would have to agree to."""
        notice = SiteSettings.for_request(request).privacy_page_id
        return not unreadable(self.locale_id, asked, notice, lambda pks: readable(pks, request))

    def was_shown(self, request: HttpRequest) -> bool:
        """Return whether a form that is sent was shown here before, in whatever language."""
        return self._shown_at(request.POST) is not None

    def _shown_at(self, data) -> datetime | None:
        number = form_number(data.get(NONCE))
        return spam.shown_at(data.get(spam.STAMP), self.translation_key, number)

    def _missing(self, request: HttpRequest, is_sent: bool) -> HttpResponse:
        """Answer where the form is not published any more, or not in the source language."""
        if not is_sent:
            return self._unavailable(request, State.MISSING, status=404)
        questions = read_fields(self.fields.get_prep_value())
        return self._not_taken(request, questions, State.MISSING, status=410)

    def _not_taken(self, request, questions, state: str, status: int = 409) -> HttpResponse:
        """Say why what was sent is not taken, and give back what was typed."""
        data = storable(request.POST)
        form = SignUpForm(questions, data, unchecked=True)
        typed = [(question.label, text) for question, text in form.typed()]
        others = [link for link in self.other_languages(request) if link.available]
        carried = [
            (key, value)
            for key, values in data.lists()
            if key not in (SWITCH, "csrfmiddlewaretoken")
            for value in values
        ]
        return self._unavailable(
            request,
            state,
            status,
            typed=typed,
            # In another language the form may still be there.
            others=[link for link in others if not link.current]
            if not self.live or state == State.UNREADABLE
            else [],
            carried=carried,
            switch_name=SWITCH,
        )

    @path("done/<path:signed>/", name="done")
    def done_route(self, request: HttpRequest, signed: str) -> HttpResponse:
        """Show what became of a sign-up: its code, its place in line, what happens next."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        try:
            reference = done_signer.unsign(signed, max_age=DONE_SECONDS)
        except signing.SignatureExpired:
            return self._unavailable(request, "expired", status=410)
        except signing.BadSignature as error:
            raise Http404 from error
        canonical = self.canonical
        found = (
            canonical and Submission.everything.filter(page=canonical, reference=reference).first()
        )
        if not found:
            raise Http404
        found.page = canonical
        subpath = self.reverse_subpage("done", [signed])
        return self._render(
            request,
            "signups/sign_up_done.html",
            submission=found,
            place=found.place_in_line,
            has_address=bool(found.address(canonical.canonical_questions())),
            personal_url=self.personal_url(found),
            is_in=found.shown_status in Submission.TAKES_PLACE,
            another=f"{ANOTHER}={uuid.uuid4().hex[:8]}",
            languages=self.other_languages(request, subpath),
        )

    def done_url(self, request: HttpRequest, submission: Submission) -> str:
        """Return the address, good for a day, of the screen after signing up."""
        signed = done_signer.sign(submission.reference.hex)
        return self.get_url(request) + self.reverse_subpage("done", [signed])

    def personal_url(self, submission: Submission) -> str:
        """Return the complete address of the personal page of a sign-up, in this language."""
        token = tokens.manage_token(
            submission.reference, submission.manage_token_hash, submission.link_version
        )
        return (self.full_url or "") + self.reverse_subpage("personal", [token])

    def _send(self, request, canonical: "SignUpPage", questions, now) -> HttpResponse:
        from signups.registration.create import Sent, receive

        data = storable(request.POST)
        number, shown = form_number(data.get(NONCE)), self._shown_at(data)
        # From the form in the other language: what was typed comes along and is not judged yet.
        switched = SWITCH in data
        keeping = canonical.keeping(questions)
        form = SignUpForm(questions, data, unchecked=switched, keeping=keeping)
        is_valid = not switched and form.is_valid()
        before = Submission.everything.filter(page=canonical, idempotency_key=number).first()
        if before is not None and not is_valid:
            # An earlier page of a form that has been sent: nothing of it is shown again.
            if not switched:
                return self._see_other(self.done_url(request, before))
            form = SignUpForm(questions, keeping=keeping)
            return self._form_or_why_not(request, canonical, form, uuid.uuid4(), None, now, 200)
        is_old = before is None and not spam.is_fresh(shown, now)
        if not is_valid or is_old:
            status = 200 if switched else 422
            again = "old" if is_valid else ""
            return self._form_or_why_not(
                request, canonical, form, number, shown, now, status, again
            )
        suspect = False
        if before is None:
            suspect = rate_limit.is_exceeded(request, now) or spam.is_suspect(data, shown, now)
        reference = uuid.uuid4()
        sent = Sent(
            reference=reference,
            number=number,
            language=get_language() or self.locale.language_code,
            answers=form.answers(),
            sealed=form.sealed(reference),
            address=form.address(),
            people=form.people(),
            suspect=suspect,
            shown=shown,
            trace=self._trace(request, form, number),
        )
        received = receive(canonical, sent, now=now)
        if received.room:
            form.refuse_people(received.room)
            return self._form_or_why_not(request, canonical, form, number, shown, now, 422)
        if received.submission is None:
            return self._not_taken(request, questions, received.state)
        if received.other:
            number = uuid.uuid4()
            return self._form_or_why_not(request, canonical, form, number, None, now, 422, "other")
        return self._see_other(self.done_url(request, received.submission))

    def form_refused(self, request: HttpRequest) -> HttpResponse:
        """Show the form as it was filled in, since its token was refused; nothing is taken in."""
        canonical, now = self.canonical, timezone.now()
        if canonical is None or not self.live:
            return self._missing(request, is_sent=True)
        questions, data = canonical.questions_for(self), storable(request.POST)
        keeping = canonical.keeping(questions)
        number, shown = form_number(data.get(NONCE)), self._shown_at(data)
        if Submission.everything.filter(page=canonical, idempotency_key=number).exists():
            # It has been sent before: nothing of it is shown again.
            form, number, shown = SignUpForm(questions, keeping=keeping), uuid.uuid4(), None
        else:
            form = SignUpForm(questions, data, unchecked=True, keeping=keeping)
        return self._form_or_why_not(request, canonical, form, number, shown, now, 403, "refused")

    def _trace(self, request, form: SignUpForm, number: uuid.UUID) -> str:
        """Return by what the answers of a valid form are known if they are sent again.

        Where nothing tells one person from another, only under the same number.
        """
        distinct = form.data.get(ANOTHER, "") if form.tells_people_apart() else number.hex
        browser = request.META.get("CSRF_COOKIE", "")
        content = f"{distinct}\0{form.content()}"
        return tokens.content_trace(browser, self.translation_key, content)

    def _see_other(self, url: str) -> HttpResponse:
        response = HttpResponseRedirect(url)
        response.status_code = 303
        add_never_cache_headers(response)
        return response

    def _form_or_why_not(
        self, request, canonical, form, number, shown, now, status: int, again: str = ""
    ) -> HttpResponse:
        """Show a form that was sent once more, with what was typed, if there still is one."""
        state = canonical.state(now, shown)
        if not state.takes_sign_ups:
            return self._not_taken(request, form.questions, state)
        if spam.is_fresh(shown, now):
            stamp = form.data[spam.STAMP]
        else:
            stamp = spam.renewed_stamp(shown, self.translation_key, number, now)
        return self._form(request, form, number, stamp, state, status, again)

    def _form(
        self,
        request,
        form: SignUpForm,
        number: uuid.UUID,
        stamp: str,
        state: State,
        status: int = 200,
        again: str = "",
    ) -> HttpResponse:
        """Show the form; `again` says why one without a mistake was not taken yet."""
        rows = list(form.rows())
        is_preview = getattr(request, "is_preview", False)
        another = (form.data if form.is_bound else request.GET).get(ANOTHER, "")
        notice = SiteSettings.for_request(request).privacy_page_id
        hidden = {NONCE: number, spam.STAMP: stamp, **({ANOTHER: another} if another else {})}
        return self._render(
            request,
            "signups/sign_up_page.html",
            status,
            form=form,
            rows=rows,
            privacy_page=readable({notice}, request).get(notice) if notice else None,
            wrong=form.rows_with_errors() if form.is_bound else [],
            again=again,
            hidden=hidden,
            trap=spam.TRAP,
            form_id=FORM_ID,
            state=state,
            # The language switch of the page becomes a button of this form.
            switch_form=FORM_ID if rows and not is_preview else "",
            switch_name=SWITCH,
        )

    def _unavailable(self, request, state: str, status: int = 200, **context) -> HttpResponse:
        template = "signups/sign_up_unavailable.html"
        return self._render(request, template, status, state=str(state), **context)

    def _render(self, request, template: str, status: int = 200, **context) -> HttpResponse:
        if "rows" in context:
            context["rows"] = with_links(context["rows"], request)
        response = self.render(request, template=template, context_overrides=context)
        response.status_code = status
        add_never_cache_headers(response)
        return response
