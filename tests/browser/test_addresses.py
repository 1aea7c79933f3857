"""Check every page of the sitemap in both languages over HTTP: metadata, addresses, links.

How pages look and what their scripts do is tested in a browser, in test_walk.py and test_pages.py.
"""

import io
from collections import Counter, defaultdict
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import requests
from PIL import Image

from tests.browser.document import Document, addresses_of_css
from tests.browser.scale import MOST, REQUESTS, SCRIPT

pytestmark = pytest.mark.slow

LANGUAGES = ("en", "es")
LEADING_OUT = ("mailto", "tel", "webcal", "geo")
TIMEOUT = 60  # seconds


class Addresses:
    """What the pages contain; `faults` has a line for each problem."""

    def __init__(self, site):
        self.site = site
        self.session = requests.Session()
        self.answers: dict[str, requests.Response] = {}
        self.pages: dict[str, Document] = {}
        self.named_by_css: dict[str, set[str]] = {}
        self.wrong: dict[str, str] = {}  # the problem of each address that was fetched
        self.faults: list[str] = []

    def get(self, url: str) -> requests.Response:
        """Request an address of the site once, as a first-time visitor."""
        url = urldefrag(url).url
        if url not in self.answers:
            self.session.cookies.clear()
            self.answers[url] = self.session.get(url, timeout=TIMEOUT)
        return self.answers[url]

    def size(self, url: str) -> int:
        """Return how many bytes came over the wire, compressed."""
        return self.get(url).raw.tell()

    def is_ours(self, url: str) -> bool:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}" == self.site.url

    def visit(self, path: str) -> None:
        answer = self.get(f"{self.site.url}{path}")
        page = self.pages[path] = Document(answer.url, answer.text)
        found = [] if answer.status_code == 200 else [f"answers {answer.status_code}"]
        if answer.history:
            found.append(f"leads to {answer.url}")
        found += page.faults()
        found += [f"cookie {name}" for name in set(self.session.cookies.keys()) - {"csrftoken"}]
        found += self.of_what_it_fetches(page)
        self.faults += [f"{path} {line}" for line in found]

    def of_what_it_fetches(self, page: Document):
        """Yield what is wrong with fetches: third parties, errors, too much before the images."""
        fetched = page.fetched()
        for url in list(fetched):
            if not self.is_ours(url):
                yield f"third party: {url}"
                fetched.remove(url)
            elif urlsplit(url).path.endswith(".css"):
                fetched |= self.of_style(url)
        for url in fetched:
            if url not in self.wrong:
                self.wrong[url] = wrong_answer(self.get(url))
            if self.wrong[url]:
                yield f"{self.wrong[url]}: {url}"
        script = sum(self.size(url) for url in fetched if urlsplit(url).path.endswith(".js"))
        if script > SCRIPT:
            yield f"{script} B of script"
        needed = {page.url, *page.needed()} & {page.url, *fetched}
        if sum(map(self.size, needed)) > MOST:
            yield f"{sum(map(self.size, needed))} B without any picture"
        eager = [image for image in page.images if image.get("loading") != "lazy"]
        if len(needed) + len(eager) > REQUESTS:
            yield f"{len(needed)} requests, {len(eager)} pictures that do not wait"
        if sum(image.get("fetchpriority") == "high" for image in page.images) > 1:
            yield "more than one lead picture"
        for image in page.images:
            if image.get("fetchpriority") == "high" and image.get("loading") == "lazy":
                yield "a lead picture that waits"

    def of_style(self, url: str) -> set[str]:
        """Return what a style sheet names."""
        if url not in self.named_by_css:
            found = addresses_of_css(self.get(url).text)
            self.named_by_css[url] = {urljoin(url, each) for each in found}
        return self.named_by_css[url]

    def check_what_they_lead_to(self) -> None:
        """Request every address that a page names, once; look for the targets inside pages."""
        named = defaultdict(set)
        drawn = Counter()
        for path, page in self.pages.items():
            # Drawing the images of all partners would take minutes: three of each kind.
            kind = path.split("/")[2]
            drawn[kind] += 1
            shared = {page.said("og:image")} if drawn[kind] <= 3 else set()
            for url in {*page.links, *shared}:
                named[url].add(path)
        for url, pages in named.items():
            parts = urlsplit(url)
            where = f"{url} (on {min(pages)}, {len(pages)} in all)"
            if self.is_ours(url):
                if self.get(url).status_code != 200:
                    self.faults.append(f"{self.get(url).status_code} {where}")
                there = self.pages.get(parts.path)
                if there and parts.fragment and parts.fragment not in there.ids:
                    self.faults.append(f"no such place in the page: {where}")
            elif parts.scheme not in ("https", *LEADING_OUT):
                self.faults.append(f"leads out without https: {where}")

    def check_that_languages_answer_each_other(self) -> None:
        for path, page in self.pages.items():
            for _language, url in page.alternates:
                other = self.pages.get(urlsplit(url).path)
                if other is None:
                    self.faults.append(f"{path} names {url}, which is not in the sitemap")
                elif page.alternates != other.alternates:
                    self.faults.append(f"{path} and {url} do not name the same languages")
        for language in LANGUAGES:
            titles = defaultdict(list)
            for path, page in self.pages.items():
                if page.language == language:
                    titles[page.title].append(path)
            self.faults += [f"one title: {same}" for same in titles.values() if len(same) > 1]


