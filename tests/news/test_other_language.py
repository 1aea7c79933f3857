"""Topics without a Spanish name are marked everywhere in Spanish news."""

import xml.etree.ElementTree as ET

import pytest

from pages.models import Topic
from tests.vocabulary import SCHEMA_ORG, documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def land(english) -> Topic:
    return Topic.objects.create(name="Land", slug="land", locale=english)


@pytest.fixture
def noticia(write, translate, migration, migracion, land):
    page = translate(write("News", topics=[land, migration]), "Noticia")
    return page


def test_n19_the_list_marks_it(client, noticia, noticias):
    html = client.get(noticias.url).text
    assert '<option value="land" lang="en">Land</option>' in html
    assert '<option value="migration">Migración</option>' in html
    assert '<p class="tag" lang="en">Land</p>' in html
    narrowed = client.get(noticias.url + "?topic=land").text
    assert '<option value="land" lang="en" selected>Land</option>' in narrowed
    assert "· Land" not in narrowed.partition("</head>")[0]


def test_n19_the_list_in_its_own_language_marks_nothing(client, noticia, news_index):
    html = client.get(news_index.url).text
    assert '<option value="land">Land</option>' in html
    assert '<p class="tag">Land</p>' in html


def test_n19_the_page_marks_it_for_machines(client, noticia):
    html = client.get(noticia.url).text
    assert '<meta property="article:tag" content="Land" lang="en">' in html
    assert '<meta property="article:tag" content="Migración">' in html
    [document] = documents(html)
    assert SCHEMA_ORG.problems(document) == []
    [article] = [node for node in document["@graph"] if node["@type"] == "NewsArticle"]
    names = [each["name"] for each in article["about"]]
    assert {"@value": "Land", "@language": "en"} in names
    assert "Migración" in names


def test_n19_the_feed_leaves_it_out(client, noticia, noticias):
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(client.get(noticias.url + "feed/").content)
    terms = [each.get("term") for each in feed.iter(f"{atom}category")]
    assert terms == ["Migración"]
    feed = ET.fromstring(client.get(noticias.url + "feed/?topic=land").content)
    assert "Land" not in feed.findtext(f"{atom}title")
    assert len(feed.findall(f"{atom}entry")) == 1
