"""A list of news in both languages."""

import datetime

import pytest

from home.models import Topic
from news.models import NewsIndexPage, NewsPage
from partners.models import Partner, PartnerIndexPage

DAY = datetime.date(2030, 5, 20)


@pytest.fixture
def news_index(home):
    page = NewsIndexPage(title="News", slug="news", introduction="What is new.")
    home.add_child(instance=page)
    page.save_revision().publish()
    return NewsIndexPage.objects.get(pk=page.pk)


@pytest.fixture
def noticias(news_index, spanish, inicio):
    page = news_index.copy_for_translation(spanish)
    page.title, page.slug = "Noticias", "noticias"
    page.save_revision().publish()
    return NewsIndexPage.objects.get(pk=page.pk)


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
    """Publish a piece of news, by default on a day of May 2030; relations are lists."""

    def run(title, *, topics=(), partners=(), events=(), under=None, **fields):
        page = NewsPage(title=title, **{"date": DAY, "introduction": f"About {title}."} | fields)
        (under or news_index).add_child(instance=page)
        page.topics, page.partners, page.events = list(topics), list(partners), list(events)
        page.save_revision().publish()
        return NewsPage.objects.get(pk=page.pk)

    return run


@pytest.fixture
def translate(noticias, spanish):
    """Publish a translation of a piece of news."""

    def run(page, title):
        copy = page.copy_for_translation(spanish)
        copy.title, copy.slug, copy.introduction = title, "", f"Sobre {title}."
        copy.full_clean(exclude=["slug"])
        copy.save_revision().publish()
        return NewsPage.objects.get(pk=copy.pk)

    return run
