"""For eyes that need larger, spaced, high-contrast or still content, nothing is lost or cut."""

import pytest

from tests.browser.pages import PAGES
from tests.browser.reader import DESKTOP, PHONE

pytestmark = pytest.mark.browser

LANGUAGES = ["en", "es"]
#: WCAG 2.2, 1.4.12: what readers may set with their own style sheet.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""
#: Words that stick out of a box that cuts them off.
CUT = """() => [...document.body.querySelectorAll('*')].filter(element => {
  const style = getComputedStyle(element);
  if (style.clipPath !== 'none' || element.closest('.visually-hidden, svg, picture, .banner'))
    return false;
  const cuts = value => value === 'hidden' || value === 'clip';
  const words = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  if (!words && !element.matches('.card, .button, .tag')) return false;
  return (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
    || (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map(element => element.outerHTML.slice(0, 120))"""
MOTION = """() => document.getAnimations().map(animation => animation.animationName)
  .filter(Boolean)"""


def wrong(reader) -> list[str]:
    return reader.overflow() + reader.page.evaluate(CUT)


@pytest.mark.parametrize("name", PAGES)
def test_larger_and_wider_apart(read, name):
    """Nothing is cut on a wall screen, at 400 % (320 px), with 200 % text, or with wider spacing.

    In Spanish, because its words are longer.
    """
    reader = read(width=DESKTOP)
    reader.open(PAGES[name].es)
    page = reader.page
    found = []
    for width in (320, DESKTOP, 2560):  # widths between these: test_pages.py
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {line}" for line in wrong(reader)]
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 900})
        sheet = page.add_style_tag(content=SPACED)
        found += [f"spaced at {width} px: {line}" for line in wrong(reader)]
        sheet.evaluate("sheet => sheet.remove()")
        sheet = page.add_style_tag(content="html { font-size: 200% !important }")
        found += [f"200 % at {width} px: {line}" for line in wrong(reader)]
        sheet.evaluate("sheet => sheet.remove()")
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", "summit", "sign-up", "partners"])
def test_the_colors_of_the_system(read, name, language):
    """Edges stay visible without fills where the system chooses the colors (Windows)."""
    reader = read(forced_colors="active")
    reader.open(PAGES[name][language])
    page = reader.page
    bare = page.evaluate("""() => [...document.querySelectorAll('.button, .tag, .badge, input')]
      .filter(element => element.checkVisibility() && element.offsetWidth > 1)
      .filter(element => !element.matches('[type=checkbox], [type=radio], [tabindex="-1"]'))
      .filter(element => !element.closest('.session'))
      .filter(element => parseFloat(getComputedStyle(element).borderTopWidth) < 1)
      .map(element => element.outerHTML.slice(0, 120))""")
    assert bare == []
    assert reader.overflow() == []


@pytest.mark.parametrize("preference", ["reduce", "no-preference"])
def test_what_moves_stops(read, preference):
    """The banner moves once when a page opens, unless the reader prefers reduced motion."""
    reader = read()
    reader.page.emulate_media(reduced_motion=preference)
    reader.open(PAGES["home"].en)
    moving = reader.page.evaluate(MOTION)
    assert bool(moving) == (preference == "no-preference")


def test_more_contrast(read):
    """Soft text is as dark as the rest for readers who prefer more contrast."""
    reader = read(contrast="more")
    reader.open(PAGES["about"].es)
    color = "selector => getComputedStyle(document.querySelector(selector)).color"
    page = reader.page
    assert page.evaluate(color, ".lead") == page.evaluate(color, "h1")
    page.emulate_media(contrast="no-preference")
    assert page.evaluate(color, ".lead") != page.evaluate(color, "h1")
