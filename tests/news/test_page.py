"""A story with everything that belongs to it."""

import pytest
from django.apps import apps
from django.utils import timezone

from tests import reviewed
from tests.news.test_list import text_of


@pytest.fixture
def event(home):
    now = timezone.now()
    page = apps.get_model("events.SummitPage")(
        title="The Summit", slug="summit", starts=now, ends=now + timezone.timedelta(hours=3)
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_a_page_shows_everything(client, write, migration, partner, event):
    write("Other news")
    page = write(
        "News of today",
        byline="The coordination",
        topics=[migration],
        partners=[partner],
        events=[event.page_ptr],
        body=[("heading", "What happened"), ("text", "<p>A great deal.</p>")],
    )
    html = text_of(client.get(page.url))
    assert "<h1>News of today</h1>" in html
    assert '<time datetime="2030-05-20">May 20, 2030</time>' in html
    assert "by The coordination" in html
    assert 'href="/en/news/?topic=migration"' in html
    assert "A great deal." in html
    assert '<a href="/en/partners/voices/">Voices</a>' in html
    assert "The Summit" in html
    assert "Other news" in html
    assert 'type="application/atom+xml" href="http' in html


def test_a_partner_lists_the_news_about_it(client, write, partner):
    write("About Voices", partners=[partner])
    write("About others")
    html = text_of(client.get("/en/partners/voices/"))
    assert "About Voices" in html
    assert "About others" not in html


def test_a_translation_shows_its_relations_in_its_language(
    client, write, translate, migration, migracion, partner, event, spanish
):
    page = write("News", topics=[migration], partners=[partner], events=[event.page_ptr])
    html = text_of(client.get(translate(page, "Noticia").url))
    assert ">Migración</a>" in html
    assert 'href="/es/noticias/?topic=migration"' in html
    assert '<h3 lang="en"><a class="card-link"' in html  # the event exists in English only

    reviewed.translate(event, spanish, title="La Cumbre", slug="cumbre")
    html = text_of(client.get("/es/noticias/noticia/"))
    assert "La Cumbre" in html
    assert "The Summit" not in html


def test_an_event_that_is_not_live_is_left_out(client, write, event):
    page = write("News", events=[event.page_ptr])
    event.unpublish()
    assert "The Summit" not in text_of(client.get(page.url))


@pytest.mark.parametrize("number", [1, 6])
def test_the_number_of_queries(
    client, write, migration, partner, event, number, django_assert_max_num_queries
):
    for each in range(number):
        page = write(
            f"News {each}", topics=[migration], partners=[partner], events=[event.page_ptr]
        )
    client.get(page.url)
    with django_assert_max_num_queries(38):
        client.get(page.url)
