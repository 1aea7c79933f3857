"""The visitor's way through a sign-up page: the form, what is sent, the screen afterwards."""

import uuid
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

from home.models import SiteSettings, localize
from signups import codes, limits, spam
from signups.forms import NONCE, SignUpForm, form_number, storable
from signups.links import with_links
from signups.models.submission import Submission
from signups.publication import TEXTS
from signups.state import State

if TYPE_CHECKING:
    from signups.models.page import SignUpPage

    Page = Any  # what the other parents of `SignUpPage` have
else:
    Page = object

FORM_ID = "sign-up"
SWITCH = "switch-language"  # of the button; a name with a hyphen is no key of a question
# How long the address of the last screen answers. It carries no answer, but names a sign-up.
DONE_SECONDS = 24 * 3600
# "/" parts the address into words and digits, which is all that Wagtail routes.
done_signer = signing.TimestampSigner(salt="signups.done", sep="/")


class VisitorRoutes(Page):
    """The routes of a sign-up page that anybody may open; for `SignUpPage` alone."""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        canonical = self.canonical
        privacy_page = SiteSettings.for_request(request).privacy_page
        context["canonical"] = canonical
        context["words_from"] = {
            name: canonical.page_with(name, self) if canonical else self for name in TEXTS
        }
        context["event"] = canonical.event_for(self) if canonical else None
        context["privacy_page"] = localize([privacy_page])[0] if privacy_page else None
        return context

    @path("")
    def index_route(self, request: HttpRequest) -> HttpResponse:
        """Show the form, or why there is none; take in what is sent."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        canonical, now = self.canonical, timezone.now()
        is_preview = getattr(request, "is_preview", False)
        if canonical is None:
            return self._unavailable(request, State.MISSING)
        questions = canonical.questions_for(self)
        asked = [question for question in questions if question.key and not question.retired]
        if not is_preview and (not asked or canonical.has_unsealable()):
            return self._unavailable(request, State.MISSING)
        if request.method == "POST" and not is_preview:
            return self._send(request, canonical, questions, now)
        state = canonical.state(now)
        if not state.takes_sign_ups and not is_preview:
            return self._unavailable(request, state)
        form = SignUpForm(questions, keeping=canonical.keeping(questions))
        return self._form(request, form, uuid.uuid4(), state, now)

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
            languages=self.other_languages(request, subpath),
        )

    def done_url(self, request: HttpRequest, submission: Submission) -> str:
        """Return the address, good for a day, of the screen after signing up."""
        signed = done_signer.sign(submission.reference.hex)
        return self.get_url(request) + self.reverse_subpage("done", [signed])

    def personal_url(self, submission: Submission) -> str:
        """Return the complete address of the personal page of a sign-up, in this language."""
        token = codes.manage_token(submission.reference, submission.manage_token_hash)
        return (self.full_url or "") + self.reverse_subpage("personal", [token])

    def _send(self, request, canonical: "SignUpPage", questions, now) -> HttpResponse:
        from signups.receive import Sent, receive

        data = storable(request.POST)
        number = form_number(data.get(NONCE))
        # From the form in the other language: what was typed comes along and is not judged yet.
        switched = SWITCH in data
        keeping = canonical.keeping(questions)
        form = SignUpForm(questions, data, unchecked=switched, keeping=keeping)
        if switched or not form.is_valid():
            state = canonical.state(now)
            if not state.takes_sign_ups:
                return self._unavailable(request, state, status=409)
            status = 200 if switched else 422
            return self._form(request, form, number, state, now, status)
        reference = uuid.uuid4()
        suspect = spam.is_suspect(data, number, now)
        if not Submission.everything.filter(page=canonical, idempotency_key=number).exists():
            suspect = limits.is_exceeded(request, now) or suspect
        sent = Sent(
            reference=reference,
            number=number,
            language=get_language() or self.locale.language_code,
            answers=form.answers(),
            sealed=form.sealed(reference),
            address=form.address(),
            suspect=suspect,
        )
        received = receive(canonical, sent, now=now)
        if received.submission is None:
            return self._unavailable(request, received.state, status=409)
        return self._see_other(self.done_url(request, received.submission))

    def _see_other(self, url: str) -> HttpResponse:
        response = HttpResponseRedirect(url)
        response.status_code = 303
        add_never_cache_headers(response)
        return response

    def _form(
        self, request, form: SignUpForm, number: uuid.UUID, state: State, now, status: int = 200
    ) -> HttpResponse:
        rows = list(form.rows())
        is_preview = getattr(request, "is_preview", False)
        stamp = spam.kept_stamp(form.data.get(spam.STAMP), number, now)
        return self._render(
            request,
            "signups/sign_up_page.html",
            status,
            form=form,
            rows=rows,
            wrong=form.rows_with_errors() if form.is_bound else [],
            hidden={NONCE: number, spam.STAMP: stamp},
            trap=spam.TRAP,
            form_id=FORM_ID,
            state=state,
            # The language switch of the page becomes a button of this form.
            switch_form=FORM_ID if rows and not is_preview else "",
            switch_name=SWITCH,
        )

    def _unavailable(self, request, state: str, status: int = 200) -> HttpResponse:
        return self._render(request, "signups/sign_up_unavailable.html", status, state=str(state))

    def _render(self, request, template: str, status: int = 200, **context) -> HttpResponse:
        if "rows" in context:
            context["rows"] = with_links(context["rows"], request)
        response = self.render(request, template=template, context_overrides=context)
        response.status_code = status
        add_never_cache_headers(response)
        return response
