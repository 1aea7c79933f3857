"""The personal page of a sign-up, behind the link that its sender got: no account, no guessing.

See, correct, cancel, download, delete; what changes something is a POST. The page says nothing
that its sender did not type, apart from the state of the sign-up.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from signups import codes
from signups.forms import SignUpForm, shown, storable
from signups.models.submission import Submission

if TYPE_CHECKING:
    from signups.models.page import SignUpPage

ALWAYS = ("mine", "deleted")  # how the addresses begin that outlive the publication of the form
ACTIONS = ("correct", "cancel", "delete")
STATUS_IN_WORDS = {
    "confirmed": _("You have a place."),
    "checked_in": _("You have arrived: welcome."),
    "waiting": _("You are on the waiting list."),
    "cancelled": _("This sign-up has been cancelled."),
    "declined": _(
        "A person has looked at this sign-up, and it was not accepted: you do not have a place."
    ),
    "quarantined": _(
        "We have received your sign-up. A person is going to look at it; until then you do not "
        "have a place."
    ),
}


def show(page: SignUpPage, request: HttpRequest, token: str) -> HttpResponse:
    """Show one sign-up to whoever holds its link; change it when asked to."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    submission = _submission(page, token)
    if request.method == "POST":
        action = request.POST.get("action")
        if action == "cancel":
            return _cancel(page, submission)
        if action == "delete":
            return _delete(page, request, submission)
        return _correct(page, request, submission, token)
    asked = request.GET.get("to", "")
    return _personal(page, request, submission, token, asked if asked in ACTIONS else "")


def download(page: SignUpPage, request: HttpRequest, token: str) -> HttpResponse:
    """Send all that is stored about one sign-up (GDPR article 20, LFPDPPP: access)."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    submission = _submission(page, token)
    questions = submission.page.questions_for(page)
    data = {
        "form": page.title,
        "code": submission.spaced_code,
        "status": submission.shown_status,
        "status_in_words": str(STATUS_IN_WORDS[submission.shown_status]),
        "place_in_line": submission.place_in_line,
        "language": submission.language,
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
    return _secret(response)


def deleted(page: SignUpPage, request: HttpRequest) -> HttpResponse:
    """Say that a sign-up has been deleted: the screen after it, which knows of none."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    languages = page.other_languages(request, page.reverse_subpage("deleted"))
    return page._render(request, "signups/sign_up_deleted.html", languages=languages)


# ------------------------------------------------------------ what is done


def _submission(page: SignUpPage, token: str) -> Submission:
    """Return the sign-up of a token, for this form alone; 404 if there is none."""
    # Whether the form is published or not: what somebody sent stays hers.
    found = (
        Submission.everything.filter(
            page__translation_key=page.translation_key,
            manage_token_hash=codes.token_hash(token),
        )
        .select_related("page__locale")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _can_cancel(submission: Submission) -> bool:
    """Return whether there is something to give up: who has arrived is there."""
    status = Submission.Status
    return submission.shown_status in (status.CONFIRMED, status.WAITING, status.QUARANTINED)


def _can_correct(submission: Submission) -> bool:
    """Return whether its answers still count for something."""
    over = (Submission.Status.CANCELLED, Submission.Status.DECLINED)
    return submission.shown_status not in over


def _cancel(page: SignUpPage, submission: Submission) -> HttpResponse:
    from signups import places

    if _can_cancel(submission):
        places.cancel(submission)
    return page._see_other(page.personal_url(submission))


def _delete(page: SignUpPage, request: HttpRequest, submission: Submission) -> HttpResponse:
    from signups import places

    places.delete(submission)
    return page._see_other(page.get_url(request) + page.reverse_subpage("deleted"))


def _correct(
    page: SignUpPage, request: HttpRequest, submission: Submission, token: str
) -> HttpResponse:
    from signups import places

    if not _can_correct(submission):
        return page._see_other(page.personal_url(submission))
    questions = submission.page.questions_for(page)
    form = SignUpForm(
        questions,
        storable(request.POST),
        initial=submission.answers,
        correcting=True,
        keeping=submission.page.keeping(questions, sent=True),
    )
    if form.is_valid():
        sealed = form.sealed(submission.reference)
        try:
            places.correct(submission, form.answers(), sealed, form.address())
        except places.Taken:
            form.refuse_address()
        else:
            return page._see_other(f"{page.personal_url(submission)}?corrected")
    return _personal(page, request, submission, token, "correct", form=form, status=422)


def _personal(
    page: SignUpPage,
    request,
    submission: Submission,
    token: str,
    asked: str,
    form=None,
    status: int = 200,
) -> HttpResponse:
    questions = submission.page.questions_for(page)
    if asked == "correct" and form is None:
        form = SignUpForm(
            questions,
            initial=submission.answers,
            correcting=True,
            keeping=submission.page.keeping(questions, sent=True),
        )
    url = page.reverse_subpage("personal", [token])
    answered = [
        (q, shown(q, submission.answers.get(q.key)), q.key in submission.sealed)
        for q in questions
        if q.key in submission.answers or q.key in submission.sealed
    ]
    response = page._render(
        request,
        "signups/personal.html",
        status,
        submission=submission,
        status_in_words=STATUS_IN_WORDS[submission.shown_status],
        place=submission.place_in_line,
        can_cancel=_can_cancel(submission),
        can_correct=_can_correct(submission),
        has_address=bool(submission.address(submission.page.canonical_questions())),
        answered=answered,
        asked=asked,
        form=form,
        rows=list(form.rows()) if form else [],
        wrong=form.rows_with_errors() if form and form.is_bound else [],
        corrected="corrected" in request.GET,
        here=page.get_url(request) + url,
        languages=page.other_languages(request, url),
    )
    return _secret(response)


def _secret(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    add_never_cache_headers(response)
    return response
