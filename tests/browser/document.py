"""A page as HTTP returns it, read without a browser: its metadata and the addresses it names."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import lxml.html

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Attributes that name other elements of the page.
NAMING_IDS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
#: What a browser fetches for a page, by element and attribute.
FETCHED = (
    ("script", "src"), ("iframe", "src"), ("video", "src"), ("audio", "src"), ("embed", "src"),
    ("object", "data"), ("track", "src"), ("use", "href"), ("img", "src"), ("source", "src"),
)  # fmt: skip
FETCHED_LINKS = {"stylesheet", "preload", "modulepreload", "icon", "manifest", "apple-touch-icon"}


class Document:
    """The HTML at an address. Addresses are absolute, as the browser sees them."""

    def __init__(self, url: str, html: str):
        self.url = url
        self.root = lxml.html.fromstring(html)
        head = self.root.head
        self.language = self.root.get("lang", "")
        self.title = (head.findtext("title") or "").strip()
        self.canonical = self.links_of_head("canonical")
        self.alternates = [
            [link.get("hreflang"), self.whole(link.get("href"))]
            for link in head.iterfind("link[@rel='alternate'][@hreflang]")
        ]
        self.data = [
            script.text or ""
            for script in self.root.iterfind(".//script[@type='application/ld+json']")
        ]
        self.links = [self.whole(link.get("href")) for link in self.root.iterfind(".//a[@href]")]
        self.ids = [element.get("id") for element in self.root.iterfind(".//*[@id]")]
        self.images = [
            image
            for image in self.root.iterfind(".//img")
            if any(each.tag in ("main", "header", "footer") for each in image.iterancestors())
        ]

    def whole(self, address: str) -> str:
        return urljoin(self.url, address.strip())

    def links_of_head(self, relation: str) -> list[str]:
        found = self.root.head.iterfind(f"link[@rel='{relation}']")
        return [self.whole(link.get("href")) for link in found]

    def said(self, name: str) -> str:
        """Return the content of a `meta` element by its name or property."""
        for meta in self.root.head.iterfind("meta"):
            if name in (meta.get("name"), meta.get("property")):
                return meta.get("content", "")
        return ""

    def pictures(self) -> set[str]:
        """Return the address of each image, in each of its sizes and formats."""
        found = set()
        for image in self.images:
            parent = image.getparent()
            sources = parent.iterfind("source") if parent.tag == "picture" else []
            for element in (image, *sources):
                found |= {
                    self.whole(each.split()[0])
                    for each in element.get("srcset", "").split(",")
                    if each.strip()
                }
            found.add(self.whole(image.get("src")))
        return found

    def fetched(self) -> set[str]:
        """Return what a browser fetches for the page: style, scripts, fonts, icons, images."""
        found = set(self.pictures())
        for tag, attribute in FETCHED:
            found |= {
                self.whole(each.get(attribute))
                for each in self.root.iterfind(f".//{tag}[@{attribute}]")
            }
        for link in self.root.iterfind(".//link[@href]"):
            if FETCHED_LINKS & set(link.get("rel", "").split()):
                found.add(self.whole(link.get("href")))
        for element in self.root.iterfind(".//*[@style]"):
            found |= {self.whole(each) for each in addresses_of_css(element.get("style"))}
        for style in self.root.iterfind(".//style"):
            found |= {self.whole(each) for each in addresses_of_css(style.text or "")}
        return {
            urlsplit(each)._replace(fragment="").geturl()
            for each in found
            if not each.startswith("data:")
        }

    def needed(self) -> set[str]:
        """Return what a browser fetches for the page in any window: style, scripts, fonts."""
        found = {self.whole(each.get("src")) for each in self.root.iterfind(".//script[@src]")}
        for link in self.root.iterfind(".//link[@href]"):
            if {"stylesheet", "preload"} & set(link.get("rel", "").split()):
                found.add(self.whole(link.get("href")))
        return found

    def headings(self) -> list[str]:
        return [each.tag for each in self.root.body.iter(*HEADINGS)]

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the page, without fetching any other address."""
        if self.language != urlsplit(self.url).path.split("/")[1]:
            yield f"is marked as {self.language!r}"
        if self.headings().count("h1") != 1:
            yield f"{self.headings().count('h1')} h1"
        if self.canonical != [self.url]:
            yield f"canonical {self.canonical}"
        description = self.said("description")
        if not self.title or not 20 <= len(description) <= 320:
            yield f"title {self.title!r}, description {description!r}"
        if not self.said("og:image"):
            yield "no picture to share"
        if not self.data:
            yield "no structured data"
        for text in self.data:
            if json.loads(text).get("@context") != "https://schema.org":
                yield f"structured data {text[:80]}"
        for image in self.images:
            if not {"alt", "width", "height"} <= set(image.keys()):
                yield f"picture {shown(image)}"
        yield from self.for_who_listens()

    def for_who_listens(self) -> Iterator[str]:
        """Yield what keeps a screen reader from reading the page, as far as the HTML shows it."""
        for identity, number in Counter(self.ids).items():
            if number > 1:
                yield f"{number} elements with the id {identity!r}"
        for attribute in NAMING_IDS:
            for element in self.root.iterfind(f".//*[@{attribute}]"):
                for identity in set(element.get(attribute).split()) - set(self.ids):
                    yield f"{attribute} names {identity!r}, which is not there: {shown(element)}"
        levels = [int(tag[1]) for tag in self.headings()]
        for before, level in pairwise(levels):
            if level > before + 1:
                yield f"h{level} follows h{before}"
        for element in self.root.body.iter("a", "button", *HEADINGS):
            if not name_of(element) and element.get("aria-hidden") != "true":
                yield f"without a name: {shown(element)}"