def wrong_answer(answer: requests.Response) -> str:
    """Return the status if it is not 200, why an image cannot be drawn, or ""."""
    if answer.status_code != 200:
        return str(answer.status_code)
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith("image/") or kind.startswith("image/svg"):
        return ""
    try:
        with Image.open(io.BytesIO(answer.content)) as picture:
            picture.load()
    except OSError as error:
        return f"no picture ({error})"
    return ""


@pytest.fixture(scope="module")
def addresses(site):
    return Addresses(site)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page(addresses, language):
    paths = [path for path in addresses.site.sitemap() if path.startswith(f"/{language}/")]
    assert len(paths) > 80
    before = len(addresses.faults)
    for path in paths:
        addresses.visit(path)
    assert addresses.faults[before:] == []


def test_every_link_leads_somewhere(addresses):
    assert len(addresses.pages) > 160, "the pages come first"
    before = len(addresses.faults)
    addresses.check_what_they_lead_to()
    assert addresses.faults[before:] == []


def test_the_languages_answer_each_other(addresses):
    assert len(addresses.pages) > 160, "the pages come first"
    before = len(addresses.faults)
    addresses.check_that_languages_answer_each_other()
    assert addresses.faults[before:] == []


def test_what_is_wrong_is_seen(addresses):
    """The checks find a problem in a page that has it."""
    url = f"{addresses.site.url}/en/"
    good = addresses.get(url).text
    assert list(Document(url, good).faults()) == []
    wrong = good.replace(
        "</main>",
        """
      <h2 id="twice">Two</h2><h4 id="twice">Four</h4><h2></h2><img src="/nothing.png">
      <a href="/en/"></a><p aria-labelledby="nobody">Words</p>
      <script src="https://elsewhere.example/a.js"></script></main>""",
    )
    page = Document(url, wrong)
    found = " ".join([*page.faults(), *addresses.of_what_it_fetches(page)])
    for fault in (
        "2 elements with the id 'twice'", "h4 follows h2", "without a name: <h2>",
        'picture <img src="/nothing.png">', 'without a name: <a href="/en/">', "names 'nobody'",
        "third party: https://elsewhere.example/a.js", "404:",
    ):  # fmt: skip
        assert fault in found, fault
    bare = good.replace('lang="en"', "").replace("<h1", "<h2").replace('rel="canonical"', "")
    found = " ".join(Document(url, bare).faults())
    for fault in ("is marked as ''", "0 h1", "canonical []"):
        assert fault in found, fault
