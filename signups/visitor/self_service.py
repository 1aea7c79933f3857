"""The personal page of a sign-up, behind the link that its sender got: no account, no guessing.

See, correct, cancel, download, delete; what changes something is a POST. The page says nothing
that its sender did not type, apart from the state of the sign-up.
"""

import json

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _

from signups.form.answers import shown
from signups.form.forms import SignUpForm, storable
from signups.form.questions import address_key
from signups.models import SignUpPage, Submission
from signups.privacy import tokens
from signups.registration import addresses, transitions
from signups.visitor.responses import render, secret, see_other

ACTIONS = ("correct", "cancel", "delete")
TOO_MANY = _("Other addresses have been asked for several times today. Please try again tomorrow.")
DAY = 24 * 3600  # for how long the screen after deleting names the code
TOLD = "1"
deleted_signer = signing.TimestampSigner(salt="signups.deleted", sep="/")
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
            return _cancel(page, request, submission, token)
        if action == "delete":
            return _delete(page, request, submission)
        if action == "keep":
            return _keep_address(page, request, submission, token)
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
        "people": submission.places,
        "language": submission.language,
        "new_address": submission.pending_address or None,
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


def deleted(page: SignUpPage, request: HttpRequest, signed: str = "") -> HttpResponse:
    """Say that a sign-up has been deleted: the screen after it, which knows its code alone."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    code = told = ""
    if signed:
        try:
            code, told = deleted_signer.unsign(signed, max_age=DAY).split("/")
        except signing.SignatureExpired:
            pass  # it says less
        except (signing.BadSignature, ValueError) as error:
            raise Http404 from error
    subpath = page.reverse_subpage("deleted", [signed] if signed else [])
    return render(
        page,
        request,
        "signups/sign_up_deleted.html",
        code=tokens.spaced(code) if code else "",
        is_told=told == TOLD,
        languages=page.other_languages(request, subpath),
    )


def address(page: SignUpPage, request: HttpRequest, signed: str) -> HttpResponse:
    """Ask whether a new address is to be used (GET), which a mail has led to, and use it (POST)."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    submission = addresses.find(page, signed)
    if submission is None:
        raise Http404
    subpath = page.reverse_subpage("address", [signed])
    state, status, new, used = "ask", 200, "", False
    try:
        new, used = addresses.meant(submission, signed)
        if used:
            state = "used"
        elif request.method == "POST":
            transitions.confirm_address(submission, new)
            return see_other(page.get_url(request) + subpath)
    except (addresses.Gone, Submission.DoesNotExist):
        state, status = "gone", 410
    except transitions.Taken:
        state, status = "taken", 409
    response = render(
        page,
        request,
        "signups/address.html",
        status,
        state=state,
        new=new,
        former=submission.used_address,
        submission=submission,
        here=page.get_url(request) + subpath,
        languages=page.other_languages(request, subpath),
    )
    return secret(response)


# ------------------------------------------------------------ what is done


def _submission(page: SignUpPage, token: str) -> Submission:
    """Return the sign-up of a token, for this form alone; 404 if there is none."""
    # Whether the form is published or not: what somebody sent stays hers.
    found = (
        Submission.everything.filter(
            page__translation_key=page.translation_key,
            manage_token_hash=tokens.token_hash(token),
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


def _here(page: SignUpPage, request: HttpRequest, token: str) -> str:
    """Return the path of a personal page, on the host where its reader is."""
    return page.get_url(request) + page.reverse_subpage("personal", [token])


def _cancel(
    page: SignUpPage, request: HttpRequest, submission: Submission, token: str
) -> HttpResponse:
    told = _is_told(submission)  # of what a person has not looked at yet, there is no mail
    if _can_cancel(submission):
        transitions.cancel(submission)
    return see_other(_here(page, request, token) + ("?cancelled" if told else ""))


def _keep_address(
    page: SignUpPage, request: HttpRequest, submission: Submission, token: str
) -> HttpResponse:
    transitions.keep_address(submission)
    return see_other(_here(page, request, token))


def _delete(page: SignUpPage, request: HttpRequest, submission: Submission) -> HttpResponse:
    told = TOLD if _is_told(submission) else "0"
    transitions.delete(submission, tell=told == TOLD)
    signed = deleted_signer.sign(f"{submission.code}/{told}")
    return see_other(page.get_url(request) + page.reverse_subpage("deleted", [signed]))


def _is_told(submission: Submission) -> bool:
    """Return whether a mail goes to the address of a sign-up about what is done here."""
    has_address = bool(submission.used_address)
    return has_address and submission.status != Submission.Status.QUARANTINED


def _correct(
    page: SignUpPage, request: HttpRequest, submission: Submission, token: str
) -> HttpResponse:
    if submission.is_over:
        return see_other(_here(page, request, token))
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
            transitions.correct(submission, form.answers(), sealed, form.address(), by_sender=True)
        except addresses.TooMany:
            form.refuse_address(str(TOO_MANY))
        except transitions.NoPlace as error:
            form.refuse_people(error.left)
        else:
            return see_other(f"{_here(page, request, token)}?corrected")
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
    new_address = submission.pending_address
    if asked == "correct" and form is None:
        initial = submission.answers
        if new_address:  # what was typed last; the one before typed again takes it back
            initial = {**initial, address_key(questions): new_address}
        form = SignUpForm(
            questions,
            initial=initial,
            correcting=True,
            keeping=submission.page.keeping(questions, sent=True),
        )
    url = page.reverse_subpage("personal", [token])
    answered = [
        (q, shown(q, submission.answers.get(q.key)), q.key in submission.sealed)
        for q in questions
        if q.key in submission.answers or q.key in submission.sealed
    ]
    response = render(
        page,
        request,
        "signups/personal.html",
        status,
        submission=submission,
        status_in_words=STATUS_IN_WORDS[submission.shown_status],
        place=submission.place_in_line,
        can_cancel=_can_cancel(submission),
        can_correct=not submission.is_over,
        has_address=bool(submission.used_address),
        answered=answered,
        asked=asked,
        form=form,
        rows=list(form.rows()) if form else [],
        wrong=form.rows_with_errors() if form and form.is_bound else [],
        corrected="corrected" in request.GET,
        just_cancelled="cancelled" in request.GET,
        new_address=new_address,
        used_address=submission.address(questions),
        is_told=_is_told(submission),
        here=page.get_url(request) + url,
        languages=page.other_languages(request, url),
    )
    return secret(response)
