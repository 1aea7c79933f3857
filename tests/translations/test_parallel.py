"""Real concurrency on PostgreSQL: writing, submitting, approving and publishing at once."""

import pytest
from django.contrib.auth.models import Group, User
from wagtail.models import Collection, Locale, Page, Site
from wagtail_localize.models import StringTranslation, Translation

from home import structure
from home.models import HomePage, StandardPage
from tests.signups.test_parallel import in_parallel
from tests.translations.conftest import send, write_all
from translations.engine import objects, review, segments, status, status_store
from translations.engine.segments import TextRefusedError
from translations.models import Review, State

KEPT = [each.attname for each in State._meta.concrete_fields if not each.primary_key]
pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


@pytest.fixture
def ready(transactional_db):
    """Return a page with a complete translation and its users; the tables may have been emptied."""
    Locale.objects.get_or_create(language_code="en")
    if not Page.get_first_root_node():
        Page.add_root(title="Root", slug="root")
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    Site.clear_site_root_paths_cache()
    structure.build()
    for name, group in (
        ("translator", structure.translators("es")),
        ("second", structure.translators("es")),
        ("reviewer", structure.reviewers("es")),
        ("colleague", structure.reviewers("es")),
    ):
        User.objects.create_user(name).groups.add(Group.objects.get(name=group))
    home = HomePage.objects.get(locale__language_code="en")
    page = StandardPage(title="About", introduction="We meet.", live=False)
    home.add_child(instance=page)
    page.save_revision().publish()
    page = StandardPage.objects.get(pk=page.pk)
    translation = send(page, Locale.objects.get(language_code="es"))
    write_all(translation, User.objects.get(username="translator"))
    return page


def task() -> Translation:
    return Translation.objects.select_related("source", "target_locale").get(
        source__object_id=StandardPage.objects.get(locale__language_code="en").translation_key
    )


def who(name: str) -> User:
    return User.objects.get(username=name)


def assert_true() -> None:
    kept = {(s.translation_key, s.locale_id): s for s in status_store.all_statuses()}
    for key, standing in status.compute_status(objects.all_keys()).items():
        for name in KEPT:
            assert getattr(kept[key], name) == getattr(standing, name), name


def test_handed_in_once(ready):
    errors = in_parallel(
        4, lambda number: review.submit(task(), who(("translator", "second")[number % 2]))
    )
    assert [type(error) for error in errors] == [TextRefusedError] * 3
    assert Review.objects.filter(state="waiting").count() == 1
    assert_true()


def test_nothing_is_written_into_what_was_handed_in(ready):
    """A text is either part of the review or refused as too late."""
    text = next(t for t in segments.read(task()) if t.context.path == "introduction")

    def work(number: int):
        if number == 0:
            review.submit(task(), who("translator"))
        else:
            segments.write(task(), text.context, text.string, f"ES {number}", user=who("second"))

    errors = in_parallel(6, work)
    assert {type(error) for error in errors} <= {TextRefusedError}
    stored = StringTranslation.objects.get(context=text.context, translation_of=text.string).data
    handed_in = Review.objects.get(state="waiting")
    assert handed_in.texts[text.key] == stored
    assert handed_in.revision.as_object().introduction == stored
    assert_true()


def test_approved_once_while_the_source_is_published(ready):
    review.submit(task(), who("translator"))

    def work(number: int):
        if number < 2:
            review.approve(task(), who(("reviewer", "colleague")[number]))
        else:
            page = StandardPage.objects.get(pk=ready.pk).get_latest_revision_as_object()
            page.introduction = f"We meet again, {number}."
            page.save_revision().publish()

    errors = in_parallel(4, work)
    refused = [error for error in errors if isinstance(error, TextRefusedError)]
    assert len(refused) == 1
    assert errors == refused
    copy = StandardPage.objects.get(locale__language_code="es", slug__startswith="es-")
    assert copy.live
    assert copy.introduction == "ES: We meet."
    assert_true()


def test_many_read_while_many_write(ready):
    found = segments.read(task())

    def work(number: int):
        for round_ in range(3):
            if number % 2:
                status_store.refresh()
            else:
                text = found[number % len(found)]
                segments.write(
                    task(), text.context, text.string, f"{number} {round_}", user=who("second")
                )

    assert in_parallel(8, work) == []
    assert_true()
