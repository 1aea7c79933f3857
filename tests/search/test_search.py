"""The search page: its results, their language, and that no input breaks it."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.search.query import MATCH_ALL, And, Not, Phrase, PlainText
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import StandardPage
from partners.models import Partner
from search.backend import searchable

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ODD = [
    "\0",
    "bridge\0",
    '"',
    'bridge"',
    'a"b',
    "'",
    "bridge AND",
    "NOT",
    "* ( ) : ^ -",
    "a:b",
    "_",
    "\\",
    "%",
    "🕊️",
    "\u202e\u200b",
    "ª º ²",
    "ﷺ" * 300,
    "ß ŉ ǅ",
    "平和",
    "x" * 5000,
    "word " * 500,
    "'; DROP TABLE home_homepage; --",
    "<script>alert(1)</script>",
]


def ask(client, language="en", **parameters):
    path = {"en": "/en/search/", "es": "/es/buscar/"}[language]
    return client.get(f"{path}?{urlencode(parameters)}")


def titles(response):
    return [result.title for result in response.context["results"]]


def counts(response):
    return {kind.value: count for kind, count in response.context["kinds"]}


@pytest.mark.parametrize(("language", "path"), [("en", "/en/search/"), ("es", "/es/buscar/")])
def test_the_address_is_in_the_readers_language(client, small_site, language, path):
    response = client.get(path)
    assert response.status_code == 200
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert 'content="noindex"' in html
    assert f'action="{path}"' in html


def test_the_switch_leads_to_the_same_search(client, small_site):
    html = ask(client, q="peace & bread", type="news").content.decode()
    assert 'href="/es/buscar/?q=peace+%26+bread&amp;type=news"' in html


def test_everything_in_english_and_only_that(client, small_site):
    response = ask(client, q="bridge")
    assert set(titles(response)) == {
        "About the bridge",
        "Bridge summit",
        "Bridge dialogue",
        "A bridge opens",
        "Bridge Builders",
    }
    assert counts(response) == {"all": 5, "pages": 2, "events": 2, "news": 1, "partners": 1}


def test_spanish_pages_and_partners_under_the_spanish_address(client, small_site):
    response = ask(client, "es", q="puente")
    assert set(titles(response)) == {
        "Acerca del puente",
        "Cumbre del puente",
        "Diálogo del puente",
        "Bridge Builders",
        "Puente Norte",
    }
    assert all(result.url.startswith("/es/") for result in response.context["results"])


def test_a_partner_that_is_translated_is_not_found_by_its_english_words(client, small_site):
    assert titles(ask(client, "es", q="words")) == []
    assert titles(ask(client, "es", q="bridge", type="partners")) == ["Bridge Builders"]


def test_a_partner_without_translation_is_found_and_marked(client, small_site):
    html = ask(client, "es", q="norte").content.decode()
    assert '<a href="/es/organizaciones/puente-norte/">Puente Norte</a>' in html
    assert '<p lang="en">Only described in English.</p>' in html
    assert "<p>Construyen un puente" in ask(client, "es", q="construyen").content.decode()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("pages", {"About the bridge", "Bridge summit"}),
        ("events", {"Bridge summit", "Bridge dialogue"}),
        ("news", {"A bridge opens"}),
        ("partners", {"Bridge Builders"}),
    ],
)
def test_a_kind_narrows_the_results_and_leaves_the_counts(client, small_site, kind, expected):
    response = ask(client, q="bridge", type=kind)
    assert set(titles(response)) == expected
    assert counts(response)["all"] == 5


def test_drafts_private_pages_and_aliases_are_not_found(client, small_site, spanish):
    about = small_site["about"]
    about.add_child(instance=StandardPage(title="Hidden bridge", slug="draft", live=False))
    secret = about.add_child(instance=StandardPage(title="Secret bridge", slug="secret"))
    secret.view_restrictions.create(restriction_type="login")
    only = about.add_child(instance=StandardPage(title="Solitary bridge", slug="solitary"))
    alias = only.copy_for_translation(spanish, alias=True, copy_parents=True)
    assert alias.live
    assert titles(ask(client, q="hidden")) == []
    assert titles(ask(client, q="secret")) == []
    assert titles(ask(client, q="solitary")) == ["Solitary bridge"]
    assert titles(ask(client, "es", q="solitary")) == []


def test_all_the_words_have_to_be_there(client, small_site):
    assert titles(ask(client, q="bridge dialogue tijuana")) == ["Bridge dialogue"]
    assert titles(ask(client, q="bridge zebra")) == []


def test_nothing_asked_explains_and_nothing_found_suggests(client, small_site):
    for parameters in ({}, {"q": "   "}, {"q": "zebra"}, {"q": "!!!"}):
        response = ask(client, **parameters)
        assert response.status_code == 200
        html = response.content.decode()
        assert '<p role="status"' in html
        assert 'href="/en/news/"' in html
        assert response.context["total"] == 0


def test_the_number_of_results_is_announced(client, small_site):
    html = ask(client, q="bridge").content.decode()
    status = re.search(r'<p role="status".*?</p>', html, re.DOTALL).group()
    assert "5 results for “bridge”" in status
    html = ask(client, q="opens").content.decode()
    assert "1 result for “opens”" in html


def test_ten_a_page_and_a_strange_page_number_is_no_error(client, small_site):
    for number in range(13):
        small_site["about"].add_child(
            instance=StandardPage(title=f"Bridge {number}", slug=f"bridge-{number}")
        )
    first, second = ask(client, q="bridge"), ask(client, q="bridge", page=2)
    assert len(titles(first)) == 10
    assert len(titles(second)) == 8
    assert not set(titles(first)) & set(titles(second))
    assert titles(second)[-1] == "Bridge Builders"
    for number in ("0", "-1", "999", "²", "x", "1e9", "9" * 5000, "\0"):
        assert ask(client, q="bridge", page=number).status_code == 200


@pytest.mark.parametrize("language", ["en", "es"])
def test_whatever_is_typed_answers_200(client, small_site, language):
    for text in ODD:
        for kind in ("", "partners", text):
            answer = ask(client, language, q=text, type=kind, page=text)
            assert answer.status_code == 200, text


@pytest.mark.parametrize(
    "text", ['bridge"', 'br"idge', '"bridge', '"bridge summit"', "bridge & summit", "bridge — “"]
)
def test_n19_signs_between_words_are_no_words(client, small_site, text):
    """Signs are no words; SQLite once took a quote for the end of a word, and "&" for a word."""
    found = titles(ask(client, q=text))
    assert found == ([] if text == 'br"idge' else found)
    assert ("Bridge summit" in found) is (text != 'br"idge')


def test_n19_a_search_of_any_shape_is_made_harmless():
    words = PlainText('a" & b\0', operator="or")
    odd = And([words, Phrase('"'), Not(Phrase('c"d')), MATCH_ALL])
    assert repr(searchable(odd)) == repr(
        And([PlainText("a b", operator="or"), Not(Phrase("c d")), MATCH_ALL])
    )
    assert searchable(And([PlainText("-"), Phrase('"')])) == searchable('" - &') == ""


def test_what_was_typed_is_escaped(client, small_site):
    assert b"<script>alert" not in ask(client, q="<script>alert(1)</script>").content


def test_only_reading_is_allowed(client, small_site):
    assert client.post("/en/search/", {"q": "bridge"}).status_code == 405


def test_query_count(client, small_site, django_assert_max_num_queries):
    """Queries depend on the page types among the results, not on the number of results."""
    for number in range(12):
        small_site["about"].add_child(
            instance=StandardPage(title=f"Bridge {number}", slug=f"bridge-{number}")
        )
        Partner.objects.create(
            name=f"Bridge {number}",
            slug=f"bridge-{number}",
            country="US",
            region="us-ca",
            locale=small_site["about"].locale,
        )
    ContentType.objects.clear_cache()
    ask(client, q="bridge")
    # SQLite and PostgreSQL order equal ranks differently, and so the types on a page differ.
    with django_assert_max_num_queries(16):
        ask(client, q="bridge", page=1)
    with django_assert_max_num_queries(18):  # includes a query for the public languages
        ask(client, "es", q="puente")
    with django_assert_max_num_queries(11):
        ask(client, q="bridge", type="partners")


# ------------------------------------------------------------------ invisible characters
UNSEEN = ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u200d", "\u034f"]


@pytest.mark.parametrize("sign", UNSEEN)
def test_n14_words_with_what_cannot_be_seen_are_found(client, home, sign):
    """Words with invisible characters are found in titles, rich text and bodies set in code."""
    broken = f"recon{sign}cilia{sign}tion"
    for place, fields in enumerate(
        [
            {"title": f"A {broken}"},
            {"title": "Two", "introduction": f"A {broken}."},
            {"title": "Three", "body": [("text", f"<p>A <b>{broken}</b>.</p>")]},
        ]
    ):
        page = StandardPage(slug=f"page-{place}", **fields)
        home.add_child(instance=page)
    for words in ("reconciliation", broken):
        assert len(titles(ask(client, q=words))) == 3, words


def test_n14_what_is_pasted_into_the_editor_is_found(admin_client, home):
    page = StandardPage(title="One", slug="one")
    home.add_child(instance=page)
    data = nested_form_data(
        {
            "title": "Re\u00adconcilia\u200btion",
            "slug": "one",
            "introduction": "A land\u00adscape.",
            "listing_text": "",
            "body": streamfield([("text", rich_text("<p>A thun\u00adder\u2060storm.</p>"))]),
            "comments": {
                "TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0,
            },
            "action-publish": "on",
        }
    )  # fmt: skip
    answer = admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    page = StandardPage.objects.get(pk=page.pk)
    assert page.title == "Reconciliation"
    assert "thunderstorm" in str(page.body)
    for word in ("reconciliation", "landscape", "thunderstorm"):
        assert titles(ask(admin_client, q=word)) == ["Reconciliation"]
