"""See every component in every state in a browser, on as few pages as possible.

What can be checked without a browser is checked for every page in test_addresses.py, and
test_pages.py looks at each type of page. The pages for this module are chosen by the contents of
their HTML, so that a new component or state is covered without being listed. Extreme pages are
added: the longest word in each element, the most images, the most text.
"""

from collections.abc import Iterable
from contextlib import closing

import pytest
import requests

from tests.browser.document import Document, components, longest_words
from tests.browser.pages import PAGES
from tests.browser.reader import DESKTOP, PHONE, Reader
from tests.browser.scale import DENSITY, weigh

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = ("en", "es")
WIDTHS = (320, PHONE, 820, DESKTOP, 1920)
# Whether the browser could draw it, whatever the server answered.
BROKEN = """() => [...document.querySelectorAll('main img, header img, footer img')].filter(
  image => image.complete && image.naturalWidth === 0 && image.loading !== 'lazy'
).map(image => image.outerHTML.slice(0, 120))"""


def covering(parts: dict[str, set], seen: set) -> list[str]:
    """Return addresses whose `parts` together are all that exist, except those already seen."""
    left = set().union(*parts.values()) - seen
    chosen = []
    while left:
        chosen.append(max(parts, key=lambda path: len(parts[path] & left)))
        left -= parts[chosen[-1]]
    return chosen


def extremes(pages: dict[str, Document]) -> Iterable[str]:
    """Return the addresses that have the most of something."""
    words = {path: longest_words(page) for path, page in pages.items()}
    for tag in sorted(set().union(*words.values())):
        yield max(pages, key=lambda path: words[path].get(tag, 0))
    yield max(pages, key=lambda path: len(pages[path].images))
    yield max(pages, key=lambda path: len(pages[path].root.text_content()))


def chosen(site, language: str) -> list[str]:
    """Return the addresses in a language that are to be seen, without duplicates."""
    paths = [path for path in site.sitemap() if path.startswith(f"/{language}/")]
    assert len(paths) > 80
    typical = {address[language] for address in PAGES.values()}
    with requests.Session() as session:
        pages = {
            path: Document(f"{site.url}{path}", session.get(f"{site.url}{path}", timeout=60).text)
            for path in {*paths, *typical}
        }
    parts = {path: components(page) for path, page in pages.items()}
    seen = set().union(*(parts[path] for path in typical))
    listed = {path: pages[path] for path in paths}
    more = {*covering(parts, seen), *extremes(listed)} - typical
    return sorted(more)


def faults(reader: Reader, path: str, scheme: str) -> list[str]:
    """Return what is wrong with a page at all widths, alternating light and dark colors.

    test_pages looks at each type of page in all four ways.
    """
    view = weigh(reader, path)
    found = [] if view.response.status == 200 else [f"answers {view.response.status}"]
    found += view.faults()
    found += [f"broken: {image}" for image in reader.page.evaluate(BROKEN)]
    found += [f"cookie {name}" for name in reader.cookies - {"csrftoken"}]
    for width in WIDTHS:
        reader.page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {line}" for line in reader.overflow()]
    width = {"light": PHONE, "dark": DESKTOP}[scheme]
    reader.page.set_viewport_size({"width": width, "height": 900})
    reader.page.emulate_media(color_scheme=scheme)
    found += [f"{width} px {scheme}: {line}" for line in reader.axe()]
    return [f"{path} {line}" for line in found + reader.trouble]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_component(browser, site, language):
    found = []
    for turn, path in enumerate(chosen(site, language)):
        options = {"width": PHONE, "device_scale_factor": DENSITY[PHONE]}
        with closing(Reader(browser, site, **options)) as reader:
            found += faults(reader, path, ("light", "dark")[turn % 2])
    assert found == []


def test_what_no_page_had_is_chosen():
    """A page is chosen for a component, a state or a context that no other page has."""
    plain = "<body><main><h2>A</h2><p class='note'>B</p></main></body>"
    pages = {
        "/plain": plain,
        "/same": plain.replace("B", "C"),
        "/state": plain.replace("'note'", "'note late'"),
        "/attribute": plain.replace("'note'", "'note' hidden"),
        "/place": plain.replace("<p", "<div><p").replace("</p>", "</p></div>"),
        "/order": plain.replace("</h2>", "</h2><h3>D</h3>"),
    }
    parts = {
        path: components(Document(path, f"<html><head></head>{html}</html>"))
        for path, html in pages.items()
    }
    assert sorted(covering(parts, parts["/plain"])) == ["/attribute", "/order", "/place", "/state"]
