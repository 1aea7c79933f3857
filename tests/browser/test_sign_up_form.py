"""The sign-up form for those who cannot see it, and the pages that it leads to."""

import pytest

from tests.browser.pages import PAGES
from tests.browser.people import NAME, code, fill, new_address, send, take_time
from tests.browser.reader import PHONE, Reader

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])
FIRST_LINE = """link => {
  const {x, y, width, height} = link.getClientRects()[0];
  return [x + width / 2, y + height / 2];
}"""


def called_invalid(reader: Reader) -> list[str]:
    """Return the names of the fields that Chromium reports to a screen reader as invalid."""
    session = reader.context.new_cdp_session(reader.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        node["name"]["value"]
        for node in nodes
        for each in node.get("properties", ())
        if each["name"] == "invalid" and each["value"]["value"] != "false"
    ]


FORMS = ["sign-up", "sign-up-partner", "search", "partners", "news", "dialogues", "not-found"]


@LANGUAGES
@pytest.mark.parametrize("name", FORMS)
def test_n17_an_untouched_form_is_not_called_invalid(read, language, name):
    reader = read()
    reader.open(PAGES[name][language])
    assert called_invalid(reader) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_n17_after_a_send_the_wrong_ones_are(read, language):
    reader = read()
    reader.open(PAGES["sign-up"][language])
    page = reader.page
    page.fill("[name=full_name]", NAME)
    page.fill("[name=email]", "ana@example,org")
    page.check("[name=privacy_consent]")
    take_time(reader)
    send(reader)
    wrong = page.locator(".error-summary li").count()
    invalid = called_invalid(reader)
    assert len(invalid) >= wrong == 4  # email, country, how to take part, code of conduct
    for key in ("full_name", "privacy_consent", "telephone", "badge_name", "attendance"):
        expected = "true" if key == "attendance" else "false"
        assert page.locator(f"[name={key}]").first.get_attribute("aria-invalid") == expected
    email = page.locator("[name=email]")
    described = email.get_attribute("aria-describedby").split()
    assert any(page.locator(f"[id='{each}'].field-error").count() for each in described)


@LANGUAGES
@pytest.mark.parametrize("script", [True, False])
def test_n17_the_code_of_conduct_is_read_and_nothing_is_lost(read, language, script):
    reader = read(width=PHONE, script=script)
    reader.open(PAGES["sign-up"][language])
    page = reader.page
    fill(reader, new_address())
    page.uncheck("[name=conduct_consent]")
    label = page.locator("label[for=id_conduct_consent]")
    link = label.locator("a")
    hint = {"en": "(opens in a new tab)", "es": "(se abre en otra pestaña)"}[language]
    assert hint in link.inner_text()
    link.scroll_into_view_if_needed()
    x, y = link.evaluate(FIRST_LINE)  # its middle may lie between two lines
    with reader.context.expect_page() as opened:
        page.mouse.click(x, y)
    other = opened.value
    other.wait_for_load_state()
    title = {"en": "Code of conduct", "es": "Código de conducta"}[language]
    assert other.locator("h1").inner_text() == title
    other.close()
    assert not page.is_checked("[name=conduct_consent]")
    assert page.input_value("[name=full_name]") == NAME
    words = label.locator("> span").bounding_box()
    page.mouse.click(words["x"] + 4, words["y"] + 8)  # the text before the link
    assert page.is_checked("[name=conduct_consent]")
    privacy = page.locator("form .notice a[target=_blank]")
    assert hint in privacy.inner_text()
    if script:
        assert reader.axe_day_and_night() == []
    assert reader.overflow() + reader.trouble == []
    take_time(reader)
    send(reader)
    code(reader)
