"""The admin for each of those who work with it."""

import re
import uuid

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect
from wagtail import hooks

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


# ---------------------------------------------------------------- every screen of ours
# Whatever is not a page of its own: parts of pages, files, and what only a form is sent to.
NO_SCREENS = {
    "home_dates", "signups_act", "signups_export", "signups_workbook", "signups_list_results",
    "translations_send_chosen", "translations_source_only_chosen", "translations_notices_seen",
    "translations_desk_results", "translations_report_days_results", "translations_lift",
    "translations_exchange_export", "translations_here", "translations_preview",
    "translations_text", "translations_machine", None,
}  # fmt: skip


def own_addresses() -> set[str | None]:
    """Return the names of all addresses that our apps add to the admin."""
    own = [app for app in settings.INSTALLED_APPS if (settings.BASE_DIR / app).is_dir()]
    return {
        pattern.name
        for hook in hooks.get_hooks("register_admin_urls")
        if hook.__module__.partition(".")[0] in own
        for pattern in hook()
    }


def own_screens(site, draft: int) -> dict[str, str]:
    """Return the path of a screen of each kind, by the name of its address.

    `draft` is the id of a page that waits to be published.
    """
    page, form = site.page_id(PAGES["about"].en), site.page_id(PAGES["sign-up"].en)
    ((translation, key),) = site.query(
        "SELECT translation.id, source.object_id FROM wagtail_localize_translation translation"
        " JOIN wagtail_localize_translationsource source ON source.id = translation.source_id"
        " ORDER BY translation.id LIMIT 1"
    )
    ((one, sign_up_code),) = site.query(
        "SELECT id, code FROM signups_submission ORDER BY id DESC LIMIT 1"
    )
    arguments = {
        "signups_one": [one],
        "signups_correct": [one],
        "signups_door_code": [sign_up_code],
        "translations_desk_list": ["all"],
        "translations_sheet": [translation],
        "translations_stop": [translation],
        "translations_open": [uuid.UUID(str(key)), "es"],
        "translations_send": ["wagtailcore.page", page],
        "translations_source_only": ["wagtailcore.page", page],
        "translations_together": [draft],
        "translations_take_down": [page],
    }
    of_form = ("list", "figures", "repeated", "history", "door", "sheet")
    arguments |= {f"signups_{name}": [form] for name in of_form}
    return {
        str(name): reverse(name, args=arguments.get(str(name), ()))
        for name in own_addresses() - NO_SCREENS
    }


def editors(site) -> list[str]:
    """Return where a page of each type, and a new one, is edited."""
    named = ("home", "summit", "dialogues", "dialogue-moved", "partners", "news", "news-item",
             "about", "sign-up")  # fmt: skip
    parent = {name: site.page_id(PAGES[name].en) for name in named}
    new = {"events/summitpage": "home", "events/dialoguepage": "dialogues",
           "news/newspage": "news", "home/standardpage": "home",
           "signups/signuppage": "home"}  # fmt: skip
    return [
        *(f"/admin/pages/{number}/edit/" for number in parent.values()),
        *(f"/admin/pages/add/{kind}/{parent[under]}/" for kind, under in new.items()),
    ]


def in_the_menu(reader) -> set[str]:
    """Return every address of the admin's menu, with all that is folded away in it."""
    props = reader.page.locator("#wagtail-sidebar-props").text_content()
    return set(re.findall(r'"(/admin/[^"?#]*)"', props)) - {"/admin/logout/"}


def new_draft(reader) -> int:
    """Write a page that is not published, and return its id."""
    reader.open(f"/admin/pages/add/home/standardpage/{reader.site.page_id(PAGES['home'].en)}/")
    reader.page.fill("#id_title", "Not published yet")
    with reader.page.expect_navigation():
        reader.page.locator("button.action-save").click()
    return int(reader.path.split("/")[3])


def test_n20_no_screen_of_the_admin_has_a_fault(read):
    """Each is opened: one that its scripts cannot start on says so to the browser alone."""
    visitor, reader = read(), read()
    visitor.open(PAGES["sign-up"].es)
    fill(visitor, new_address())
    send(visitor)
    reader.sign_in("admin")
    draft = new_draft(reader)
    walked = [*own_screens(reader.site, draft).values(), *editors(reader.site)]
    walked += sorted(in_the_menu(reader) - set(walked))
    assert len(walked) > 50
    found = []
    for path in walked:
        response = reader.open(path)
        reader.page.wait_for_load_state("networkidle")
        if response.status != 200:
            found.append(f"{path}: {response.status}")
        found += [f"{path}: {line}" for line in reader.trouble]
        reader.trouble.clear()
    assert found == []


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
