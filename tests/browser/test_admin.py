"""The admin, for each role that works with it."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.pages import PAGES
from tests.browser.people import NAME, code, fill, new_address, send
from tests.browser.server import PASSWORD

pytestmark = pytest.mark.browser

ROLES = {"admin": "en", "editor": "en", "translator": "es", "reviewer": "es", "organizer": "en"}


@pytest.mark.parametrize("name", ROLES)
def test_signing_in(read, name):
    """The first screen opens in the user’s own language, without errors or third-party requests."""
    reader = read()
    reader.sign_in(name, by_form=True)
    page = reader.page
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("lang") == ROLES[name]
    sidebar = page.locator("#wagtail-sidebar")
    expect(sidebar.get_by_role("link").first).to_be_visible()
    sees = {"admin", "organizer"}
    expect(sidebar.locator("a[href='/admin/sign-ups/']")).to_have_count(1 if name in sees else 0)
    assert reader.trouble == []


def test_an_editor_changes_a_page(read):
    """An edit in the real editor reaches the public page."""
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
    # Wagtail refuses an autosave that arrives after Publish; the editor has left the page by then.
    assert set(editor.trouble) <= {f"400: {editor.site.url}{edit}"}


def test_a_translator_sees_the_page_sentence_by_sentence(read):
    """The edit address of a translation leads to its translation editor."""
    reader = read()
    path = PAGES["about"].es
    reader.sign_in("translator")
    reader.open(f"/admin/pages/{reader.site.page_id(path)}/edit/")
    page = reader.page
    assert re.fullmatch(r"/admin/translations/\d+/", reader.path)
    sheet = page.locator("[data-editor]")
    expect(sheet).to_contain_text("About the summit")
    expect(sheet.locator("[data-field]").first).to_have_value("Acerca de la Cumbre")
    expect(sheet.locator("[data-row]").nth(5)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert reader.trouble == []


def test_an_organizer_finds_who_signed_up(read):
    """A sign-up in Spanish is in the one list, under the English questions."""
    visitor, organizer = read(), read()
    visitor.open(PAGES["sign-up"].es)
    address = new_address()
    fill(visitor, address)
    send(visitor)
    organizer.sign_in("organizer", "/admin/sign-ups/")
    page = organizer.page
    source = organizer.site.page_id(PAGES["sign-up"].en)
    page.locator(f"main a[href='/admin/sign-ups/{source}/']").first.click()
    row = page.locator("main tbody tr", has_text=code(visitor))
    expect(row).to_contain_text(NAME)
    expect(row).to_contain_text(address)
    expect(row).to_contain_text("Español")
    page.wait_for_load_state("networkidle")
    assert organizer.trouble == []


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


# ------------------------------------------------------------------ the session ends meanwhile
def sign_in_beside(reader, name: str, password: str = PASSWORD) -> None:
    """Follow the dialog to another window, sign in there, and come back."""
    page = reader.page
    with page.expect_popup() as opened:
        page.locator(".session-dialog a").click()
    beside = opened.value
    beside.fill("input[name=username]", name)
    beside.fill("input[name=password]", password)
    with beside.expect_navigation():
        beside.press("input[name=password]", "Enter")
    assert beside.url.endswith("/admin/session/back/")
    assert beside.locator("h1").is_visible()
    beside.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def publish(page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("[name=action-publish]").click()


def write_after_the_session(reader) -> tuple[str, str, Locator]:
    """Change a title after the session has ended; return the address, the title and the dialog."""
    edit = f"/admin/pages/{reader.site.page_id(PAGES['about'].en)}/edit/"
    reader.sign_in("editor", edit)
    title = reader.page.input_value("#id_title")
    reader.context.clear_cookies()
    reader.page.fill("#id_title", f"{title}, kept")
    dialog = reader.page.locator(".session-dialog")
    expect(dialog).to_be_visible()  # the autosave has noticed
    return edit, title, dialog


def test_n10_a_page_is_saved_after_the_session_has_ended(read):
    reader = read()
    edit, title, dialog = write_after_the_session(reader)
    page = reader.page
    expect(dialog).to_contain_text("You are signed out")
    dialog.get_by_role("button").click()
    expect(dialog).to_be_hidden()
    publish(page)
    expect(dialog).to_be_visible()  # submitting without signing in shows it again
    assert page.input_value("#id_title") == f"{title}, kept"
    sign_in_beside(reader, "editor")
    expect(dialog).to_be_hidden()
    expect(page.locator(".session-back")).to_contain_text("Save it now")
    for words in (f"{title}, kept", title):
        page.fill("#id_title", words)
        with page.expect_navigation():
            publish(page)
        expect(page.locator(".messages .success")).to_contain_text(words)
        reader.open(edit)


def test_n10_somebody_else_does_not_save_it(read):
    reader = read()
    _edit, title, dialog = write_after_the_session(reader)
    page = reader.page
    sign_in_beside(reader, "admin")
    expect(dialog).to_contain_text("Someone else has signed in")
    dialog.get_by_role("button").click()
    publish(page)
    expect(dialog).to_be_visible()
    assert page.input_value("#id_title") == f"{title}, kept"


@pytest.mark.parametrize(
    ("name", "table", "path", "field"),
    [
        ("admin", "pages_topic", "snippets/pages/topic/edit/{}", "name"),
        ("admin", "partners_partner", "partners/partner/edit/{}", "website"),
    ],
)
def test_n10_what_has_no_autosave_is_saved_as_well(read, name, table, path, field):
    reader = read()
    ((key,),) = reader.site.query(f"SELECT min(id) FROM {table}")  # noqa: S608
    edit = f"/admin/{path.format(key)}/"
    reader.sign_in(name, edit)
    page = reader.page
    words = page.input_value(f"#id_{field}")
    page.fill(f"#id_{field}", f"{words}x" if words else "https://kept.example.org/")
    kept = page.input_value(f"#id_{field}")
    reader.context.clear_cookies()
    save = page.locator("footer button[type=submit]").first
    save.click()
    expect(page.locator(".session-dialog")).to_be_visible()
    assert page.input_value(f"#id_{field}") == kept
    sign_in_beside(reader, name)
    expect(page.locator(".session-dialog")).to_be_hidden()
    with page.expect_navigation():
        save.click()
    reader.open(edit)
    assert page.input_value(f"#id_{field}") == kept
    page.fill(f"#id_{field}", words)
    with page.expect_navigation():
        page.locator("footer button[type=submit]").first.click()


def test_n10_a_translation_is_saved_after_the_session_has_ended(read):
    reader = read()
    path = PAGES["about"].es
    reader.sign_in("translator")
    reader.open(f"/admin/pages/{reader.site.page_id(path)}/edit/")
    page, sheet = reader.page, reader.path
    field = page.locator("[data-field]").first
    words = field.input_value()
    reader.context.clear_cookies()
    field.fill(f"{words} (otra)")
    field.blur()
    dialog = page.locator(".session-dialog")
    expect(dialog).to_contain_text("Tu sesión")
    assert field.input_value() == f"{words} (otra)"
    sign_in_beside(reader, "translator")
    expect(dialog).to_be_hidden()
    for text in (f"{words} (otra)", words):
        field.fill(text)
        with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
            field.blur()
        reader.open(sheet)
        field = page.locator("[data-field]").first
        expect(field).to_have_value(text)


# ---------------------------------------------------------------- dates
def test_n05_what_is_typed_into_a_date_stays_and_is_said_in_words(read):
    """An unreadable date stays as typed; Wagtail’s date picker would put in the current time."""
    reader = read()
    parent = reader.site.page_id(PAGES["dialogues"].en)
    reader.sign_in("admin", f"/admin/pages/add/events/dialoguepage/{parent}/")
    page = reader.page
    starts = page.locator("#id_starts")
    said = page.locator("#id_starts-in-words")
    for typed, words, left in (
        ("20/03/2027 10:00", "Saturday, March 20, 2027, 10 a.m., Mexico City time", "2027-03-20"),
        ("March 20, 2027", "Enter the time too", "March 20, 2027"),
        ("20 de marzo de 2027, 18:30", "Saturday, March 20, 2027, 6:30 p.m.", "2027-03-20 18:30"),
        ("whenever", "Enter the date as year-month-day", "whenever"),
        ("03/04/2027 10:00", "Thursday, March 4, 2027, 10 a.m.", "2027-03-04 10:00"),
    ):
        starts.fill(typed)
        page.locator("#id_city").click()
        expect(said).to_contain_text(words)
        expect(starts).to_have_value(re.compile(re.escape(left)))
    page.select_option("#id_zone", "America/Tijuana")
    expect(said).to_have_text("Thursday, March 4, 2027, 10 a.m., Tijuana time")
    assert reader.trouble == []
