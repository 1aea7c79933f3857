"""Keep a form from being published if its texts promise more than its questions keep.

Every publication, in any way and language, compares the texts of editors and translators with the
questions (`signups.form.promise_issues`). The editor's form shows the errors next to the text.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from pages.languages import localize
from signups.form.promise_issues import TEXTS, PromiseIssue, issues_of, params_of
from signups.form.promises import BrokenPromise, broken
from signups.form.questions import Question
from signups.models import SignUpPage


def issues(page: SignUpPage) -> list[PromiseIssue]:
    """Return the promises in the texts of `page` that the form does not keep."""
    texts = {name: getattr(page, name) for name in TEXTS}
    return list(issues_of(texts, page_questions(page)))


def refuse(page: Page, revision) -> None:
    if isinstance(page, SignUpPage) and (found := issues(page)):
        raise ValidationError([fault.message_with_place(page) for fault in found])


# ------------------------------------------------------------------ the privacy notice of the site
def against_privacy_notice(page: SignUpPage) -> list[BrokenPromise]:
    """Return promises in the site's privacy notice, in the language of `page`, that `page` breaks.

    Only periods: a notice about the whole site cannot say whether all answers are encrypted.
    """
    if (named := page.site_settings.privacy_page) is None:
        return []
    (notice,) = localize([named])
    if notice.locale_id != page.locale_id:
        return []
    found = broken(words_of_page(notice.specific), page_questions(page), whole_form=True)
    return [each for each in found if each.promise.days is not None]


def page_questions(page: SignUpPage) -> tuple[Question, ...]:
    return (page.canonical or page).words_of(page)


def words_of_page(page: Page) -> str:
    """Return the texts of a page, each on separate lines."""
    body = getattr(page, "body", None)
    below = _texts(body.get_prep_value()) if body is not None else ()
    return "\n".join([str(getattr(page, "introduction", "")), *below])


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
def compare_with_the_privacy_notice(request: HttpRequest, page: Page) -> None:
    """Warn an editor whose form keeps answers for longer than the site's privacy notice says."""
    if not isinstance(page.specific, SignUpPage):
        return
    for found in against_privacy_notice(page.specific)[:1]:
        warning = ngettext(
            "The site’s privacy notice says: “%(sentence)s” But this form keeps the answers to "
            "“%(question)s” for %(days)s day.",
            "The site’s privacy notice says: “%(sentence)s” But this form keeps the answers to "
            "“%(question)s” for %(days)s days.",
            found.question.days_to_keep,
        )
        messages.warning(request, warning % params_of(found))
