"""The site by keyboard: where the focus goes, and that it is visible."""

import pytest

from tests.browser.pages import PAGES
from tests.browser.reader import DESKTOP, PHONE

pytestmark = pytest.mark.browser

STARTS = [PAGES["home"].en, PAGES["home"].es, PAGES["sign-up"].en, PAGES["not-found"].es]
# No part of the focused element in the window may be covered. The outline may be around the whole
# card whose link has the focus.
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


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
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
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("name", ["home", "summit", "partners-none", "sign-up", "search"])
def test_every_stop_is_seen(read, name, width, scheme):
    """Every stop is in the window, uncovered, and outlined."""
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


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_nothing_hides_under_the_days(read, width):
    """The days of the program stick to the top and never cover the focus, also on the way up."""
    reader = read(width=width)
    reader.open(PAGES["summit"].es)
    page = reader.page
    sessions = page.locator(".session-more summary, .session-more a")
    last = ".program-band ~ * a, .program-band ~ * summary"
    page.locator(last).first.focus()
    seen = []
    for _stop in range(40):
        page.keyboard.press("Shift+Tab")
        focus = page.evaluate(FOCUS)
        seen.append(focus["what"])
        assert focus["inside"], focus
        assert not focus["covered"], focus
        if "program-days" in page.evaluate("document.activeElement.closest('ul')?.className || ''"):
            break
    assert len(seen) > 10
    assert sessions.count()


def set_privacy(reader, page_id: int, **values) -> None:
    """Set who may view a page, as a person who is signed in to the admin."""
    reader.open("/admin/")
    token = reader.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = reader.page.request.post(
        f"{reader.site.url}/admin/pages/{page_id}/privacy/",
        form={"csrfmiddlewaretoken": token} | values,
        headers={"Referer": reader.site.url},
    )
    assert answer.status == 200


def test_a_wrong_password_leads_back_to_its_field(read):
    """After a wrong password its field has the focus: it is on the page from the start."""
    admin, reader = read(), read()
    about = admin.site.page_id(PAGES["about"].en)
    admin.sign_in("admin")
    set_privacy(admin, about, restriction_type="password", password="right")
    try:
        reader.open(PAGES["about"].en)
        reader.page.fill("#id_password", "wrong")
        reader.follow("main form [type=submit]")
        assert reader.page.evaluate("document.activeElement.id") == "id_password"
    finally:
        set_privacy(admin, about, restriction_type="none")


@pytest.mark.parametrize("day", [0, 1])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_day_is_reached_and_seen(read, width, day):
    reader = read(width=width)
    reader.open(PAGES["summit"].en)
    page = reader.page
    link = page.locator(".program-days a").nth(day)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    heading = page.locator(link.get_attribute("href"))
    tabs = page.locator(".program-tabs").bounding_box()
    box = heading.bounding_box()
    assert tabs["y"] + tabs["height"] <= box["y"] + 1
    assert box["y"] < 400


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_session_unfolds(read, key):
    """Sessions are collapsible on a phone, without a script too; on a desktop all are open."""
    reader = read(width=PHONE, script=False)
    reader.open(PAGES["summit"].es)
    page = reader.page
    session = page.locator(".session-more").first
    facts = session.locator("dl")
    assert not facts.is_visible()
    session.locator("summary").focus()
    page.keyboard.press(key)
    assert facts.is_visible()
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    second = page.locator(".session-more").nth(1)
    assert second.locator("dl").is_visible()
    assert not second.locator("summary").is_visible()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_order_of_the_head(read, language):
    """Brand, menu, search and language get the focus in the order in which they are read."""
    reader = read(width=DESKTOP)
    reader.open(PAGES["about"][language])
    page = reader.page
    places = []
    page.keyboard.press("Tab")  # the skip link
    while True:
        page.keyboard.press("Tab")
        if not page.evaluate("!!document.activeElement.closest('.site-header')"):
            break
        box = page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
        places.append(box["x"])
    assert len(places) >= 8
    assert places == sorted(places)


def test_the_colors_are_chosen_by_keyboard(read):
    reader = read(color_scheme="light")
    reader.open(PAGES["about"].es)
    page = reader.page
    page.locator("[data-theme-choice=auto]").focus()
    assert page.evaluate(FOCUS)["outline"] >= 2
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(paper)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("[data-theme-choice=dark]").is_checked()
    assert page.evaluate(paper) != before
    reader.open(PAGES["news"].es)
    assert page.locator("[data-theme-choice=dark]").is_checked()
    assert page.evaluate(paper) != before


def test_there_is_no_choice_of_colors_without_script(read):
    reader = read(script=False)
    reader.open(PAGES["about"].en)
    assert not reader.page.locator(".theme-choice").is_visible()
