"""Pages in a language that is reviewed, made live as on the site: somebody else approves them.

A page in another language than the source's goes live in no other way, in tests as well. Its
source has to be live. What has no drafts (partners, topics, menus) is saved as it is.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page

from home import structure
from pages.languages import source_locale
from translations.engine import reviewed


def publish[P: Page](page: P) -> P:
    """Publish what `page` holds; return it as it then is in the database.

    A page in another language than the source's is handed in by one person and approved by
    another one, through its workflow. A page in the source language needs nobody.
    """
    page = page.specific
    if page.locale_id == source_locale().pk:
        page.save_revision().publish()
    else:
        author = _person("author", page.locale)
        page.save_revision(user=author)
        page.get_workflow().start(page, author)
        approve(page)
    return type(page).objects.get(pk=page.pk)


def approve(page: Page) -> None:
    """Approve what of `page` waits for review, as somebody of the reviewers: it goes live."""
    waiting = page.current_workflow_task_state
    reviewer = _person("reviewer", page.locale)
    reviewer.groups.add(Group.objects.get(name=structure.reviewers(page.locale.language_code)))
    waiting.task.specific.on_action(waiting, reviewer, "approve")


def translate[P: Page](page: P, locale: Locale, **texts) -> P:
    """Return a live translation of `page` with these texts, recorded as approved.

    Where a page above it has none in this language, an alias stands in for it.
    """
    copy = page.copy_for_translation(locale, copy_parents=True).specific
    for name, value in texts.items():
        setattr(copy, name, value)
    # As sample content is: a review with people in it takes twice as long, and hundreds of tests
    # begin with this.
    revision = copy.save_revision()
    reviewed.declare_reviewed(revision)
    revision.publish()
    return type(copy).objects.get(pk=copy.pk)


def _person(part: str, locale: Locale):
    name = f"{part}-{locale.language_code}"
    return get_user_model().objects.get_or_create(username=name)[0]
