"""An English page and its team: editor, translator and reviewer, with the rights of the site."""

from itertools import count

import pytest
from django.contrib.auth.models import Group, User
from wagtail_localize.models import Translation

from home import structure
from home.models import StandardPage
from pages.models import Topic
from partners.models import Partner
from tests.arranged import arranged
from translations.engine import review, segments, sending, status_store

_numbers = count(1)


@pytest.fixture
def make_person(site_structure):
    """Return a function that creates a user in the given groups."""

    def make_person(*groups: str, name: str = "", **fields) -> User:
        name = name or f"person{next(_numbers)}"
        person = User.objects.create_user(name, f"{name}@example.org", "secret", **fields)
        person.groups.set(Group.objects.filter(name__in=groups))
        assert person.groups.count() == len(groups)
        return person

    return make_person


@pytest.fixture
def editor(make_person, spanish):
    return arranged("editor", lambda: make_person(structure.COMMUNICATIONS, name="editor"), spanish)


@pytest.fixture
def translator(make_person, spanish):
    return arranged(
        "translator", lambda: make_person(structure.translators("es"), name="translator"), spanish
    )


@pytest.fixture
def reviewer(make_person, spanish):
    return arranged(
        "reviewer", lambda: make_person(structure.reviewers("es"), name="reviewer"), spanish
    )


@pytest.fixture
def make_page(home):
    """Return a function that publishes an English page."""

    def make_page(title: str = "About us", parent=None, publish: bool = True, **fields):
        page = StandardPage(title=title, live=False, **fields)
        (parent or home).add_child(instance=page)
        revision = page.save_revision()
        if publish:
            revision.publish()
        return StandardPage.objects.get(pk=page.pk)

    return make_page


@pytest.fixture
def page(make_page, home) -> StandardPage:
    words = {"introduction": "We meet for peace.", "listing_text": "Who we are"}
    return arranged("page", lambda: make_page("About us", slug="about-us", **words), home)


@pytest.fixture
def topic(english) -> Topic:
    return arranged(
        "topic", lambda: Topic.objects.create(name="Land", slug="land", locale=english), english
    )


@pytest.fixture
def partner(english) -> Partner:
    facts = {"country": "MX", "region": "mx-ca", "description": "They listen."}

    def build() -> Partner:
        return Partner.objects.create(name="Voices", locale=english, **facts)

    return arranged("partner", build, english)


def send(instance, locale, user=None) -> Translation:
    """Send an object for translation into a language; return its translation."""
    [translation] = sending.send([instance], [locale], user).sent
    return translation


def write_all(translation: Translation, user, prefix: str = "ES: ") -> None:
    """Translate every untranslated text as `user`."""
    for text in segments.missing(segments.read(translation)):
        segments.write(translation, text.context, text.string, prefix + text.source, user=user)


def translate(instance, locale, translator, reviewer) -> Translation:
    """Translate, review and publish an object in a language."""
    translation = send(instance, locale)
    write_all(translation, translator)
    review.submit(translation, translator)
    review.approve(translation, reviewer)
    return translation


def change(page, user=None, **fields):
    """Publish an English page with changed fields; return it."""
    page = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish(user=user)
    return type(page).objects.get(pk=page.pk)


def state_of(instance, locale) -> status_store.State:
    return status_store.for_keys([instance.translation_key])[instance.translation_key, locale.pk]
