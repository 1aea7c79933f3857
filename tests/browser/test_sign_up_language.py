"""Changing the language in the middle of a form, with and without JavaScript; Enter submits."""

import pytest

from tests.browser.pages import PAGES
from tests.browser.people import NAME, code, fill, new_address, send, take_time
from tests.browser.reader import PHONE

pytestmark = pytest.mark.browser

THERE = {"en": "es", "es": "en"}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("script", [True, False])
def test_what_was_typed_comes_along(read, language, script):
    reader = read(width=PHONE, script=script)
    page, there = reader.page, THERE[language]
    before = reader.site.query("SELECT COUNT(*) FROM signups_submission")[0][0]
    address = new_address()
    reader.open(PAGES["sign-up"][language])
    take_time(reader)
    fill(reader, address)
    page.fill("[name=email]", "no address")
    for goal in (there, language, there):
        reader.follow(f".language-switch button[value={goal}]")
        assert reader.path == PAGES["sign-up"][goal]
        assert page.locator("html").get_attribute("lang") == goal
        assert page.locator(".error-summary").count() == 0
        assert page.input_value("[name=full_name]") == NAME
        assert page.input_value("[name=email]") == "no address"
        assert page.input_value("[name=country]") == "mx"
        assert page.is_checked("[name=attendance][value=both_days]")
        assert page.is_checked("[name=working_tables][value=mobility]")
        assert page.is_checked("[name=privacy_consent]")
    assert reader.overflow() + reader.trouble == []
    if script:
        assert reader.axe_day_and_night() == []

    # Enter presses the button of the form, not of a language.
    with page.expect_navigation():
        page.press("[name=full_name]", "Enter")
    assert page.locator("html").get_attribute("lang") == there
    assert page.locator(".error-summary a").count() == 1
    assert reader.site.query("SELECT COUNT(*) FROM signups_submission")[0][0] == before
    page.fill("[name=email]", address)
    send(reader)
    code(reader)
    row = reader.site.query(
        "SELECT language, status FROM signups_submission ORDER BY id DESC LIMIT 1"
    )[0]
    assert row == (there, "confirmed")


def test_the_whole_answer_is_a_target(read):
    """The whole answer is a target of 44 px, not just its words."""
    reader = read(width=PHONE)
    reader.open(PAGES["sign-up"].en)
    boxes = reader.page.locator("main .choice")
    for number in range(boxes.count()):
        assert boxes.nth(number).bounding_box()["height"] >= 44
    box = reader.page.locator(".choice:has([name=working_tables][value=mobility])")
    size = box.bounding_box()
    box.click(position={"x": size["width"] - 5, "y": size["height"] - 4})
    assert box.locator("input").is_checked()
