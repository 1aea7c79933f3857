"""A story in schema.org vocabulary."""

import datetime

from tests.vocabulary import SCHEMA_ORG, documents, nodes


def article_of(client, page) -> dict:
    [document] = documents(client.get(page.url).text)
    assert SCHEMA_ORG.problems(document) == []
    return nodes(document)["NewsArticle"]


def test_news(client, write, partner, migration):
    page = write("Big news", topics=[migration], partners=[partner])
    article = article_of(client, page)
    assert article["headline"] == "Big news"
    assert article["datePublished"] == "2030-05-20"
    modified = datetime.datetime.fromisoformat(article["dateModified"])
    assert modified == page.last_published_at.replace(microsecond=0)
    assert article["author"] == article["publisher"]
    assert article["about"] == [{"@type": "Thing", "name": "Migration"}]
    [told_of] = article["mentions"]
    assert told_of["url"] == "http://localhost/en/partners/voices/"
    assert article["image"]["url"].startswith("http://localhost/en/share/")


def test_a_byline_is_neither_a_person_nor_an_organization(client, write):
    article = article_of(client, write("News", byline="The coordination"))
    assert article["creditText"] == "The coordination"
    assert "author" not in article


def test_a_headline_is_not_too_long(client, write):
    page = write("Word " * 40)
    assert len(article_of(client, page)["headline"]) <= 110


def test_each_language_has_its_own(client, write, translate, migration, migracion):
    page = write("News", topics=[migration])
    article = article_of(client, translate(page, "Noticia"))
    assert article["inLanguage"] == "es"
    assert article["headline"] == "Noticia"
    assert article["about"][0]["name"] == "Migración"
