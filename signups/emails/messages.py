"""Compose a `Letter` into an email in the language of the person who signed up."""

import io
import re
from email.message import MIMEPart

import segno
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from events import files
from mailing.messages import build
from pages.models import SiteSettings
from signups.emails import address_messages, invitation
from signups.models import Letter, Submission

QR_NAME = "code"  # Content-ID of the image of the code
# Invisible characters that fill the preview on a phone (zero width, no-break space).
PADDING = "\u200c\u00a0" * 100


def compose(letter: Letter) -> EmailMultiAlternatives | None:
    """Return the message for a letter, or None if there is no recipient (any more)."""
    if letter.to_staff:
        return _to_staff(letter)
    submission = letter.submission
    if letter.elsewhere:
        email = letter.to
    else:
        email = submission.email(letter.page.canonical_questions()) if submission else ""
    if not email:
        return None
    language = letter.language or (submission.language if submission else settings.LANGUAGE_CODE)
    with translation.override(language):
        return _to_visitor(letter, email)


def _to_visitor(letter: Letter, email: str) -> EmailMultiAlternatives | None:
    """Compose an email about a sign-up; to another `email` it goes without code and link."""
    canonical, kind = letter.page, letter.kind
    own = None if letter.elsewhere else letter.submission
    page = canonical.in_language(translation.get_language())
    event = canonical.event_for(page)
    site = canonical.site_settings
    named = event or page
    file = None
    if letter.submission is None or address_messages.is_address_message(letter):
        content = address_messages.content_of(letter, page, email)
        if content is None:
            return None
        own = content.submission
        event = event if own else None  # a recipient who may not know of the event learns nothing
    else:
        file = invitation.file_of(letter, event)
        content = address_messages.MessageContent(*_words(letter.kind, letter.submission, file))
    letter.method = file.method if file else ""
    over = kind in (Letter.Kind.CANCELLED, Letter.Kind.DECLINED, Letter.Kind.EVENT_CANCELLED)
    holds_place = own is not None and own.status in Submission.TAKES_PLACE
    welcome = holds_place and kind in (Letter.Kind.RECEIVED, Letter.Kind.PROMOTED)
    told_by = canonical.page_with("confirmation", page) if welcome else None
    confirmation = absolute(expand_db_html(told_by.confirmation if told_by else ""))
    context = {
        "page": page,
        "paragraphs": content.paragraphs,
        "contact": site.email,
        "code": own.spaced_code if own else "",
        "show_picture": holds_place and not over,
        "event": event,
        "confirmation": confirmation,
        "confirmed_by": told_by,
        "confirmation_text": plain(confirmation),
        "url": page.personal_url(own) if own else content.url,
        "url_text": content.url_text,
    }
    message = _message(content.subject, named, context, [email], site)
    if site.email:
        message.reply_to = [site.email]
    if file:
        message.attach(file.as_part(files.organizer(canonical.get_site())))
    if own is not None and context["show_picture"]:
        message.attach(_picture(own))
    return message


def _words(
    kind: str, submission: Submission, file: invitation.File | None
) -> tuple[str, list[str]]:
    """Return the subject, with a placeholder for the title, and the paragraphs of an email."""
    waiting = submission.status == Submission.Status.WAITING
    place = submission.place_in_line
    in_line = _all_taken(submission.places, place) if place else ""
    people = _for_how_many(submission.places)
    match kind:
        case Letter.Kind.RECEIVED if waiting:
            subject = _("You are on the waitlist: %(title)s")
            texts = [
                _("Your sign-up was moved to the waitlist, so you do not have a spot right now.")
                if file
                else _("We received your sign-up."),
                people,
                in_line,
                _("We will email you as soon as a spot opens up for you."),
            ]
        case Letter.Kind.RECEIVED:
            subject = _("You are signed up: %(title)s")
            texts = [_("We received your sign-up, and you have a spot."), people]
        case Letter.Kind.AGAIN:
            subject = _("You had already signed up: %(title)s")
            texts = [
                _("Someone, probably you, just signed up again with this address."),
                _(
                    "This address was already signed up, so nothing has changed. Your first "
                    "sign-up is the one that counts; its code is below. To change it, use the "
                    "link."
                ),
                in_line,
                _("If this wasn’t you, you don’t need to do anything."),
            ]
        case Letter.Kind.PROMOTED:
            subject = _("You now have a spot: %(title)s")
            texts = [
                _("A spot opened up, and it is yours: you are signed up."),
                people,
                _(
                    "If you cannot come, please cancel so that your spot can go to the next "
                    "person in line."
                ),
            ]
        case Letter.Kind.CHANGED:
            subject = _("Your sign-up was changed: %(title)s")
            texts = [
                _("Your answers were changed. Use the link to see them."),
                people,
                in_line,
                _("If this wasn’t you, please write to us."),
            ]
        case Letter.Kind.CANCELLED:
            subject = _("Your sign-up was canceled: %(title)s")
            texts = [
                _("Your sign-up was canceled, and your spot is now free for someone else."),
                _("Later sign-ups with the same address were canceled too.")
                if Submission.everything.filter(original=submission).exists()
                else "",
                _("Use the link to delete what you wrote."),
            ]
        case Letter.Kind.DECLINED:
            subject = _("Your sign-up was not accepted: %(title)s")
            texts = [
                _(
                    "A person reviewed your sign-up and did not accept it, so you do not have "
                    "a spot."
                ),
                _("If you think this is a mistake, please write to us."),
                _("Use the link to delete what you wrote."),
            ]
        case Letter.Kind.REMINDER:
            subject = _("Reminder: %(title)s")
            texts = [
                _("We look forward to seeing you. Have your code ready at the entrance."),
                people,
                _(
                    "If you cannot come, please cancel so that your spot can go to the next "
                    "person in line."
                ),
            ]
        case Letter.Kind.EVENT_MOVED:
            subject = _("There has been a change: %(title)s")
            texts = [
                _("The date, time, and place below are the current ones."),
                _("Your sign-up is still valid."),
                people,
                in_line,
                _("If you can no longer come, please cancel."),
            ]
        case Letter.Kind.EVENT_CANCELLED:
            subject = _("The event has been canceled: %(title)s")
            texts = [_("The event you signed up for has been canceled.")]
        case _unknown:
            raise ValueError(f"no such kind of letter: {kind}")
    if file and file.method == invitation.CANCEL:
        texts.append(
            _("The calendar file attached to this message removes the event from your calendar.")
        )
    elif file and file.replaces:
        texts.append(_("The calendar file attached to this message replaces the earlier one."))
    return subject, [text for text in texts if text]


