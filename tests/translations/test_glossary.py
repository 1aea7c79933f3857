"""The glossary: which terms a text contains, and who may change them in the admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from tests.translations.conftest import send
from translations.engine import glossary, segments
from translations.models import Term

pytestmark = pytest.mark.both_databases


def term(source, translation="x", **fields):
    return Term(source=source, translation=translation, **fields)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("The peace summit", ["summit"]),
        ("Two summits.", ["summit"]),
        ("SUMMIT", ["summit"]),
        ("The <b>summit</b>, again", ["summit"]),
        ("Summiteers", []),
        ("A presummit", []),
        ("On human rights", ["human rights"]),
        ("human\n rights", ["human rights"]),
        ("human rights defenders", ["human rights defender"]),
        (
            "human rights defenders know human rights",
            ["human rights defender", "human rights"],
        ),
        ("In other cities", ["city"]),
        ("R&amp;D", ["R&D"]),
        ("us and them", []),
        ("the US", ["US"]),
        ("", []),
    ],
)
def test_terms_are_found_as_whole_words(source, found):
    terms = [
        term("summit"),
        term("human rights"),
        term("human rights defender"),
        term("city"),
        term("R&D"),
        term("US", case_sensitive=True),
    ]
    assert [each.source for each in glossary.terms_in(source, terms)] == found


def test_signs_in_a_term_are_only_signs():
    assert glossary.terms_in("What (really)?", [term("(really)"), term(".*"), term("   ")])
    assert glossary.terms_in("What", [term(".*"), term("["), term("\\")]) == []


def test_plurals_are_those_of_english_only(settings):
    settings.LANGUAGE_CODE = "es"
    glossary.pattern.cache_clear()
    assert glossary.terms_in("summits", [term("summit")]) == []
    glossary.pattern.cache_clear()


@pytest.mark.django_db
def test_terms_for_texts_are_one_query_and_of_that_language(page, spanish, english):
    wanted = Term.objects.create(source="peace", translation="paz", locale=spanish)
    Term.objects.create(source="meet", translation="rencontrer", locale=english)
    found = segments.read(send(page, spanish))
    with CaptureQueriesContext(connection) as queries:
        terms = glossary.for_texts(found, spanish)
    assert len(queries) == 1
    assert list(terms.values()) == [[wanted]]


# ------------------------------------------------------------------ admin
LIST = "wagtailsnippets_translations_term"


@pytest.fixture
def with_rights(site_structure):
    """Give the teams the rights on terms that every installation grants."""
    for group in Group.objects.filter(name__regex="^(Translators|Reviewers)"):
        group.permissions.add(*Permission.objects.filter(codename__endswith="_term"))


@pytest.fixture
def french_term(with_rights):
    french = Locale.objects.create(language_code="fr")
    return Term.objects.create(source="peace", translation="paix", locale=french)


def fields(locale, source="peace", **more):
    return {"source": source, "translation": "paz", "locale": locale.pk, **more}


@pytest.mark.django_db
def test_a_term_is_added_once_whatever_its_capitals(client, translator, spanish, with_rights):
    client.force_login(translator)
    add = reverse(f"{LIST}:add")
    assert client.post(add, fields(spanish)).status_code == 302
    response = client.post(add, fields(spanish, source="  PEACE "))
    assert response.status_code == 200
    assert response.context["form"].errors["source"]
    assert Term.objects.count() == 1


@pytest.mark.django_db
def test_each_language_is_kept_by_its_own(client, translator, spanish, french_term):
    client.force_login(translator)
    response = client.post(reverse(f"{LIST}:add"), fields(french_term.locale, source="x"))
    assert response.context["form"].errors["locale"]
    for view in ("edit", "delete"):
        address = reverse(f"{LIST}:{view}", args=[french_term.pk])
        assert client.get(address).status_code == 302
        assert client.post(address, fields(spanish)).status_code == 302
    bulk = reverse("wagtail_bulk_action", args=["translations", "term", "delete"])
    client.post(f"{bulk}?id={french_term.pk}")
    french_term.refresh_from_db()
    assert french_term.translation == "paix"
    mine = Term.objects.create(source="land", translation="tierra", locale=spanish)
    assert client.get(reverse(f"{LIST}:edit", args=[mine.pk])).status_code == 200
    # Translators cannot move their terms to a language that they do not work in.
    response = client.post(
        reverse(f"{LIST}:edit", args=[mine.pk]), fields(french_term.locale, source="land")
    )
    assert response.context["form"].errors["locale"]
    assert client.get(reverse(f"{LIST}:history", args=[french_term.pk])).status_code == 302
    assert client.get(reverse(f"{LIST}:history", args=[mine.pk])).status_code == 200


@pytest.mark.django_db
def test_the_dashboard_reads_the_glossary(client, editor, make_person, french_term):
    for person, status in ((editor, 200), (make_person("Organizers"), 302)):
        client.force_login(person)
        assert client.get(reverse(f"{LIST}:list")).status_code == status
        assert client.get(reverse(f"{LIST}:add")).status_code == 302
        address = reverse(f"{LIST}:edit", args=[french_term.pk])
        assert client.get(address).status_code == 302
    client.force_login(editor)
    page = client.get(reverse(f"{LIST}:list"), {"q": "pai", "locale": french_term.locale_id})
    assert "paix" in page.content.decode()


@pytest.mark.django_db
def test_the_list_has_as_many_queries_for_many_terms(client, translator, spanish, with_rights):
    client.force_login(translator)
    counts = []
    for number in (1, 20):
        for each in range(number):
            Term.objects.create(source=f"t{number}-{each}", translation="x", locale=spanish)
        client.get(reverse(f"{LIST}:list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"{LIST}:list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
