"""The translation dashboard, as a translator (in Spanish) and an editor see it."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import DESKTOP, PHONE

pytestmark = pytest.mark.browser

OURS = {
    "translator": ("/admin/translations/", "/admin/translations/list/all/"),
    "editor": (
        "/admin/translations/",
        "/admin/translations/list/missing/",
        "/admin/reports/translation-days/",
    ),
}


def test_a_translator_finds_what_waits_in_her_language(read):
    reader = read()
    reader.sign_in("translator", "/admin/translations/")
    page = reader.page
    assert page.locator("html").get_attribute("lang") == "es"
    row = page.locator(".dashboard-table tbody tr", has_text="El Paso")
    expect(row).to_have_count(1)
    expect(row.locator(".dashboard-badge-late")).to_be_visible()
    href = row.locator("td.title a").get_attribute("href")
    assert href is not None
    assert href.startswith("/admin/translations/")
    page.wait_for_load_state("networkidle")
    assert reader.trouble == []


def test_filters_and_search_narrow_the_list(read):
    reader = read()
    reader.sign_in("editor", "/admin/translations/list/all/")
    page = reader.page
    rows = page.locator(".dashboard-table tbody tr")
    everything = rows.count()
    assert everything > 20
    page.wait_for_load_state("networkidle")
    page.locator("#id_q").press_sequentially("rio de hierro")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("El Paso")
    reader.open("/admin/translations/list/all/?status=missing")
    assert 0 < rows.count() < everything
    page.locator(".dashboard-tabs a").nth(1).click()
    page.wait_for_load_state()
    assert "/list/outdated/" in page.url
    assert reader.trouble == []


def test_rows_are_chosen_and_sent_without_a_script(read):
    """Rows can be submitted without a script, up to the reason: other tests read the same site."""
    reader = read(script=False)
    reader.sign_in("editor", "/admin/translations/list/missing/")
    page = reader.page
    page.locator("[name=key]").first.check()
    with page.expect_navigation():
        page.locator("#dashboard-chosen button", has_text="Do not translate").click()
    expect(page.locator("[name=reason]")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("name", OURS)
def test_axe_finds_nothing(read, name, width):
    reader = read(width=width)
    reader.sign_in(name)
    found = []
    for path in OURS[name]:
        reader.open(path)
        reader.page.wait_for_load_state("networkidle")
        found += [f"{path} {line}" for line in reader.axe_day_and_night()]
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []
    assert reader.trouble == []