def _for_how_many(count: int) -> str:
    if count == 1:
        return ""
    text = ngettext("It is for %(count)s person.", "It is for %(count)s people.", count)
    return text % {"count": number_format(count)}


def _all_taken(count: int, place: int) -> str:
    """Return why `count` people wait, and their position on the waitlist."""
    if count > 1:
        text = _(
            "There are not enough spots for your whole group right now. Your number on the "
            "waitlist: %(place)s."
        )
    else:
        text = _("There is no spot available right now. Your number on the waitlist: %(place)s.")
    return text % {"place": number_format(place)}


def _to_staff(letter: Letter) -> EmailMultiAlternatives | None:
    """Notify the organizers of sign-ups: how many and for which form, but no personal data."""
    page = letter.page
    addresses = page.staff_addresses.split()
    if not addresses:
        return None
    with translation.override(page.locale.language_code):
        site = page.site_settings
        url = reverse("signups_list", args=[page.pk])
        quarantined = Submission.Status.QUARANTINED
        if letter.kind == Letter.Kind.QUARANTINE:
            count = page.submissions.filter(status=quarantined).count()
            if not count:  # all of them have been reviewed meanwhile
                return None
            url += f"?status={quarantined}"
            subject = _("Sign-ups to review: %(title)s")
            paragraphs = [
                ngettext(
                    "%(count)d sign-up is in quarantine because it may have been sent by a bot.",
                    "%(count)d sign-ups are in quarantine because they may have been sent by a "
                    "bot.",
                    count,
                )
                % {"count": count},
                _(
                    "The senders were told that a person will review their sign-ups. Accept or "
                    "decline them."
                ),
            ]
        else:
            came = page.submissions.filter(created_at__gte=letter.created_at)
            count = came.exclude(status=quarantined).places()
            if not count:  # all of them were duplicates, or were deleted since
                return None
            subject = _("New sign-ups: %(title)s")
            text = ngettext(
                "%(count)d person has signed up.", "%(count)d people have signed up.", count
            )
            paragraphs = [text % {"count": count}]
        context = {
            "page": page,
            "paragraphs": paragraphs,
            "form_title": page.title,
            "url": settings.SITE_URL + url,
            "to_staff": True,
        }
        return _message(subject, page.event_for(page) or page, context, addresses, site)


def _message(
    subject: str, named: Page, context: dict, addresses: list[str], site: SiteSettings
) -> EmailMultiAlternatives:
    """Return a message whose `subject` names a page, unless `discreet_mail` is set."""
    subject %= {"title": "" if site.discreet_mail else named.title}
    subject = " ".join(subject.split()).rstrip(": ")
    context |= {
        "language": translation.get_language(),
        "subject": subject,
        "site_url": settings.SITE_URL,
        "discreet": site.discreet_mail,
        "padding": PADDING,
    }
    return build(
        subject,
        render_to_string("signups/mail/message.txt", context),
        addresses,
        html=render_to_string("signups/mail/message.html", context),
        sender=_("Sign-ups") if site.discreet_mail else "",
    )


def _picture(submission: Submission) -> MIMEPart:
    """Return the QR code of a sign-up (ISO/IEC 18004) as an inline image."""
    out = io.BytesIO()
    qr_code(submission).save(out, kind="png", scale=6, border=4)
    part = MIMEPart()
    part.set_content(
        out.getvalue(), "image", "png",
        disposition="inline", filename=f"{submission.spaced_code}.png", cid=f"<{QR_NAME}>",
    )  # fmt: skip
    return part


def qr_code(submission: Submission) -> segno.QRCode:
    """Return the QR code with a sign-up's check-in URL, which only organizers can open."""
    email = settings.SITE_URL + reverse("signups_check_in_code", args=[submission.code])
    return segno.make_qr(email, error="m")


def absolute(markup: str) -> str:
    """Return HTML with absolute URLs for links within the site."""
    return re.sub(r'href="/(?!/)', f'href="{settings.SITE_URL}/', markup)


def plain(markup: str) -> str:
    """Return rich text as plain text, with the URL of each link after its text."""
    soup = BeautifulSoup(markup, "html.parser")
    for link in soup.find_all("a", href=True):
        target = str(link["href"]).removeprefix("mailto:").removeprefix("tel:")
        if target != link.get_text().strip():
            link.append(f" ({target})")
    for item in soup.find_all("li"):
        item.insert(0, "- ")
    for line in soup.find_all("br"):
        line.replace_with("\n")
    for block in soup.find_all(["p", "li", "h2", "h3", "h4", "h5", "h6"]):
        block.append("\n" if block.name == "li" else "\n\n")
    return re.sub(r"\n{3,}", "\n\n", soup.get_text()).strip()
