"""A news list in both languages."""

import datetime

import pytest
from django.utils.text import slugify

from news.models import NewsIndexPage, NewsPage
from pages.models import Topic
from partners.models import Partner, PartnerIndexPage
from tests import reviewed
from tests.arranged import arranged

DAY = datetime.date(2030, 5, 20)


@pytest.fixture
def news_index(home):
    def build() -> NewsIndexPage:
        page = NewsIndexPage(title="News", slug="news", introduction="What is new.")
        home.add_child(instance=page)
        page.save_revision().publish()
        return page

    return arranged("news index", build, home)


@pytest.fixture
def noticias(news_index, spanish, inicio):
    def build() -> NewsIndexPage:
        return reviewed.translate(news_index, spanish, title="Noticias", slug="noticias")

    return arranged("noticias", build, news_index, spanish)


@pytest.fixture
def migration(english):
    return Topic.objects.create(name="Migration", slug="migration", locale=english)


@pytest.fixture
def migracion(migration, spanish):
    topic = migration.copy_for_translation(spanish)
    topic.name = "Migración"
    topic.save()
    return topic


@pytest.fixture
def partner(home, english):
    directory = PartnerIndexPage(title="Partners", slug="partners")
    home.add_child(instance=directory)
    directory.save_revision().publish()
    return Partner.objects.create(
        name="Voices", slug="voices", country="US", region="us-ca", locale=english
    )


@pytest.fixture
def write(news_index):
    """Return a function that publishes a story, by default in May 2030; relations are lists."""

    def run(title, *, topics=(), partners=(), events=(), under=None, **fields):
        page = NewsPage(title=title, **{"date": DAY, "introduction": f"About {title}."} | fields)
        (under or news_index).add_child(instance=page)
        page.topics, page.partners, page.events = list(topics), list(partners), list(events)
        page.save_revision().publish()
        return NewsPage.objects.get(pk=page.pk)

    return run


@pytest.fixture
def translate(noticias, spanish):
    """Return a function that publishes the translation of a story."""

    def run(page, title):
        introduction = f"Sobre {title}."
        return reviewed.translate(
            page, spanish, title=title, slug=slugify(title), introduction=introduction
        )

    return run
