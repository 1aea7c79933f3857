"""Every component in every state passes axe-core: two languages, light and dark, two widths."""

import pytest

from tests.browser.reader import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def staff(browser, site):
    """The cookies of a staff account, obtained once."""
    from tests.browser.reader import Reader

    reader = Reader(browser, site)
    reader.sign_in("editor")
    cookies = reader.context.cookies()
    reader.close()
    return cookies


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("language", ["en", "es"])
def test_components(read, staff, language, width):
    reader = read(width=width)
    reader.context.add_cookies(staff)
    assert reader.open(f"/styleguide/{language}/").status == 200
    page = reader.page
    assert page.locator("h1").count() == 1
    reader.unfold()
    assert reader.axe_day_and_night() + reader.overflow() + reader.trouble == []


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_choice_of_the_reader_outweighs_the_device(read, staff, scheme, choice):
    reader = read(color_scheme=scheme)
    reader.context.add_cookies(staff)
    reader.open("/styleguide/en/")
    page = reader.page
    paper = {"light": "rgb(255, 253, 248)", "dark": "rgb(23, 17, 31)"}
    edge = "getComputedStyle(document.querySelector('.site-footer'), '::before').backgroundColor"
    body = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(body) == page.evaluate(edge) == paper[scheme]
    page.evaluate("choice => document.documentElement.dataset.theme = choice", choice)
    assert page.evaluate(body) == page.evaluate(edge) == paper[choice]
