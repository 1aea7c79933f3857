"""Responses of the visitor views: a page of the form, why there is none, or a redirect."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers

from signups.form.forms import SignUpForm, storable
from signups.form.links import with_links
from signups.form.questions import Question
from signups.models import SignUpPage
from signups.models.availability import Availability

READ_OR_SEND = ["GET", "HEAD", "POST"]
SWITCH = "switch-language"  # the name of a button; with a hyphen it cannot be the key of a question


def render(
    page: SignUpPage, request: HttpRequest, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Return the page rendered with `template`, never to be cached."""
    if "rows" in context:
        context["rows"] = with_links(context["rows"], request)
    response = page.render(request, template=template, context_overrides=context)
    response.status_code = status
    add_never_cache_headers(response)
    return response


def secret(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    add_never_cache_headers(response)
    return response


def see_other(url: str) -> HttpResponse:
    """Redirect to the result of a POST."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    add_never_cache_headers(response)
    return response


def unavailable(
    page: SignUpPage, request: HttpRequest, state: str, status: int = 200, **context: Any
) -> HttpResponse:
    template = "signups/sign_up_unavailable.html"
    return render(page, request, template, status, state=str(state), **context)


def not_taken(
    page: SignUpPage,
    request: HttpRequest,
    questions: Sequence[Question],
    state: Availability,
    status: int = 409,
) -> HttpResponse:
    """Explain why a submission is not accepted, and give back the input."""
    data = storable(request.POST)
    form = SignUpForm(questions, data, unchecked=True)
    others = [link for link in page.other_languages(request) if link.available]
    # In another language the form may still be available.
    elsewhere = not page.live or state is Availability.UNREADABLE
    return unavailable(
        page,
        request,
        state,
        status,
        typed=[(question.label, text) for question, text in form.typed()],
        others=[link for link in others if not link.current] if elsewhere else [],
        carried=[
            (key, value)
            for key, values in data.lists()
            if key not in (SWITCH, "csrfmiddlewaretoken")
            for value in values
        ],
        switch_name=SWITCH,
    )
