"""Publish pages in a language that is reviewed, as on the site: another person approves them.

In tests too, a page in a language other than the source language cannot go live in any other way.
Its source must be live. Objects without drafts (partners, topics, menus) are saved directly.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page

from home import structure
from pages.languages import source_locale
from translations.engine import reviewed


def publish[P: Page](page: P) -> P:
    """Publish the content of `page`; return it as it then is in the database.

    A page that is not in the source language is submitted by one person and approved by another,
    through its workflow. A page in the source language needs no review.
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
    """Approve what waits for review on `page`, as a reviewer: it goes live."""
    waiting = page.current_workflow_task_state
    reviewer = _person("reviewer", page.locale)
    reviewer.groups.add(Group.objects.get(name=structure.reviewers(page.locale.language_code)))
    waiting.task.specific.on_action(waiting, reviewer, "approve")


def translate[P: Page](page: P, locale: Locale, **texts) -> P:
    """Return a live translation of `page` with these texts, recorded as approved.

    A page above it that is not translated into this language gets an alias.
    """
    copy = page.copy_for_translation(locale, copy_parents=True).specific
    for name, value in texts.items():
        setattr(copy, name, value)
    # As in the sample content: a review by two people takes twice as long, and hundreds of tests
    # start with this.
    revision = copy.save_revision()
    reviewed.declare_reviewed(revision)
    revision.publish()
    return type(copy).objects.get(pk=copy.pk)


def _person(part: str, locale: Locale):
    name = f"{part}-{locale.language_code}"
    return get_user_model().objects.get_or_create(username=name)[0]
