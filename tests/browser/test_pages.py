"""Every type of page, in both languages, on a phone and a desktop, in light and dark colors."""

import pytest

from tests.browser.pages import PAGES
from tests.browser.reader import DESKTOP, PHONE
from tests.browser.scale import DENSITY, weigh

pytestmark = pytest.mark.browser

OTHER_WIDTHS = {PHONE: [320], DESKTOP: [820, 1920]}
# Main targets are 44 px, all others 24 px, except links in a sentence (WCAG 2.2, 2.5.8).
SMALL_TARGETS = """() => {
  const main = '.button, .menu > summary, .menu-wide a, .search-link, .language-switch a, '
    + '.program-days a, .choice, .pagination a, select, input:not([type])';
  const inSentence = link => link.matches('a') && link.closest('p, li, dd, address')
    && getComputedStyle(link).display === 'inline';
  return [...document.querySelectorAll('a, button, summary, input, select, textarea')]
    .filter(element => element.checkVisibility({ visibilityProperty: true }))
    .filter(element => !element.matches('.skip-link, [tabindex="-1"], [type=hidden]'))
    .filter(element => !element.closest('.visually-hidden, .trap'))
    .map(element => {
      // the link of a card is as large as the card
      const target = element.matches('.card-link') ? element.closest('.card') : element;
      const box = target.getBoundingClientRect();
      const least = element.matches(main) ? 44 : inSentence(element) ? 0 : 24;
      return [Math.min(box.height, box.width), least, element.outerHTML.slice(0, 140)];
    })
    .filter(([size, least]) => size && size < least - .5)
    .map(([size, least, html]) => `${size} < ${least}: ${html}`);
}"""


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", PAGES)
def test_page(read, name, language, width):
    address = PAGES[name]
    reader = read(width=width, device_scale_factor=DENSITY[width])
    view = weigh(reader, address[language])
    page = reader.page
    # The English original of the untranslated page does exist.
    assert view.response.status == (
        200 if (name, language) == ("untranslated", "en") else address.status
    )
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1

    found = view.faults() + reader.axe_day_and_night() + page.evaluate(SMALL_TARGETS)
    for wide in (width, *OTHER_WIDTHS[width]):
        page.set_viewport_size({"width": wide, "height": 900})
        found += [f"{wide} px: {line}" for line in reader.overflow()]
    assert found + reader.trouble == []
    assert reader.cookies == address.cookies
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_checks_see_what_is_wrong(read):
    """The checks find a problem in a page that has it."""
    reader = read(width=PHONE)
    reader.open("/en/about/")
    papers = set()
    for scheme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=scheme)
        papers.add(reader.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(papers) == 2
    reader.page.evaluate("""() => {
      const main = document.querySelector('main');
      main.innerHTML = `<h1>One</h1><h4>Four</h4><img src="/nothing.png">
        <p style="color:#999; background:#aaa; width:900px">pale and wide</p>
        <a href="/a" style="display:inline-block; width:9px; height:9px; overflow:hidden">a</a>
        <a href="/b" style="display:inline-block; width:9px; height:9px; overflow:hidden">b</a>`;
      console.error('loud');
    }""")
    reader.page.wait_for_load_state("networkidle")
    rules = {line.split(":")[0] for line in reader.axe()}
    assert {"color-contrast", "heading-order", "image-alt", "target-size"} <= rules
    assert reader.overflow()
    trouble = " ".join(reader.trouble)
    assert "loud" in trouble
    assert "404" in trouble


# ------------------------------------------------------------------ what is open
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["home", "summit", "partners", "about", "sign-up", "search"])
def test_n15_what_is_open_can_be_read(read, name, language):
    """The menu, answers and sessions are readable when opened by touch, in light and dark."""
    reader = read(width=PHONE, has_touch=True, is_mobile=True)
    reader.open(PAGES[name][language])
    page = reader.page
    page.tap(".menu > summary")
    assert page.locator(".menu").evaluate("menu => menu.open")
    found = [f"menu: {line}" for line in reader.axe_day_and_night()]
    page.tap(".menu > summary")
    reader.unfold()
    found += [f"details: {line}" for line in reader.axe_day_and_night()]
    assert found + reader.overflow() + reader.trouble == []
