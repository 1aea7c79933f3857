"""The text of emails that go to an address rather than a sign-up, or are about several sign-ups.

The owner of the address may know what is signed up with it; nobody else learns it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.email_addresses import same
from signups.models import Letter, SignUpPage, Submission
from signups.privacy import tokens

Kind, Status = Letter.Kind, Submission.Status


@dataclass(frozen=True)
class MessageContent:
    """Subject and paragraphs, and the sign-up whose code and link are included, or another link.

    The subject may contain the `title` of the form or its event.
    """

    subject: str
    paragraphs: Sequence[str]
    submission: Submission | None = None
    url: str = ""
    url_text: str = ""


def is_address_message(letter: Letter) -> bool:
    """Return whether this module provides the text of an email."""
    repeated = letter.submission is not None and letter.submission.status == Status.DUPLICATE
    return repeated or letter.kind in (Kind.DELETED, Kind.CONFIRM_ADDRESS, Kind.OTHER_ADDRESS)


def content_of(letter: Letter, page: SignUpPage, email: str) -> MessageContent | None:
    """Return what an email to `email` says now, in the language of `page`; None for no email."""
    submission = letter.submission
    first = _first_of(letter.page, email, submission)
    stands = first is not None and first.status != Status.CANCELLED
    if letter.kind == Kind.DELETED:
        return _deleted(letter.once, first)
    if submission is None:
        return None
    code = {"code": submission.spaced_code}
    match letter.kind:
        case Kind.CONFIRM_ADDRESS:
            return _confirm(letter, page, submission, first if stands else None)
        case Kind.OTHER_ADDRESS:
            return _other_address(letter, submission)
        case Kind.CHANGED if stands:
            texts = [
                _("The answers in sign-up %(code)s were changed.") % code,
                _(
                    "This address was already signed up. Your first sign-up is the one that "
                    "counts; its code is below. To change it, use the link."
                ),
            ]
            return MessageContent(_("A later sign-up was changed: %(title)s"), texts, first)
        case Kind.CANCELLED:
            texts = [
                _("Sign-up %(code)s, made with this address, was canceled.") % code,
                _still_stands() if stands else _nothing_stands(),
            ]
            return MessageContent(_("A sign-up was canceled: %(title)s"), texts, first)
    return None


def _still_stands() -> str:
    return _(
        "Your first sign-up with this address is still active; its code is below. To cancel or "
        "delete it too, use the link."
    )


def _nothing_stands() -> str:
    return _("There is no other active sign-up with this address.")


def _deleted(code: str, first: Submission | None) -> MessageContent:
    if first is None:
        rest = _nothing_stands()
    elif first.status == Status.CANCELLED:
        rest = _(
            "An earlier sign-up with this address was canceled, but what you wrote in it is "
            "still saved; its code is below. To delete it too, use the link."
        )
    else:
        rest = _still_stands()
    gone = _("Sign-up %(code)s, made with this address, was deleted along with everything in it.")
    texts = [gone % {"code": code}, rest]
    return MessageContent(_("A sign-up was deleted: %(title)s"), texts, first)


def _confirm(
    letter: Letter, page: SignUpPage, submission: Submission, first: Submission | None
) -> MessageContent | None:
    if submission.pending_email != letter.to:
        return None
    if first is not None:
        texts = [
            _("Someone, probably you, wants to use this address for another sign-up."),
            _(
                "This address was already signed up, so nothing has changed. Your first "
                "sign-up is the one that counts; its code is below. To change it, use the link."
            ),
            _("If this wasn’t you, you don’t need to do anything."),
        ]
        return MessageContent(_("You had already signed up: %(title)s"), texts, first)
    days = Submission.NEW_ADDRESS_KEPT.days
    works = ngettext(
        "If that is correct, open the link and press the button there. The link works for "
        "%(days)d day.",
        "If that is correct, open the link and press the button there. The link works for "
        "%(days)d days.",
        days,
    )
    asked = _(
        "Someone, probably you, wants to get our emails about sign-up %(code)s at this address."
    )
    return MessageContent(
        _("Is this your address? %(title)s"),
        [
            asked % {"code": submission.spaced_code},
            works % {"days": days},
            _("If this wasn’t you, you don’t need to do anything: nothing will change."),
        ],
        url=page.address_url(submission),
        url_text=_("Use this address"),
    )


def _other_address(letter: Letter, submission: Submission) -> MessageContent | None:
    code = {"code": submission.spaced_code}
    used = submission.email(letter.page.canonical_questions())
    if same(used, letter.to):
        if not submission.pending_email:  # the change was canceled
            return None
        texts = [
            _(
                "Someone, probably you, wants to get our emails about sign-up %(code)s at a "
                "different address. We have asked for confirmation there; until we get it, we "
                "will keep writing to this address."
            )
            % code,
            _("If this wasn’t you, open the link and choose “Keep the address as it is” there."),
        ]
        return MessageContent(
            _("Email change requested for your sign-up: %(title)s"), texts, submission
        )
    texts = [
        _("From now on, we will send emails about sign-up %(code)s to a different address.") % code
        if used
        else _("Sign-up %(code)s no longer has an email address.") % code,
        _("This is the last email about it that we will send to this address."),
        *([_("The personal links in earlier emails no longer work.")] if used else []),
        _("If this wasn’t you, please write to us."),
    ]
    return MessageContent(_("We will no longer write to this address: %(title)s"), texts)


def _first_of(page: SignUpPage, email: str, besides: Submission | None = None) -> Submission | None:
    """Return the active sign-up of an address, else the one that was canceled last."""
    fingerprints = tokens.email_fingerprints(email, page.translation_key)
    rows = Submission.everything.filter(page=page, email_fingerprint__in=fingerprints)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    stands = rows.with_email(fingerprints).first()
    found = stands or rows.filter(status=Status.CANCELLED).order_by("-pk").first()
    if found is not None:
        found.page = page
    return found
