"""The canonical URL of a filtered list is the full list; later pages have their own."""

import re

import pytest


def head(client, path: str) -> tuple[list[str], set[str], str]:
    """Return the canonical URLs, the languages of the alternates, and the title."""
    text = client.get(path).text.partition("</head>")[0]
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1]
    return (
        re.findall(r'rel="canonical" href="([^"]*)"', text),
        set(re.findall(r'rel="alternate" hreflang="([\w-]+)"', text)),
        " ".join(title.split()),
    )


@pytest.fixture
def twelve(write, noticias, migration):
    for number in range(12):
        write(f"News {number}", topics=[migration])


def test_a_later_page_stands_for_itself(client, twelve):
    assert head(client, "/en/news/") == (
        ["http://localhost/en/news/"],
        {"en", "es", "x-default"},
        "News · Peace Summit",
    )
    # Other languages may have fewer pages: none is named.
    assert head(client, "/en/news/?page=2&utm_source=x") == (
        ["http://localhost/en/news/?page=2"],
        set(),
        "News · page 2 · Peace Summit",
    )


@pytest.mark.parametrize("query", ["topic=migration", "topic=migration&page=2", "page=1", "a=b"])
def test_a_narrowed_list_stands_for_the_whole(client, twelve, query):
    canonical, languages, _title = head(client, f"/en/news/?{query}")
    assert canonical == ["http://localhost/en/news/"]
    assert languages == {"en", "es", "x-default"}
