"""What keeps a form from being published: texts that promise more than its questions keep.

The form itself says which answers are sealed and how long they are kept (`signups.form.keeping`).
What
an editor or a translator writes beside it is compared with the questions at each publication, in
whatever way and language; on the page in the editor's form, next to the text that is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from pages import kept
from pages.languages import localize, source_locale
from pages.models import SiteSettings
from signups.form.promises import Broken, broken, scopes
from signups.form.questions import Field, read_fields

TEXTS = ("introduction", "privacy_notice", "confirmation")


@dataclass(frozen=True)
class Fault:
    """A promise that is not kept; `field` is of the page, `block` and `name` are of its stream."""

    found: Broken
    field: str
    block: str = ""
    name: str = ""
    place: str = ""  # the heading or question where it stands

    def message(self) -> str:
        """Return what is wrong and what to do, for whoever sees the text before her."""
        promise, question = self.found.promise, self.found.question
        words = {
            "sentence": Truncator(promise.quote).chars(160),
            "question": question.label,
            "days": question.days_to_keep,
        }
        if promise.days is None:
            wrong = _("“%(sentence)s” But the answers to “%(question)s” are not sealed.")
            right = _(
                "Take this out, as the form itself says which answers are sealed, or mark that "
                "question as sensitive."
            )
        else:
            wrong = ngettext(
                "“%(sentence)s” But the answers to “%(question)s” are kept for %(days)s day.",
                "“%(sentence)s” But the answers to “%(question)s” are kept for %(days)s days.",
                question.days_to_keep,
            )
            right = _(
                "Take this out, as the form itself says when answers are deleted, or change “Days "
                "to keep” of that question."
            )
        return f"{wrong % words} {right}"

    def message_with_place(self, page: Any) -> str:
        """Return the same for whoever sees it elsewhere."""
        if self.place:
            place = _("At “%(place)s”:") % {"place": self.place}
        else:
            place = f"{capfirst(page._meta.get_field(self.field).verbose_name)}:"
        return f"{place} {self.message()}"


def faults_of(texts: dict[str, str], questions: tuple[Field, ...]) -> Iterator[Fault]:
    """Yield each promise that is not kept, of the texts of a page and of its questions."""
    for name, text in texts.items():
        for found in broken(text, questions, whole_form=True):
            yield Fault(found, name)
    for scope in scopes(questions):
        for found in broken(scope.text, scope.questions, whole_form=scope.whole_form):
            there = questions[scope.place]
            yield Fault(found, "fields", there.id, scope.name, str(there.label))


def faults(page) -> list[Fault]:
    """Return the promises in the texts of `page` that the form does not keep."""
    texts = {name: getattr(page, name) for name in TEXTS}
    return list(faults_of(texts, page_questions(page)))


def refuse(page, revision) -> None:
    """Refuse to publish a form that promises more than it keeps."""
    from signups.models import SignUpPage

    if isinstance(page, SignUpPage) and (found := faults(page)):
        raise ValidationError([fault.message_with_place(page) for fault in found])


def stream_error(stream: list[dict], found: list[Fault]) -> ValidationError:
    """Return the error of the field of questions, each message at its text."""
    ids = [block.get("id") for block in stream]
    by_place: dict[int, dict[str, ValidationError]] = {}
    for fault in found:
        errors = by_place.setdefault(ids.index(fault.block), {})
        errors[fault.name] = ValidationError(fault.message())
    return StreamBlockValidationError(
        block_errors={
            place: StructBlockValidationError(block_errors=errors)
            for place, errors in by_place.items()
        }
    )


# ------------------------------------------------------------------ the privacy notice of the site
def against_privacy_notice(page) -> list[Broken]:
    """Return what the site's privacy notice, in the language of `page`, says and `page` breaks.

    Periods alone: whether all answers are sealed is no matter for a notice about the whole site.
    """
    site = page.get_site()
    settings = SiteSettings.for_site(site) if site else None
    if settings is None or settings.privacy_page is None:
        return []
    (notice,) = localize([settings.privacy_page])
    if notice.locale_id != page.locale_id:
        return []
    found = broken(words_of_page(notice.specific), page_questions(page), whole_form=True)
    return [each for each in found if each.promise.days is not None]


@kept.keeper
def agreed_to_in_open_forms() -> Iterator[tuple[int, str]]:
    """Yield the pages to which a form that is open, or will be, asks for consent."""
    from signups.models import SignUpPage

    now = timezone.now()
    forms = SignUpPage.objects.filter(live=True, locale=source_locale())
    for form in forms.select_related("locale"):
        named = {
            question.page_id
            for question in read_fields(form.fields.get_prep_value())
            if question.page_id and not question.retired
        }
        if not named:
            continue
        if form.terms().are_over(now):
            continue
        words = _("The form “%(title)s” is open and asks people to agree to it.")
        for pk in named:
            yield pk, words % {"title": form.title}


def page_questions(page) -> tuple[Field, ...]:
    """Return the questions of a form in the words of `page`."""
    return (page.canonical or page).words_of(page)


def words_of_page(page) -> str:
    """Return the texts of a page, each on lines of its own."""
    texts = [str(getattr(page, "introduction", ""))]
    body = getattr(page, "body", None)
    if body is not None:
        texts += [str(text) for text in _texts(body.get_prep_value())]
    return "\n".join(texts)


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts in the stored value of a stream."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in ("id", "type"):
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


@hooks.register("after_publish_page")
def compare_with_the_privacy_notice(request: HttpRequest, page) -> None:
    """Warn an editor whose form keeps answers for longer than the site's privacy notice says."""
    from signups.models import SignUpPage

    if not isinstance(page.specific, SignUpPage):
        return
    for found in against_privacy_notice(page.specific)[:1]:
        words = {
            "sentence": Truncator(found.promise.quote).chars(160),
            "question": found.question.label,
            "days": found.question.days_to_keep,
        }
        warning = ngettext(
            "The privacy notice of the site says: “%(sentence)s” But this form keeps the answers "
            "to “%(question)s” for %(days)s day.",
            "The privacy notice of the site says: “%(sentence)s” But this form keeps the answers "
            "to “%(question)s” for %(days)s days.",
            found.question.days_to_keep,
        )
        messages.warning(request, warning % words)
