"""Signing up in both languages, with and without JavaScript, with errors and double submission."""

import re

import pytest

from tests.browser.pages import PAGES
from tests.browser.people import NAME, code, fill, new_address, send, take_time
from tests.browser.reader import PHONE, Reader

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])


def sign_ups(reader: Reader) -> int:
    return reader.site.query("SELECT COUNT(*) FROM signups_submission WHERE status <> 'repeated'")[
        0
    ][0]


@LANGUAGES
def test_signing_up_gives_a_code(read, language):
    reader = read(width=PHONE)
    before, address = sign_ups(reader), new_address()
    reader.open(PAGES["sign-up"][language])
    fill(reader, address)
    take_time(reader)
    send(reader)
    first = code(reader)
    page = reader.page
    assert page.locator("html").get_attribute("lang") == language
    assert sign_ups(reader) == before + 1
    assert reader.axe_day_and_night() + reader.overflow() + reader.trouble == []

    page.reload()
    assert code(reader) == first
    assert sign_ups(reader) == before + 1

    # Back to the form, and submitted again with what the browser kept.
    page.go_back()
    if page.input_value("[name=full_name]") == "":
        fill(reader, address)
    take_time(reader)
    send(reader)
    assert sign_ups(reader) == before + 1

    # Change the language on the way: the form is the same page in the other language.
    reader.follow(".language-switch a")
    assert page.locator("html").get_attribute("lang") != language


@LANGUAGES
def test_a_second_click_is_not_a_second_person(read, language):
    reader = read()
    before = sign_ups(reader)
    reader.open(PAGES["sign-up"][language])
    fill(reader, new_address())
    reader.page.dblclick("main form [type=submit]")
    reader.page.wait_for_url(re.compile("/done/"))
    code(reader)
    assert sign_ups(reader) == before + 1


@LANGUAGES
@pytest.mark.parametrize("script", [True, False])
def test_errors_are_told_and_nothing_is_lost(read, language, script):
    reader = read(width=PHONE, script=script)
    before = sign_ups(reader)
    reader.open(PAGES["sign-up"][language])
    page = reader.page
    page.fill("[name=full_name]", NAME)
    page.fill("[name=email]", "no address")
    page.check("[name=attendance][value=stream]")
    page.check("[name=interpretation][value=nah]")
    send(reader)
    assert sign_ups(reader) == before

    summary = page.locator(".error-summary")
    assert summary.evaluate("summary => summary === document.activeElement")
    links = summary.locator("a")
    assert links.count() >= 4  # email, country, two consents
    for number in range(links.count()):
        links.nth(number).click()
        target = links.nth(number).get_attribute("href").removeprefix("#")
        assert page.evaluate("document.activeElement.id") == target
        field = page.locator(f"[id='{target}']")
        assert field.get_attribute("aria-invalid") == "true"
        described = field.get_attribute("aria-describedby").split()
        assert any(page.locator(f"[id='{name}'].field-error").count() for name in described)
    assert page.title().startswith("Error")

    assert page.input_value("[name=full_name]") == NAME
    assert page.input_value("[name=email]") == "no address"
    assert page.is_checked("[name=attendance][value=stream]")
    assert page.is_checked("[name=interpretation][value=nah]")
    if script:
        assert reader.axe_day_and_night() == []
    assert reader.overflow() + reader.trouble == []

    fill(reader, new_address())
    send(reader)
    code(reader)
    assert sign_ups(reader) == before + 1


@LANGUAGES
def test_without_the_cookie_it_is_said_what_to_do(read, language):
    """A browser that refuses cookies gets a page of the site in its language, not a bare error."""
    reader = read(width=PHONE)
    reader.open(PAGES["sign-up"][language])
    fill(reader, new_address())
    before = sign_ups(reader)
    reader.context.clear_cookies()
    with reader.page.expect_navigation() as navigation:
        reader.page.click("main form [type=submit]")
    assert navigation.value.status == 403
    reader.wait_until_drawn()
    assert reader.page.locator("html").get_attribute("lang") == language
    assert reader.page.locator(".site-header").count() == 1
    assert reader.axe_day_and_night() + reader.overflow() + reader.trouble == []
    assert sign_ups(reader) == before


FILLED = """() => [...document.querySelector('main form').elements]
  .filter(e => e.matches('[type=checkbox], [type=radio]') ? e.checked
    : e.name.match(/^[a-z_]+$/) && e.type !== 'hidden' && e.value)
  .map(e => e.name)"""


@LANGUAGES
@pytest.mark.parametrize("script", [True, False])
def test_n08_back_fills_in_nothing_and_signs_up_nobody_twice(read, language, script):
    """Going back at a shared computer shows nobody’s answers and signs up nobody twice."""
    reader = read(width=PHONE, script=script)
    page, address = reader.page, new_address()
    everybody = "SELECT COUNT(*) FROM signups_submission"  # includes duplicates
    before = reader.site.query(everybody)[0][0]
    reader.open(PAGES["sign-up"][language])
    fill(reader, address)
    page.check("[name=interpretation][value=nah]")
    for number in range(page.locator("main form textarea").count()):
        page.locator("main form textarea").nth(number).fill("Something about me")
    assert len(page.evaluate(FILLED)) > 6
    take_time(reader)
    send(reader)
    first = code(reader)

    page.go_back()
    reader.wait_until_drawn()
    assert page.locator("main form [name=full_name]").count() == 1
    assert page.evaluate(FILLED) == []

    fill(reader, address)
    page.check("[name=interpretation][value=nah]")
    for number in range(page.locator("main form textarea").count()):
        page.locator("main form textarea").nth(number).fill("Something about me")
    take_time(reader)
    send(reader)
    assert code(reader) == first
    assert reader.site.query(everybody)[0][0] == before + 1


@LANGUAGES
def test_n04_who_looks_like_a_program_is_told_that_somebody_looks_at_it(read, language):
    reader = read(width=PHONE)
    reader.open(PAGES["sign-up"][language])
    fill(reader, new_address())
    take_time(reader)
    # As a bot would: people neither see nor reach this field.
    reader.page.locator("[name=web-site]").evaluate("field => { field.value = 'x' }")
    send(reader)
    code(reader)
    told = {"en": "We are reviewing your sign-up", "es": "Estamos revisando tu inscripción"}
    assert told[language] in reader.page.inner_text("main h1")
    assert reader.page.locator(".sign-up-picture").count() == 0
    assert reader.axe_day_and_night() + reader.overflow() + reader.trouble == []
    reader.follow(".personal-link")
    assert reader.page.locator(".sign-up-picture").count() == 0
    assert reader.axe_day_and_night() + reader.overflow() + reader.trouble == []
