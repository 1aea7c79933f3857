"""Files that are downloaded or read by other programs."""

from xml.etree import ElementTree

import icalendar
import pytest

from tests.browser.pages import PAGES

pytestmark = pytest.mark.browser

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize(
    "path", [PAGES["summit"].en, PAGES["summit"].es, PAGES["dialogue-moved"].es]
)
def test_the_event_goes_into_a_calendar(read, path):
    reader = read()
    reader.open(path)
    link = reader.page.locator("main a[href$='calendar.ics'][download]").first
    answer = reader.context.request.get(link.get_attribute("href"))
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    with reader.page.expect_download() as downloading:
        link.click()
    download = downloading.value
    assert download.suggested_filename.endswith(".ics")
    with open(download.path(), "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    (event,) = calendar.walk("VEVENT")
    assert event["UID"]
    assert event["DTSTART"].params["TZID"]
    assert str(event["SUMMARY"])


@pytest.mark.parametrize("name", ["summit"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_session_goes_into_a_calendar(read, name, language):
    reader = read()
    reader.open(PAGES[name][language])
    href = reader.page.locator(".session a[href*='/sessions/']").first.get_attribute("href")
    answer = reader.context.request.get(href)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert len(icalendar.Calendar.from_ical(answer.body()).walk("VEVENT")) == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_news_can_be_followed(read, language):
    """The feed that the page announces is Atom, and each of its entries leads to a page."""
    reader = read()
    reader.open(PAGES["news"][language])
    announced = reader.page.locator("link[rel=alternate][type='application/atom+xml']")
    answer = reader.context.request.get(announced.get_attribute("href"))
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.body())
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) >= 8
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries]
    assert all(f"/{language}/" in link for link in links)
    assert {reader.context.request.get(link).status for link in links[:3]} == {200}
