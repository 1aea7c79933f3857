"""One setting and a catalog add French, and the dashboard works for it unchanged.

French is public, with its own interface, once its first page is translated and approved.
"""

import pytest
from django.utils.translation import ngettext
from django.utils.translation import override as translation_in
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home import structure
from home.models import HomePage
from tests.languages import FRENCH
from tests.translations.conftest import change, send, state_of, translate, write_all
from translations.engine import memory, permissions, review, segments, status_store
from translations.engine.segments import TextRefusedError
from translations.models import Notice, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def french(site_structure, add_language) -> Locale:
    return add_language("fr", "French", FRENCH)


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
    # Its home page is a draft although the interface is translated: nobody has approved it.
    assert state_of(home, french).status == Status.IN_PROGRESS
    assert not HomePage.objects.get(locale=french).live


def test_n16_it_is_public_when_its_home_has_been_approved(
    client, home, make_page, french, traductrice, relectrice
):
    home.hero_text = "We meet for peace."
    home.save_revision().publish()
    page = make_page("Border voices", slug="about")
    fr = {"headers": {"accept-language": "fr"}}
    assert client.get("/fr/", **fr).status_code == 404
    assert client.get("/", **fr)["Location"] == "/en/"
    structure.build()  # `prepare` at the next start changes nothing
    assert "We meet for peace." not in client.get("/fr/", **fr).text.partition("<main")[2]

    translation = Translation.objects.get(
        source__object_id=home.translation_key, target_locale=french
    )
    write_all(translation, traductrice, "FR : ")
    review.submit(translation, traductrice)
    assert client.get("/fr/", **fr).status_code == 404
    review.approve(translation, relectrice)
    assert client.get("/", **fr)["Location"] == "/fr/"
    html = client.get("/fr/").text
    assert '<html lang="fr">' in html
    assert "FR : We meet for peace." in html
    assert "Aller au contenu" in html
    assert "Skip to content" not in html
    assert 'hreflang="fr" href="http://localhost/fr/"' in client.get("/en/").text
    assert 'content="fr"' in html
    assert "/fr/" in client.get("/sitemap.xml").text
    # Untranslated pages are offered with a notice in French.
    html = client.get(page.url.replace("/en/", "/fr/")).text
    assert "Cette page n’est pas encore disponible en français" in html
    assert 'href="/fr/"' in client.get(page.url).text
    translate(page, french, traductrice, relectrice)
    said = client.get("/fr/search/?q=border").text
    assert "1 résultat pour « border »" in said
    with translation_in("fr"):  # French has other plural rules: zero is singular
        one, many = (
            "%(total)s result for “%(query)s”",
            "%(total)s results for “%(query)s”",
        )
        assert ngettext(one, many, 0) == "%(total)s résultat pour « %(query)s »"
        assert ngettext(one, many, 2) == "%(total)s résultats pour « %(query)s »"

    HomePage.objects.get(locale=french).unpublish()
    assert client.get("/", **fr)["Location"] == "/en/"
    assert "/fr/" not in client.get("/en/").text


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
    assert not segments.waiting_review(spanish_one)


def test_nobody_has_power_over_the_other(
    page, spanish, french, translator, reviewer, traductrice, relectrice
):
    french_one = send(page, french)
    for stranger in (translator, reviewer):
        assert not permissions.may_translate(stranger, french_one)
        assert not permissions.may_review(stranger, french)
    write_all(french_one, traductrice)
    review.submit(french_one, traductrice)
    for act in (review.approve, review.withdraw):
        with pytest.raises(review.PermissionDenied):
            act(french_one, reviewer)
    with pytest.raises(review.PermissionDenied):
        review.request_changes(french_one, reviewer, "Non.")
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
        matches = memory.suggestions(translation, segments.read(translation))
        return {match.data for each in matches.values() for match in each}

    assert "ES: We meet for peace." in found(into_spanish)
    assert found(into_french) == set()


def test_taken_away_again_it_leaves_nothing(page, french):
    send(page, french)
    assert status_store.all_statuses().filter(locale=french).exists()
    for home in HomePage.objects.filter(locale=french):
        home.delete()
    french.delete()
    assert not status_store.State.objects.filter(locale_id=french.pk).exists()
