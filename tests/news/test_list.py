"""The news list: ten per page, by topic and year, in a single language at a time."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import NewsIndexPage, NewsPage
from tests.news.conftest import DAY

pytestmark = pytest.mark.both_databases


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def titles(response) -> list[str]:
    return [page.title for page in response.context["page_obj"]]


@pytest.fixture
def three(write, migration):
    write("Old", date=DAY.replace(year=2029), topics=[migration])
    write("New", topics=[migration])
    write("Middle", date=DAY - datetime.timedelta(days=3))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["New", "Middle", "Old"]),
        ("topic=migration", ["New", "Old"]),
        ("year=2030", ["New", "Middle"]),
        ("year=2029&topic=migration", ["Old"]),
        ("topic=unknown", ["New", "Middle", "Old"]),
        ("year=1999", ["New", "Middle", "Old"]),
        ("year=99999999999999999999", ["New", "Middle", "Old"]),
        ("topic=&year=&page=1", ["New", "Middle", "Old"]),
    ],
)
def test_what_is_listed(client, three, query, expected):
    assert titles(client.get(f"/en/news/?{query}")) == expected


def test_the_list_says_what_it_shows(client, three):
    html = text_of(client.get("/en/news/?topic=migration"))
    assert "2 stories" in html
    assert '<option value="migration" selected>Migration</option>' in html
    assert '<a class="button quiet" href="/en/news/">Clear filters</a>' in html
    assert "May 20, 2030" in html
    assert "Unknown filter ignored." in text_of(client.get("/en/news/?year=1999"))


def test_a_list_without_news(client, news_index, write, migration, three):
    NewsPage.objects.filter(title="New").update(live=False)
    html = text_of(client.get("/en/news/?topic=migration&year=2030"))
    assert "No stories match" in html
    NewsPage.objects.update(live=False)
    assert "News about the summit will appear here" in text_of(client.get("/en/news/"))


def test_ten_a_page_and_no_other_page_numbers(client, write):
    for number in range(11):
        write(f"News {number}", date=DAY + datetime.timedelta(days=number))
    response = client.get("/en/news/")
    assert titles(response)[0] == "News 10"
    assert len(titles(response)) == 10
    assert "page=2" in text_of(response)
    assert titles(client.get("/en/news/?page=2")) == ["News 0"]
    for wrong in ("0", "3", "-1", "last", "1.5", "9" * 30):
        assert client.get(f"/en/news/?page={wrong}").status_code == 404, wrong


def test_each_language_lists_its_own(client, three, write, translate, migration, migracion):
    translate(NewsPage.objects.get(title="New"), "Lo nuevo")
    response = client.get("/es/noticias/")
    assert titles(response) == ["Lo nuevo"]
    html = text_of(response)
    assert "20 de mayo de 2030" in html
    assert '<p class="tag">Migración</p>' in html
    assert "New" not in titles(client.get("/es/noticias/?topic=migration"))


def test_query_count_does_not_grow(client, write, translate, migration, migracion):
    translate(write("First", topics=[migration]), "Primera")
    counts = {}
    for round_ in ("few", "many"):
        for address in ("/en/news/", "/es/noticias/"):
            client.get(address)
            with CaptureQueriesContext(connection) as context:
                client.get(address)
            counts.setdefault(address, []).append(len(context))
        for number in range(8 if round_ == "few" else 0):
            translate(write(f"News {number}", topics=[migration]), f"Noticia {number}")
    for few, many in counts.values():
        assert few == many <= 30


def test_the_tree_takes_news_in_one_place_only(news_index, home, three):
    assert NewsIndexPage.allowed_subpage_models() == [NewsPage]
    assert NewsPage.allowed_parent_page_models() == [NewsIndexPage]
    assert NewsPage.allowed_subpage_models() == []
    assert not NewsIndexPage.can_create_at(home)


def test_facts_follow_the_source(write, translate, migration, spanish):
    page = write("New", topics=[migration])
    translate(page, "Lo nuevo")
    page.date, page.topics = DAY.replace(day=21), []
    page.save_revision().publish()
    found = page.get_translation(spanish).specific
    assert found.date == DAY.replace(day=21)
    assert list(found.topics.all()) == []
    assert found.title == "Lo nuevo"


def test_relations_offer_the_source_language_only(write, migration, migracion, noticias):
    form_class = NewsPage.get_edit_handler().get_form_class()
    form = form_class(instance=write("New"))
    assert list(form.fields["topics"].queryset) == [migration]
    assert not form.fields["events"].queryset.exists()  # a news list is not an event
    with pytest.raises(ValidationError):
        form.fields["topics"].clean([migracion.pk])
