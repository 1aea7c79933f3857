"""A line in the settings adds French: status, memory, review and files work for it unchanged."""

import pytest
from wagtail.models import Locale

from home.models import HomePage
from peacesummit import structure
from tests.translations.conftest import change, send, state_of, translate, write_all
from translations import people, review, states, texts
from translations.models import Notice, Status
from translations.texts import TextRefusedError
from translations.words import memory

pytestmark = pytest.mark.django_db


@pytest.fixture
def french(site_structure, settings) -> Locale:
    added = [*settings.LANGUAGES, ("fr", "French")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = added
    structure.build()
    return Locale.objects.get(language_code="fr")


@pytest.fixture
def traductrice(french, make_person):
    return make_person(structure.translators("fr"))


@pytest.fixture
def relectrice(french, make_person):
    return make_person(structure.reviewers("fr"))


def test_what_was_there_before_is_missing_in_it(page, topic, french):
    assert state_of(page, french).status == Status.MISSING
    assert state_of(topic, french).status == Status.MISSING
    home = HomePage.objects.get(locale__language_code="en")
    # Its home page is a draft: the interface is not translated into it.
    assert state_of(home, french).status == Status.IN_PROGRESS


def test_a_page_goes_live_in_it(page, spanish, french, traductrice, relectrice, translator):
    spanish_one, french_one = send(page, spanish), send(page, french)
    assert set(Notice.objects.values_list("user", "locale__language_code")) == {
        (translator.pk, "es"),
        (traductrice.pk, "fr"),
    }
    write_all(french_one, traductrice, "FR : ")
    review.submit(french_one, traductrice)
    review.approve(french_one, relectrice)
    assert state_of(page, french).status == Status.LIVE
    assert state_of(page, spanish).status == Status.IN_PROGRESS
    assert page.get_translation(french).specific.introduction == "FR : We meet for peace."
    page = change(page, introduction="We meet again.")
    assert state_of(page, french).status == Status.OUTDATED
    assert not texts.waiting_review(spanish_one)


def test_nobody_has_power_over_the_other(
    page, spanish, french, translator, reviewer, traductrice, relectrice
):
    french_one = send(page, french)
    for stranger in (translator, reviewer):
        assert not people.may_translate(stranger, french_one)
        assert not people.may_review(stranger, french)
    write_all(french_one, traductrice)
    review.submit(french_one, traductrice)
    for act in (review.approve, review.withdraw):
        with pytest.raises(review.PermissionDenied):
            act(french_one, reviewer)
    with pytest.raises(review.PermissionDenied):
        review.send_back(french_one, reviewer, "Non.")
    assert state_of(page, french).status == Status.IN_REVIEW
    with pytest.raises(TextRefusedError):
        review.submit(french_one, traductrice)


def test_each_language_remembers_its_own(
    page, make_page, spanish, french, translator, reviewer, traductrice, relectrice
):
    translate(page, spanish, translator, reviewer)
    other = make_page("Another", introduction="We meet for peace.", slug="another")
    into_french, into_spanish = send(other, french), send(other, spanish)

    def found(translation) -> set[str]:
        matches = memory.suggestions(translation, texts.read(translation))
        return {match.data for each in matches.values() for match in each}

    assert "ES: We meet for peace." in found(into_spanish)
    assert found(into_french) == set()


def test_taken_away_again_it_leaves_nothing(page, french):
    send(page, french)
    assert states.all_states().filter(locale=french).exists()
    for home in HomePage.objects.filter(locale=french):
        home.delete()
    french.delete()
    assert not states.State.objects.filter(locale_id=french.pk).exists()
