"""The admin for each of those who work with it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import PAGES
from tests.browser.people import NAME, code, fill, new_address, send

pytestmark = pytest.mark.browser

ROLES = {"admin": "en", "editor": "en", "translator": "es", "reviewer": "es", "organiser": "en"}


@pytest.mark.parametrize("name", ROLES)
def test_signing_in(read, name):
    """The first screen opens in one's own language; nothing in it fails or asks third parties."""
    reader = read()
    reader.sign_in(name)
    page = reader.page
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("lang") == ROLES[name]
    sidebar = page.locator("#wagtail-sidebar")
    expect(sidebar.get_by_role("link").first).to_be_visible()
    sees = {"admin", "organiser"}
    expect(sidebar.locator("a[href='/admin/sign-ups/']")).to_have_count(1 if name in sees else 0)
    assert reader.trouble == []


def test_an_editor_changes_a_page(read):
    """From the first screen through the real editor to what the public reads."""
    editor, visitor = read(), read()
    path = PAGES["about"].en
    visitor.open(path)
    title = visitor.page.locator("h1").inner_text()
    edit = f"/admin/pages/{editor.site.page_id(path)}/edit/"
    editor.sign_in("editor", edit)
    for words in (f"{title}, now in other words", title):
        editor.open(edit)
        page = editor.page
        page.fill("#id_title", words)
        page.locator("footer [data-w-dropdown-target=toggle]").click()
        with page.expect_navigation():
            page.locator("[name=action-publish]").click()
        expect(page.locator(".messages .success")).to_contain_text(words)
        assert visitor.open(path).status == 200
        assert visitor.page.locator("h1").inner_text() == words
    assert editor.trouble == []


def test_a_translator_sees_the_page_sentence_by_sentence(read):
    """The edit address of a translation leads to its sheet."""
    reader = read()
    path = PAGES["about"].es
    reader.sign_in("translator")
    reader.open(f"/admin/pages/{reader.site.page_id(path)}/edit/")
    page = reader.page
    assert re.fullmatch(r"/admin/translations/\d+/", reader.path)
    sheet = page.locator("[data-sheet]")
    expect(sheet).to_contain_text("About the summit")
    expect(sheet.locator("[data-field]").first).to_have_value("Acerca de la Cumbre")
    expect(sheet.locator("[data-row]").nth(5)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert reader.trouble == []


def test_an_organiser_finds_who_signed_up(read):
    """Who signed up in Spanish stands in the one list, under the English questions."""
    visitor, organiser = read(), read()
    visitor.open(PAGES["sign-up"].es)
    address = new_address()
    fill(visitor, address)
    send(visitor)
    organiser.sign_in("organiser", "/admin/sign-ups/")
    page = organiser.page
    source = organiser.site.page_id(PAGES["sign-up"].en)
    page.locator(f"main a[href='/admin/sign-ups/{source}/']").first.click()
    row = page.locator("main tbody tr", has_text=code(visitor))
    expect(row).to_contain_text(NAME)
    expect(row).to_contain_text(address)
    expect(row).to_contain_text("Español")
    page.wait_for_load_state("networkidle")
    assert organiser.trouble == []


@pytest.mark.parametrize("name", ["editor", "translator", "reviewer"])
def test_nobody_else_does(read, name):
    reader = read()
    reader.sign_in(name)
    source = reader.site.page_id(PAGES["sign-up"].en)
    for path in ("", f"{source}/", f"{source}/results/", f"{source}/export.csv"):
        answer = reader.context.request.get(f"/admin/sign-ups/{path}", max_redirects=0)
        assert answer.status in (302, 403), path
        assert "@example.org" not in answer.text()
    reader.open("/admin/sign-ups/")
    assert not re.search("/sign-ups/", reader.page.url)


# ---------------------------------------------------------------- dates
def test_n05_what_is_typed_into_a_date_stays_and_is_said_in_words(read):
    """Wagtail's date picker replaces what it cannot read by the present moment."""
    reader = read()
    parent = reader.site.page_id(PAGES["dialogues"].en)
    reader.sign_in("admin", f"/admin/pages/add/events/dialoguepage/{parent}/")
    page = reader.page
    starts = page.locator("#id_starts")
    said = page.locator("#id_starts-in-words")
    for typed, words, left in (
        ("20/03/2027 10:00", "Saturday, March 20, 2027, 10 a.m., Mexico City time", "2027-03-20"),
        ("March 20, 2027", "Please write the time as well", "March 20, 2027"),
        ("20 de marzo de 2027, 18:30", "Saturday, March 20, 2027, 6:30 p.m.", "2027-03-20 18:30"),
        ("whenever", "Write the date as year-month-day", "whenever"),
        ("03/04/2027 10:00", "Thursday, March 4, 2027, 10 a.m.", "2027-03-04 10:00"),
    ):
        starts.fill(typed)
        page.locator("#id_city").click()
        expect(said).to_contain_text(words)
        expect(starts).to_have_value(re.compile(re.escape(left)))
    page.select_option("#id_zone", "America/Tijuana")
    expect(said).to_have_text("Thursday, March 4, 2027, 10 a.m., Tijuana time")
    assert reader.trouble == []