def name_of(element) -> str:
    """Return what a screen reader says for a link, a button or a heading; "" if nothing."""
    described = [image.get("alt", "") for image in element.iterfind(".//img")]
    labels = [each.get("aria-label", "") for each in element.iter("*")]
    labels += [element.get("aria-labelledby", ""), element.get("title", "")]
    return "".join([element.text_content(), *described, *labels]).strip()


def addresses_of_css(css: str) -> list[str]:
    """Return what a style sheet names with `url(…)`, except data that it embeds."""
    found = re.findall(r"""url\(\s*["']?([^"')]+)["']?\s*\)""", css)
    return [each for each in found if not each.startswith(("data:", "#"))]


def shown(element) -> str:
    return lxml.html.tostring(element, encoding="unicode", with_tail=False)[:120]


# ------------------------------------------------------------------ which pages to look at
def components(document: Document) -> set[tuple[str, ...]]:
    """Return the components of the page: elements with their classes, states and ancestors.

    Once all of these have been seen, style and scripts have met every component in every state.
    """
    found: set[tuple[str, ...]] = set()
    before = ""
    for element in document.root.body.iter("*"):
        if any(each.tag == "svg" for each in element.iterancestors()):
            continue
        mine = kind(element)
        found |= {mine, ("in", *kind(element.getparent()), *mine)}
        if element.tag in HEADINGS:
            found.add(("after", before, element.tag))
            before = element.tag
    return found


def kind(element) -> tuple[str, ...]:
    """Return an element as styles and scripts know it: name, classes, and names of attributes."""
    attributes = sorted(set(element.keys()) - {"class", "id", "href", "style", "title"})
    return (element.tag, " ".join(sorted(element.get("class", "").split())), " ".join(attributes))


def longest_words(document: Document) -> dict[str, int]:
    """Return the length of the longest word in each kind of element: such words widen a page."""
    found: Counter[str] = Counter()
    for element in document.root.body.iter("*"):
        words = f"{element.text or ''} {element.tail or ''}".split()
        found[element.tag] = max(found[element.tag], *map(len, words), 0)
    return found
