"""The site without JavaScript: everything works."""

import pytest

from tests.browser.pages import PAGES
from tests.browser.reader import PHONE

pytestmark = pytest.mark.browser

# Searches and filters are not carried over; missing pages have no counterpart.
WITHOUT_COUNTERPART = {"not-found", "partners-none", "search", "search-none", "untranslated"}
WITH_COUNTERPART = [name for name in PAGES if name not in WITHOUT_COUNTERPART]


@pytest.mark.parametrize("name", WITH_COUNTERPART)
def test_the_other_language_is_one_click_away(read, name):
    """Changing the language twice leads back to the same page."""
    reader = read(width=PHONE, script=False)
    reader.open(PAGES[name].en)
    for language in ("es", "en"):
        switch = reader.page.locator(".language-switch :is(a, .plain-button)")
        assert switch.get_attribute("lang") == language
        reader.follow(switch)
        assert reader.path == PAGES[name][language]
        assert reader.page.locator("html").get_attribute("lang") == language


def test_where_there_is_no_translation_it_is_said(read):
    """The switch announces a missing translation in its language; the page’s address helps."""
    reader = read(width=PHONE, script=False)
    reader.open(PAGES["untranslated"].en)
    switch = reader.page.locator(".language-switch a")
    assert "todavía" in switch.inner_text()
    reader.follow(switch)
    assert reader.path == PAGES["home"].es
    assert reader.open(PAGES["untranslated"].es).status == 404
    offer = reader.page.locator("main a[hreflang=en]")
    assert offer.get_attribute("lang") == "en"
    reader.follow(offer)
    assert reader.path == PAGES["untranslated"].en


@pytest.mark.parametrize(("start", "goal"), [("/en/", "/en/news/"), ("/es/", "/es/noticias/")])
def test_the_menu_of_a_phone_opens_by_touch(read, start, goal):
    reader = read(width=PHONE, script=False, has_touch=True)
    reader.open(start)
    link = reader.page.locator(f".menu a[href='{goal}']")
    assert not link.is_visible()
    reader.page.locator(".menu summary").tap()
    link.tap()
    reader.page.wait_for_url(f"**{goal}")
    assert not reader.page.locator(f".menu a[href='{goal}']").is_visible()


@pytest.mark.parametrize("start", ["/en/", "/es/"])
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_menu_of_a_phone_opens_by_keyboard(read, start, key):
    reader = read(width=PHONE, script=False)
    reader.open(start)
    page = reader.page
    links = page.locator(".menu nav a")
    page.locator(".menu summary").focus()
    assert not links.first.is_visible()
    page.keyboard.press(key)
    assert links.first.is_visible()
    for number in range(links.count()):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.href") == links.nth(number).evaluate(
            "a => a.href"
        )
    page.locator(".menu summary").focus()
    page.keyboard.press(key)
    assert not links.first.is_visible()


@pytest.mark.parametrize("path", [PAGES["partners"].en, PAGES["partners"].es])
def test_the_directory_is_narrowed(read, path):
    reader = read(script=False)
    reader.open(path)
    page = reader.page
    names = page.locator(".roll > li")
    everybody = names.count()
    assert everybody == 59

    page.select_option("select[name=country]", "MX")
    reader.follow(".filters button")
    assert "country=MX" in reader.path
    in_mexico = names.count()
    assert 0 < in_mexico < everybody
    assert page.locator("select[name=country]").input_value() == "MX"
    assert str(in_mexico) in page.locator("[role=status]").inner_text()

    theme = page.locator("select[name=theme] option").nth(1).get_attribute("value")
    page.select_option("select[name=theme]", theme)
    reader.follow(".filters button")
    assert "country=MX" in reader.path
    assert 0 < names.count() < in_mexico

    reader.follow(f".filters a[href='{path}']")
    assert names.count() == everybody


@pytest.mark.parametrize(
    ("start", "words", "found"),
    [
        ("/en/", "Tijuana", "/en/dialogues/tijuana-san-diego/"),
        ("/es/", "Tapachula", "/es/dialogos/tapachula/"),
    ],
)
def test_the_search_finds(read, start, words, found):
    reader = read(width=PHONE, script=False)
    reader.open(start)
    page = reader.page
    reader.follow(".search-link")
    page.fill("input[type=search]", words)
    page.press("input[type=search]", "Enter")
    page.wait_for_url("**q=*")
    assert page.locator("input[type=search]").input_value() == words
    assert page.locator("html").get_attribute("lang") == start.strip("/")
    result = page.locator(f".search-result a[href='{found}']")
    reader.follow(result)
    assert reader.path == found


@pytest.mark.parametrize("path", ["/en/partners/", "/es/organizaciones/"])
def test_the_search_by_kind(read, path):
    """The kinds of results are links, and each shows results of that kind only."""
    reader = read(script=False)
    reader.open("/en/search/?q=peace" if "/en/" in path else "/es/buscar/?q=paz")
    kinds = reader.page.locator(".search-types a")
    assert kinds.count() > 2
    reader.follow(".search-types a[href*='type=partners']")
    assert "type=partners" in reader.path
    results = reader.page.locator(".search-result h2 a")
    assert results.count()
    for number in range(results.count()):
        assert results.nth(number).get_attribute("href").startswith(path)


@pytest.mark.parametrize("path", ["/en/about/", "/es/acerca-de/"])
def test_answers_open(read, path):
    """Questions and answers unfold without a script."""
    reader = read(script=False)
    reader.open(path)
    questions = reader.page.locator("main details")
    if not questions.count():
        reader.open(PAGES["home"].en if "/en/" in path else PAGES["home"].es)
    assert questions.count()
    question = questions.first
    before = question.get_attribute("open")
    question.locator("summary").click()
    assert question.get_attribute("open") != before
