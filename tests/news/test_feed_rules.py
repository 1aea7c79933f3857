"""The feed follows the rules that validators check (RFC 4287, RFC 3339, RFC 3986)."""

import datetime
import re
from xml.etree import ElementTree

import pytest

NAMESPACE = "{http://www.w3.org/2005/Atom}"
ONCE = {"id", "title", "updated", "subtitle", "logo", "icon", "generator", "rights"}
ONCE_AN_ENTRY = {"id", "title", "updated", "published", "summary", "content", "rights"}
URI = re.compile(r"(https?://[^\s<>\"]+|urn:uuid:[0-9a-f-]{36})")
TEXT_TYPES = {None, "text", "html", "xhtml"}


def rules_broken(data: bytes) -> list[str]:
    """Return the errors of an Atom feed as messages."""
    root = ElementTree.fromstring(data)
    wrong = [] if root.tag == f"{NAMESPACE}feed" else ["no feed"]
    entries = root.findall(f"{NAMESPACE}entry")
    wrong += _element(root, ONCE, "feed")
    for entry in entries:
        wrong += _element(entry, ONCE_AN_ENTRY, "entry")
        if not (names(entry) & {"author"} or names(root) & {"author"}):
            wrong.append("an entry without an author")
        links = entry.findall(f"{NAMESPACE}link")
        if "content" not in names(entry) and not any(
            link.get("rel", "alternate") == "alternate" for link in links
        ):
            wrong.append("an entry that leads nowhere")
    own = [link for link in root.findall(f"{NAMESPACE}link") if link.get("rel") == "self"]
    if len(own) != 1:
        wrong.append("no link to itself")
    ids = [text(each, "id") for each in (root, *entries)]
    if len(set(ids)) != len(ids):
        wrong.append("ids that are not unique")
    for link in root.iter(f"{NAMESPACE}link"):
        if not URI.fullmatch(link.get("href", "")):
            wrong.append(f"a relative link: {link.get('href')}")
    return wrong


def _element(element, once: set[str], kind: str) -> list[str]:
    wrong = [
        f"{kind} without {name}" for name in ("id", "title", "updated") if not text(element, name)
    ]
    found = [child.tag.removeprefix(NAMESPACE) for child in element]
    wrong += [f"{kind} with more than one {name}" for name in once if found.count(name) > 1]
    if not URI.fullmatch(text(element, "id") or ""):
        wrong.append(f"id {text(element, 'id')}")
    for child in element:
        name = child.tag.removeprefix(NAMESPACE)
        if name in ("updated", "published") and not is_moment(child.text):
            wrong.append(f"{name} {child.text}")
        if name in ("title", "subtitle", "summary") and child.get("type") not in TEXT_TYPES:
            wrong.append(f"type of {name}")
        if name == "author" and not text(child, "name"):
            wrong.append("author without a name")
    return wrong


def names(element) -> set[str]:
    return {child.tag.removeprefix(NAMESPACE) for child in element}


def text(element, name: str) -> str | None:
    child = element.find(f"{NAMESPACE}{name}")
    return None if child is None else child.text


def is_moment(value: str | None) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", value or ""):
        return False
    return datetime.datetime.fromisoformat(value).tzinfo is not None


GOOD = b"""<feed xmlns="http://www.w3.org/2005/Atom"><id>https://example.org/</id><title>T</title>
<updated>2027-01-01T00:00:00Z</updated><link rel="self" href="https://example.org/f"/>
<author><name>A</name></author>
<entry><id>urn:uuid:00000000-0000-0000-0000-000000000001</id><title>E</title>
<updated>2027-01-01T00:00:00+00:00</updated><link href="https://example.org/e"/></entry></feed>"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<updated>2027-01-01T00:00:00Z</updated>", b""),
        (b"2027-01-01T00:00:00Z", b"Fri, 01 Jan 2027"),
        (b"<author><name>A</name></author>", b""),
        (b'href="https://example.org/e"', b'href="/e"'),
        (b'rel="self"', b'rel="related"'),
        (b"<title>E</title>", b"<title>E</title><title>E</title>"),
        (b"<id>https://example.org/</id>", b"<id>feed</id>"),
        (b"<name>A</name>", b"<name></name>"),
        (b'<link href="https://example.org/e"/>', b""),
    ],
)
def test_the_rules_find_what_is_wrong(old, new):
    assert rules_broken(GOOD) == []
    assert old in GOOD
    assert rules_broken(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    "path", ["/en/news/feed/", "/en/news/feed/?topic=migration", "/es/noticias/feed/"]
)
def test_ours_keep_the_rules(client, write, translate, migration, migracion, path):
    for number in range(3):
        page = write(f"News {number} & <b>more</b>", topics=[migration], byline="We" * (number % 2))
        translate(page, f"Noticia {number}")
    answer = client.get(path)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert rules_broken(answer.content) == []
    root = ElementTree.fromstring(answer.content)
    assert len(root.findall(f"{NAMESPACE}entry")) == 3
    [own] = [each for each in root.findall(f"{NAMESPACE}link") if each.get("rel") == "self"]
    assert own.get("href").endswith(path)


def test_an_empty_feed_keeps_the_rules(client, news_index):
    assert rules_broken(client.get("/en/news/feed/").content) == []


def test_a_summary_is_plain_text(client, write):
    write("News", introduction="Fewer < more & <script>alert(1)</script>")
    root = ElementTree.fromstring(client.get("/en/news/feed/").content)
    summary = root.find(f"{NAMESPACE}entry/{NAMESPACE}summary")
    assert summary.get("type") == "text"
    assert summary.text == "Fewer < more & <script>alert(1)</script>"


def test_nothing_is_sent_again_until_something_changes(client, write):
    write("News")
    etag = client.get("/en/news/feed/")["ETag"]
    again = client.get("/en/news/feed/", headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    write("More").unpublish()
    assert client.get("/en/news/feed/", headers={"if-none-match": etag}).status_code == 304
    write("Even more")
    assert client.get("/en/news/feed/", headers={"if-none-match": etag}).status_code == 200


def test_the_list_offers_the_feed_of_a_topic(client, write, migration):
    write("News", topics=[migration])
    main = client.get("/en/news/?topic=migration").text.partition("<main")[2]
    assert 'href="/en/news/feed/?topic=migration"' in main
    assert 'href="/en/news/feed/"' in client.get("/en/news/").text.partition("<main")[2]
