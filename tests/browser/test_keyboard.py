"""The site by keyboard: where the focus goes, and that it is seen."""

import pytest

from tests.browser.pages import PAGES
from tests.browser.reader import DESK, PHONE

pytestmark = pytest.mark.browser

STARTS = [PAGES["home"].en, PAGES["home"].es, PAGES["sign-up"].en, PAGES["not-found"].es]
# What of the focused element is in the window must not lie under something else. The outline may
# stand around the whole card whose link has the focus.
FOCUS = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const inside = right - left > 4 && bottom - top > 4;
  const there = inside && document.elementFromPoint(
    left + Math.min(right - left, 40) / 2, (top + bottom) / 2);
  const outlines = [element, element.closest('.card') || element].map(each => {
    const style = getComputedStyle(each);
    return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
  });
  return {
    what: element.outerHTML.slice(0, 100),
    end: element === document.body,
    outline: Math.max(...outlines),
    inside,
    covered: !(there && (element.contains(there) || there.contains(element))),
    tabindex: element.tabIndex,
  };
}"""


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", STARTS)
def test_the_first_stop_leads_to_the_content(read, path, width):
    reader = read(width=width)
    reader.open(path)
    page = reader.page
    link = page.locator(".skip-link")
    assert link.bounding_box()["y"] < 0
    page.keyboard.press("Tab")
    assert link.evaluate("link => link === document.activeElement")
    assert link.bounding_box()["y"] >= 0
    assert page.evaluate(FOCUS)["inside"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", ["home", "summit", "partners-none", "sign-up", "search"])
def test_every_stop_is_seen(read, name, width, scheme):
    """From the first stop to the last: in the window, not covered, with an outline around it."""
    reader = read(width=width, color_scheme=scheme)
    reader.open(PAGES[name].es)
    page = reader.page
    wrong, stops = [], 0
    for _stop in range(250):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["end"]:
            break
        stops += 1
        seen = focus["inside"] and not focus["covered"]
        if not seen or focus["outline"] < 2 or focus["tabindex"] > 0:
            wrong.append(focus)
    assert wrong == []
    assert stops > 10
    assert focus["end"], "the focus never leaves the page"
