"""The head of each sample page, in both languages, for search engines, sharing and programs."""

import html as escapes
import io
import re
from urllib.parse import urlsplit

import pytest
from PIL import Image
from wagtail.models import Page

from pages.head import DESCRIPTION_LENGTH
from partners.models import Partner
from tests.vocabulary import SCHEMA_ORG, documents

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
META = re.compile(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)"')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]*)"')


@pytest.fixture(scope="module")
def heads(public, django_db_blocker):
    """The head of each public sample page, by its address."""
    with django_db_blocker.unblock():
        return _heads(public)


def _heads(public) -> dict[str, dict]:
    pages = Page.objects.live().public().filter(depth__gt=1, alias_of=None).specific()
    paths = [page.get_url() for page in pages]
    partners = list(Partner.objects.in_source_language().values_list("slug", flat=True))
    for directory in ("/en/partners/", "/es/organizaciones/"):
        assert directory in paths
        # All partners share a template: the first, one without a Spanish text, and the last.
        paths += [f"{directory}{slug}/" for slug in {partners[0], partners[1], partners[-1]}]
    found = {}
    for path in paths:
        answer = public(path)
        assert answer.status_code == 200, path
        text = answer.text.partition("</head>")[0]
        found[f"http://localhost{path}"] = {
            "title": " ".join(escapes.unescape(TITLE.search(text)[1]).split()),
            "meta": {name: escapes.unescape(value) for name, value in META.findall(text)},
            "canonical": CANONICAL.findall(text),
            "versions": dict(ALTERNATE.findall(text)),
            "documents": documents(text),
        }
    return found


def test_the_heads_of_all_pages(heads):
    titles: set[tuple[str, str]] = set()
    for url, head in heads.items():
        language = urlsplit(url).path.split("/")[1]
        meta = head["meta"]
        # A unique title, and a description that is shown in full.
        assert (language, head["title"]) not in titles, head["title"]
        titles.add((language, head["title"]))
        assert 0 < len(meta["description"]) <= DESCRIPTION_LENGTH, url
        assert head["canonical"] == [url]
        # Both directions, and the source language for all others.
        versions = head["versions"]
        assert versions[language] == url
        assert versions["x-default"] == versions.get("en", url)
        for other in versions.values():
            if other in heads:
                assert heads[other]["versions"] == versions
        assert meta["og:url"] == url
        assert meta["og:title"] in head["title"]
        assert meta["og:locale"] == {"en": "en_US", "es": "es_MX"}[language]
        assert meta["og:image:alt"]
        # Valid in the vocabulary of schema.org.
        assert len(head["documents"]) == 1
        assert SCHEMA_ORG.problems(head["documents"][0]) == [], url
    kinds = {
        node["@type"]
        for head in heads.values()
        for document in head["documents"]
        for node in document["@graph"]
    }
    assert kinds == {
        "Organization", "WebSite", "WebPage", "CollectionPage", "BreadcrumbList", "Event",
        "NewsArticle",
    }  # fmt: skip
    assert sum(url.startswith("http://localhost/es/") for url in heads) > 20


def test_every_page_has_a_light_picture_of_its_own(sample, heads, client):
    seen: set[str] = set()
    for url, head in heads.items():
        picture = head["meta"]["og:image"]
        assert picture not in seen
        seen.add(picture)
        answer = client.get(urlsplit(picture).path)
        assert answer.status_code == 200, url
        assert len(answer.content) < 300_000
        assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/en/news/?topic=migration", "/en/news/"),
        ("/en/news/?year=2026&page=1", "/en/news/"),
        ("/es/organizaciones/?region=us-ca&country=US", "/es/organizaciones/"),
        ("/en/dialogues/?theme=arms", "/en/dialogues/"),
    ],
)
def test_a_narrowed_list_stands_for_the_whole(sample, client, path, canonical):
    text = client.get(path).text
    assert CANONICAL.findall(text) == [f"http://localhost{canonical}"]
    assert dict(ALTERNATE.findall(text))
