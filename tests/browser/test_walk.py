"""Every page of the sitemap in both languages, as a browser meets it for the first time."""

import json
from collections import Counter, defaultdict
from contextlib import closing
from urllib.parse import urldefrag, urlsplit

import pytest
import requests

from tests.browser.reader import DESK, PHONE, Reader
from tests.browser.scale import DENSITY, weigh

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = ("en", "es")
WIDTHS = (320, PHONE, 820, DESK, 1920)
LEADING_OUT = ("mailto", "tel", "webcal", "geo")
# What a page says of itself, and where it leads.
LOOK = """() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const said = name => (document.querySelector(`meta[name="${name}"], meta[property="${name}"]`)
    || {content: ''}).content;
  return {
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    description: said('description'),
    canonical: all('link[rel=canonical]').map(link => link.href),
    alternates: all('link[rel=alternate][hreflang]').map(link => [link.hreflang, link.href]),
    picture: said('og:image'),
    data: all('script[type="application/ld+json"]').map(script => script.textContent),
    links: all('a[href]').map(link => link.href),
    ids: all('[id]').map(element => element.id),
    images: all('main img, header img, footer img').map(image => ({
      what: image.outerHTML.slice(0, 120),
      described: image.hasAttribute('alt'),
      sized: image.hasAttribute('width') && image.hasAttribute('height'),
      broken: image.complete && image.naturalWidth === 0 && image.loading !== 'lazy',
      sources: [image.src, ...all('source').filter(s => s.parentElement === image.parentElement)
        .flatMap(s => s.srcset.split(',').map(each => each.trim().split(' ')[0]))
        .map(each => new URL(each, location).href)],
    })),
  };
}"""


class Walk:
    """What was seen on the way; `faults` has a line for each thing that is wrong."""

    def __init__(self, browser, site):
        self.browser, self.site = browser, site
        self.session = requests.Session()
        self.answers: dict[str, int] = {}
        self.pages: dict[str, dict] = {}
        self.faults: list[str] = []

    def addresses(self, language: str) -> list[str]:
        return [path for path in self.site.sitemap() if path.startswith(f"/{language}/")]

    def status(self, url: str) -> int:
        """Return what an address of the site answers in the end, asked once."""
        url = urldefrag(url).url
        if url not in self.answers:
            with self.session.get(url, timeout=60, stream=True) as response:
                self.answers[url] = response.status_code
        return self.answers[url]

    def visit(self, path: str) -> None:
        options = {"width": PHONE, "device_scale_factor": DENSITY[PHONE]}
        with closing(Reader(self.browser, self.site, **options)) as reader:
            view = weigh(reader, path)
            seen = reader.page.evaluate(LOOK)
            found = [] if view.response.status == 200 else [f"answers {view.response.status}"]
            found += view.faults()
            found += self.of_itself(path, seen)
            found += [f"cookie {name}" for name in reader.cookies - {"csrftoken"}]
            for width in WIDTHS:
                reader.page.set_viewport_size({"width": width, "height": 900})
                found += [f"{width} px: {line}" for line in reader.overflow()]
            # By turns; test_pages looks at each type of page in all four ways.
            scheme, width = (("light", PHONE), ("dark", DESK))[len(self.pages) % 2]
            reader.page.set_viewport_size({"width": width, "height": 900})
            reader.page.emulate_media(color_scheme=scheme)
            found += [f"{width} px {scheme}: {line}" for line in reader.axe()]
            found += reader.trouble
        self.pages[path] = seen
        self.faults += [f"{path} {line}" for line in found]

    def of_itself(self, path: str, seen: dict):
        url = f"{self.site.url}{path}"
        if seen["language"] != path.split("/")[1]:
            yield f"is marked as {seen['language']!r}"
        if seen["headings"] != 1:
            yield f"{seen['headings']} h1"
        if seen["canonical"] != [url]:
            yield f"canonical {seen['canonical']}"
        if not seen["title"] or not 20 <= len(seen["description"]) <= 320:
            yield f"title {seen['title']!r}, description {seen['description']!r}"
        if not seen["picture"]:
            yield "no picture to share"
        if not seen["data"]:
            yield "no structured data"
        for text in seen["data"]:
            if json.loads(text).get("@context") != "https://schema.org":
                yield f"structured data {text[:80]}"
        for image in seen["images"]:
            if image["broken"] or not (image["described"] and image["sized"]):
                yield f"picture {image}"

    def check_what_they_lead_to(self) -> None:
        """Ask every address that a page names, once; look for the targets inside of pages."""
        named = defaultdict(set)
        drawn = Counter()
        for path, page in self.pages.items():
            pictures = {url for image in page["images"] for url in image["sources"]}
            # To draw the pictures of all partners would take minutes: three of each kind.
            kind = path.split("/")[2]
            drawn[kind] += 1
            if drawn[kind] <= 3:
                pictures.add(page["picture"])
            for url in {*page["links"], *pictures}:
                named[url].add(path)
        for url, pages in named.items():
            parts = urlsplit(url)
            where = f"{url} (on {min(pages)}, {len(pages)} in all)"
            if f"{parts.scheme}://{parts.netloc}" == self.site.url:
                if self.status(url) != 200:
                    self.faults.append(f"{self.status(url)} {where}")
                there = self.pages.get(parts.path)
                if there and parts.fragment and parts.fragment not in there["ids"]:
                    self.faults.append(f"no such place in the page: {where}")
            elif parts.scheme not in ("https", *LEADING_OUT):
                self.faults.append(f"leads out without https: {where}")

    def check_that_languages_answer_each_other(self) -> None:
        for path, page in self.pages.items():
            for _language, url in page["alternates"]:
                other = self.pages.get(urlsplit(url).path)
                if other is None:
                    self.faults.append(f"{path} names {url}, which is not in the sitemap")
                elif page["alternates"] != other["alternates"]:
                    self.faults.append(f"{path} and {url} do not name the same languages")
        for language in LANGUAGES:
            titles = defaultdict(list)
            for path, page in self.pages.items():
                if page["language"] == language:
                    titles[page["title"]].append(path)
            self.faults += [f"one title: {same}" for same in titles.values() if len(same) > 1]


@pytest.fixture(scope="module")
def walk(browser, site):
    return Walk(browser, site)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page(walk, language):
    addresses = walk.addresses(language)
    assert len(addresses) > 80
    before = len(walk.faults)
    for path in addresses:
        walk.visit(path)
    assert walk.faults[before:] == []


def test_every_link_leads_somewhere(walk):
    assert len(walk.pages) > 160, "the walk comes first"
    before = len(walk.faults)
    walk.check_what_they_lead_to()
    assert walk.faults[before:] == []


def test_the_languages_answer_each_other(walk):
    assert len(walk.pages) > 160, "the walk comes first"
    before = len(walk.faults)
    walk.check_that_languages_answer_each_other()
    assert walk.faults[before:] == []
