"""The lead image of a page, and the measuring itself, with which other tests weigh pages."""

import pytest

from tests.browser.pages import PAGES
from tests.browser.reader import PHONE
from tests.browser.scale import MOST, weigh

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["dialogue-moved", "news-item", "news", "about"])
def test_a_page_with_a_picture_says_so(read, name):
    """The lead image is requested first, in a modern format, no larger than displayed."""
    reader = read(width=PHONE, device_scale_factor=3)
    (lead,) = weigh(reader, PAGES[name].es).lead
    assert ".format-avif." in lead
    assert reader.page.evaluate("document.querySelector('img[fetchpriority=high]').complete")
    fallback = reader.page.locator("img[fetchpriority=high]").get_attribute("srcset")
    assert ".format-jpeg." in fallback


def test_the_scale_works(read):
    """The measuring finds what is too heavy."""
    reader = read()
    reader.page.route(
        "**/css/site.*.css",
        lambda route: route.fulfill(body="/*" + "x" * 200_000 + "*/", content_type="text/css"),
    )
    view = weigh(reader, PAGES["about"].en)
    assert view.without_lead > MOST
    assert view.faults()
    reader.page.evaluate("document.querySelector('main').innerHTML += '<img src=/static/x.png>'")
    assert weigh(read(), PAGES["about"].en).faults() == []
