"""The Atom feed: in a single language, valid, with IDs that survive new URLs."""

import datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import NewsPage

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def feed(client):
    def run(address):
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith("application/atom+xml")
        return ElementTree.fromstring(response.content)

    return run


def values(root, path) -> list[str]:
    return [each.text for each in root.findall(path, ATOM)]


def test_a_feed_in_each_language(feed, write, translate, migration, migracion):
    page = write("Big & small <news>", byline="The coordination", topics=[migration])
    translate(page, "Noticias grandes")

    root = feed("/en/news/feed/")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.attrib[lang] == "en"
    assert values(root, "a:title") == ["Peace Summit · News"]
    assert values(root, "a:entry/a:title") == ["Big & small <news>"]
    assert values(root, "a:entry/a:summary") == ["About Big & small <news>."]
    assert values(root, "a:entry/a:author/a:name") == ["The coordination"]
    [link] = root.findall("a:entry/a:link", ATOM)
    assert link.attrib["href"] == page.full_url
    assert link.attrib["href"].startswith("http")
    assert values(root, "a:entry/a:updated")[0][:10] == page.last_published_at.date().isoformat()
    assert [each.attrib["term"] for each in root.findall("a:entry/a:category", ATOM)] == [
        "Migration"
    ]

    spanish = feed("/es/noticias/feed/")
    assert spanish.attrib[lang] == "es"
    assert values(spanish, "a:entry/a:title") == ["Noticias grandes"]
    assert [each.attrib["term"] for each in spanish.findall("a:entry/a:category", ATOM)] == [
        "Migración"
    ]
    assert values(spanish, "a:entry/a:id") != values(root, "a:entry/a:id")


def test_one_topic(feed, write, migration):
    write("On the move", topics=[migration])
    write("Something else")
    root = feed("/en/news/feed/?topic=migration")
    assert values(root, "a:title") == ["Peace Summit · News · Migration"]
    assert values(root, "a:entry/a:title") == ["On the move"]
    [own] = [e for e in root.findall("a:link", ATOM) if e.attrib.get("rel") == "self"]
    assert own.attrib["href"].endswith("/en/news/feed/?topic=migration")
    everything = feed("/en/news/feed/?topic=unknown")
    assert len(values(everything, "a:entry/a:title")) == 2
    assert values(root, "a:id") != values(everything, "a:id")


def test_identities_stay_when_addresses_change(feed, write, news_index):
    page = write("News")
    before = feed("/en/news/feed/")
    page.slug = "better"
    page.save_revision().publish()
    after = feed("/en/news/feed/")
    assert values(before, "a:entry/a:id") == values(after, "a:entry/a:id")
    assert values(before, "a:entry/a:id")[0].startswith("urn:uuid:")
    assert values(before, "a:id") == values(after, "a:id")


def test_drafts_stay_out(feed, write):
    write("Shown")
    write("Hidden").unpublish()
    assert values(feed("/en/news/feed/"), "a:entry/a:title") == ["Shown"]


def test_the_head_of_the_list_names_its_feeds(client, write, migration):
    write("News", topics=[migration])
    html = client.get("/en/news/?topic=migration").content.decode()
    head = html.partition("</head>")[0]
    assert "/en/news/feed/" in head
    assert "/en/news/feed/?topic=migration" in head


def test_long_texts_are_not_read_and_queries_do_not_grow(client, write, migration):
    counts = []
    for count in (1, 9):
        for number in range(count):
            write(f"News {count} {number}", topics=[migration])
        client.get("/en/news/feed/")
        with CaptureQueriesContext(connection) as context:
            client.get("/en/news/feed/")
        counts.append(len(context))
        assert not any('"news_newspage"."body"' in query["sql"] for query in context)
    assert counts[0] == counts[1] <= 22


def test_n14_a_feed_tells_the_day_that_the_page_shows(feed, write):
    """Dates in the feed are those on the page: midnight in UTC was the day before in America."""
    write("Then", date=datetime.date(2027, 3, 20))
    [when] = values(feed("/en/news/feed/"), "a:entry/a:published")
    moment = datetime.datetime.fromisoformat(when)
    for zone in ("Pacific/Honolulu", "America/Los_Angeles", "America/Mexico_City", "Europe/Madrid"):
        assert moment.astimezone(ZoneInfo(zone)).date() == datetime.date(2027, 3, 20), zone


def test_n14_what_came_out_today_has_its_own_hour(feed, write):
    page = write("Now", date=timezone.localdate())
    [when] = values(feed("/en/news/feed/"), "a:entry/a:published")
    assert datetime.datetime.fromisoformat(when) == page.first_published_at


def test_n14_days_in_metadata_are_those_of_the_summit(client, write):
    """Metadata use the summit's dates: 9 p.m. in Mexico City is already the next day in UTC."""
    page = write("Late", date=datetime.date(2027, 3, 20))
    late = datetime.datetime(2027, 3, 21, 3, tzinfo=datetime.UTC)
    NewsPage.objects.filter(pk=page.pk).update(last_published_at=late)
    html = client.get(page.url).text
    assert '"datePublished":"2027-03-20"' in html
    assert '"dateModified":"2027-03-20T21:00:00-06:00"' in html
    assert 'article:modified_time" content="2027-03-20T21:00:00-06:00"' in html
    sitemap = client.get("/sitemap.xml").text
    entry = sitemap[sitemap.index(page.full_url) :]
    assert "<lastmod>2027-03-20</lastmod>" in entry[: entry.index("</url>")]
