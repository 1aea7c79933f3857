"""Printed pages: the program on two sheets, nothing collapsed, link addresses readable."""

import re

import pytest

from tests.browser.pages import PAGES
from tests.browser.scale import DRAWN_TWICE

pytestmark = pytest.mark.browser

SHEET = re.compile(rb"/Type\s*/Page\b")
#: What follows the program on the page is not part of it.
ONLY_THE_PROGRAM = """() => {
  const band = document.querySelector('.program-band');
  while (band.nextElementSibling) band.nextElementSibling.remove();
  document.querySelector('.site-footer').remove();
}"""
UNSEEN = """selector => [...document.querySelectorAll(selector)].filter(element =>
  !element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })
  || !element.getBoundingClientRect().height).map(element => element.textContent.trim())"""
PRINTED = ["summit", "news-item", "partner", "partners", "sign-up", "about", "dialogue-moved"]


def sheets(pdf: bytes) -> int:
    """Return the number of pages in a PDF by Chromium."""
    return len(SHEET.findall(pdf))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_program_fills_two_sheets(read, language, paper):
    reader = read()
    reader.open(PAGES["summit"][language])
    assert sheets(reader.page.pdf(format=paper)) > 2  # what follows has sheets of its own
    reader.page.evaluate(ONLY_THE_PROGRAM)
    assert sheets(reader.page.pdf(format=paper)) == 2


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_folded_away(read, language):
    reader = read(width=720)
    reader.open(PAGES["summit"][language])
    page = reader.page
    parts = ".session-more dl, .session-more p:not(:has(a)), .block-questions .answer"
    assert page.evaluate(UNSEEN, parts)  # hidden on paper only
    page.emulate_media(media="print")
    page.evaluate(DRAWN_TWICE)  # what is drawn late is there in the next frame
    assert page.evaluate(UNSEEN, parts) == []
    assert page.evaluate(UNSEEN, ".session h4, .session-time, .session-room") == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", PRINTED)
def test_a_page_on_paper(read, name, language):
    """Paper is black on white in dark mode too, within the margins, without screen-only parts."""
    reader = read(width=680, color_scheme="dark")
    reader.open(PAGES[name][language])
    page = reader.page
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == (
        "rgb(29, 19, 38)"
    )
    for selector in (".menu", ".banner", ".language-switch", ".theme-choice"):
        assert not page.locator(selector).first.is_visible(), selector
    assert reader.overflow() == []
    assert PAGES[name][language] in page.locator(".print-only").inner_text()


@pytest.mark.parametrize("name", ["about", "summit"])
def test_links_show_where_they_lead(read, name):
    reader = read()
    reader.open(PAGES[name].en)
    page = reader.page
    link = page.locator(".prose a[href^='/'], .event-facts a[href^='http']").first
    after = "link => getComputedStyle(link, '::after').content"
    assert link.evaluate(after) in ("none", "normal")
    page.emulate_media(media="print")
    assert link.get_attribute("href") in link.evaluate(after)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["about", "summit", "sign-up", "search"])
def test_n14_addresses_on_paper_are_whole(read, site, name, language, script):
    """A printed link within the site has its full address or, without JavaScript, none."""
    reader = read(script=script)
    reader.open(PAGES[name][language])
    page = reader.page
    page.emulate_media(media="print")
    shown = page.evaluate("""() => [...document.querySelectorAll('main a')].map(link =>
      getComputedStyle(link, '::after')).filter(style => style.display !== 'none')
      .map(style => style.content).filter(content => content.startsWith('" ('))""")
    assert shown or not script
    assert [each for each in shown if not each.startswith('" (http')] == []
