"""Keep a form closed unless visitors can read what they must agree to in their language.

That is the privacy notice of the site in the language of the form, if the site has one, and each
page to which a question requires consent.
"""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from pages import required_pages
from pages.languages import language_in_a_sentence, source_locale
from signups.form.links import look_up, unreadable
from signups.form.questions import read_questions
from signups.models import SignUpPage


def warnings(form: SignUpPage) -> list[str]:
    """Return, for editors, why visitors cannot sign up on a live form, in each language."""
    found = []
    for page in _versions(form):
        canonical = page.canonical
        if not page.live or canonical is None or canonical.terms().are_over(timezone.now()):
            continue
        asked = [each for each in canonical.questions_for(page) if each.is_asked]
        notice = page.site_settings.privacy_page_id
        with translation.override(page.locale.language_code):
            lacking = unreadable(page.locale_id, asked, notice, look_up) if asked else {}
        titles = dict(Page.objects.filter(pk__in=lacking).values_list("pk", "title"))
        found += [_words(page, titles.get(pk, ""), label) for pk, label in lacking.items()]
    return found


def _versions(form: SignUpPage) -> QuerySet[SignUpPage] | list[SignUpPage]:
    """Return the pages that depend on a form: a source with its translations, others alone."""
    if not form.is_source:
        return [form]
    versions = type(form).objects.filter(translation_key=form.translation_key, alias_of=None)
    return versions.select_related("locale").order_by("-locale__language_code")


def _words(page: SignUpPage, title: str, question: str) -> str:
    language = language_in_a_sentence(page.locale.language_code)
    words = {"form": page.title, "title": title, "question": question, "language": language}
    if question:
        text = _(
            "No one can sign up with “%(form)s” (%(language)s): “%(question)s” asks people to "
            "agree to “%(title)s,” which they cannot read. Publish that page or choose another "
            "one."
        )
    else:
        text = _(
            "No one can sign up with “%(form)s” (%(language)s): the privacy notice “%(title)s” "
            "is not available in that language. Publish it in that language, without access "
            "restrictions."
        )
    return text % words


@hooks.register("after_publish_page")
def warn(request: HttpRequest, page: Page) -> None:
    """Tell the editor who has just published a form why it is closed to visitors."""
    form = page.specific
    if isinstance(form, SignUpPage):
        for warning in warnings(form):
            messages.warning(request, warning)


@hooks.register("before_edit_page", order=-50)  # before the translation editor opens
def warn_who_edits(request: HttpRequest, page: Page) -> None:
    """Show the same warnings to anyone who opens the form in the admin."""
    if request.method == "GET" and not request.headers.get("x-requested-with"):
        warn(request, page)


@required_pages.provider
def agreed_to_in_open_forms() -> Iterator[tuple[int, str]]:
    """Yield the pages to which a form that is open, or will be, asks for consent."""
    now = timezone.now()
    forms = SignUpPage.objects.filter(live=True, locale=source_locale())
    for form in forms.select_related("locale"):
        named = {
            question.page_id
            for question in read_questions(form.fields.get_prep_value())
            if question.page_id and not question.retired
        }
        if not named or form.terms().are_over(now):
            continue
        words = _("The form “%(title)s” is open and asks people to agree to this page.")
        for pk in named:
            yield pk, words % {"title": form.title}
