"""What is drawn late is there when it is needed, and nothing shifts. (Times: `make audit`.)"""

import pytest

from tests.browser.pages import PAGES
from tests.browser.reader import DESKTOP, PHONE

pytestmark = pytest.mark.browser

LATE = ".program > li, .site-footer > .wrap"
VISIBILITY = """css => [...new Set(
  [...document.querySelectorAll(css)].map(item => getComputedStyle(item).contentVisibility))]"""
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(shift => sum += shift.value))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 200);
})"""
SCROLL = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
    scrollTo(0, y);
    await frame();
    await frame();
  }
}"""


# Which parts waited, in the order in which they came.
NOTE = """window.drawn = [];
addEventListener('animationend', ({animationName, target}) =>
  animationName.startsWith('wait') && drawn.push(target));"""
# The event for the end of an animation comes a frame later: wait for the last one.
LAST = "() => drawn.at(-1)?.className === 'site-footer'"
ORDER = """() => drawn.map((piece, at) => at > 0 && Boolean(
  piece.compareDocumentPosition(drawn[at - 1]) & Node.DOCUMENT_POSITION_FOLLOWING))"""

UNSEEN = """() => [...document.querySelectorAll('main > *, main > .stack > *, .form > *')].filter(
  piece => getComputedStyle(piece).visibility === 'hidden').length"""


@pytest.mark.parametrize("name", ["home", "summit", "news", "sign-up"])
def test_a_page_is_drawn_from_the_top(read, name):
    reader = read(width=PHONE)
    reader.page.add_init_script(NOTE)
    reader.open(PAGES[name].en)
    reader.page.wait_for_function(LAST)
    backwards = reader.page.evaluate(ORDER)
    assert len(backwards) > 4
    assert not any(backwards)
    assert reader.page.evaluate("drawn.at(-1).className") == "site-footer"
    assert not reader.page.evaluate(UNSEEN)


def test_a_form_that_is_shown_again_does_not_wait(read):
    reader = read(width=PHONE)
    reader.page.add_init_script(NOTE)
    reader.open(PAGES["sign-up"].es)
    reader.follow(reader.page.locator("form.form [type=submit]"))
    assert reader.page.evaluate("document.activeElement.className") == "error-summary"
    reader.page.wait_for_function(LAST)
    assert reader.page.evaluate("drawn.map(piece => piece.className)") == ["site-footer"]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize(
    "name", ["home", "summit", "dialogues", "partners", "news", "sign-up", "not-found"]
)
def test_nothing_moves(read, name, width):
    reader = read(width=width)
    reader.open(PAGES[name].es)
    assert reader.page.evaluate(SHIFT) < 0.001
    # What is drawn late has nearly the height that was reserved for it.
    reader.page.evaluate(SCROLL)
    assert reader.page.evaluate(SHIFT) < 0.01


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_link_leads_to_a_session_far_below(read, width):
    reader = read(width=width)
    reader.open(PAGES["summit"].es)
    last = reader.page.locator(".program .session").last.get_attribute("id")
    another = read(width=width)
    another.open(f"{PAGES['summit'].es}#{last}")
    session = another.page.locator(f"#{last}")
    another.page.wait_for_function(
        "id => Math.abs(document.getElementById(id).getBoundingClientRect().top"
        " - parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)) < 2",
        arg=last,
    )
    assert session.locator("h4").is_visible()


@pytest.mark.parametrize("name", ["home", "summit", "partners", "sign-up"])
def test_who_comes_back_is_where_she_was(read, name):
    reader = read(width=PHONE)
    reader.open(PAGES[name].en)
    reader.page.evaluate(SCROLL)
    reader.page.evaluate("scrollTo(0, 2400)")
    reader.page.wait_for_function("scrollY === 2400")
    reader.page.reload(wait_until="load")
    reader.page.wait_for_function("Math.abs(scrollY - 2400) < 10")
    reader.open(PAGES["about"].en)
    reader.page.go_back(wait_until="load")
    reader.page.wait_for_function("Math.abs(scrollY - 2400) < 10")


def test_a_link_leads_to_what_would_come_late(read):
    reader = read(width=PHONE)
    reader.open(f"{PAGES['home'].en}#news")
    reader.page.wait_for_function(
        "Math.abs(document.getElementById('news').getBoundingClientRect().top - 32) < 2"
    )


def test_paper_has_all_of_it(read):
    reader = read(width=PHONE)
    reader.open(PAGES["summit"].en)
    assert reader.page.evaluate(VISIBILITY, LATE) == ["auto"]
    reader.page.emulate_media(media="print")
    assert reader.page.evaluate(VISIBILITY, LATE) == ["visible"]
