"""Every screen that the site adds to the admin, every editor, every entry of the menu."""

import re
import uuid

import pytest
from django.conf import settings
from django.urls import URLResolver, reverse
from wagtail import hooks

from tests.browser.pages import PAGES
from tests.browser.people import fill, new_address, send

pytestmark = pytest.mark.browser

# Not screens of their own: parts of pages, files, and targets of forms.
NO_SCREENS = {
    "pages_echo_date", "signups_action", "signups_export", "signups_workbook",
    "signups_list_results",
    "translations_send_selection", "translations_source_only_selection",
    "translations_notices_seen",
    "translations_dashboard_results", "translations_report_days_results",
    "translations_cancel_release",
    "translations_exchange_export", "translations_presence", "translations_preview",
    "translations_segment", "translations_machine", None,
}  # fmt: skip


#: Returns the words of a list that wrap onto two lines, and each status that does.
BROKEN = r"""() => {
  const lines = range => new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
  const found = [];
  for (const chip of document.querySelectorAll(".listing .dashboard-badge")) {
    const range = document.createRange();
    range.selectNodeContents(chip);
    if (lines(range) > 1) found.push(chip.textContent);
  }
  for (const cell of document.querySelectorAll(".listing td")) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const word of texts.currentNode.data.matchAll(/[^\s-]+/g)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        if (lines(range) > 1) found.push(word[0]);
      }
    }
  }
  return found;
}"""


def own_addresses() -> set[str | None]:
    """Return the names of all addresses that our apps add to the admin."""
    own = [app for app in settings.INSTALLED_APPS if (settings.BASE_DIR / app).is_dir()]
    patterns = [
        pattern
        for hook in hooks.get_hooks("register_admin_urls")
        if hook.__module__.partition(".")[0] in own
        for pattern in hook()
    ]
    names = set()
    for pattern in patterns:  # grows by the contents of each included list
        if isinstance(pattern, URLResolver):
            patterns += pattern.url_patterns
        else:
            names.add(pattern.name)
    return names


def own_screens(site) -> dict[str, str]:
    """Return the path of a screen of each kind, by the name of its address."""
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
        "signups_detail": [one],
        "signups_correct": [one],
        "signups_check_in_code": [sign_up_code],
        "translations_dashboard_list": ["all"],
        "translations_editor": [translation],
        "translations_stop": [translation],
        "translations_open": [uuid.UUID(str(key)), "es"],
        "translations_send": ["wagtailcore.page", page],
        "translations_source_only": ["wagtailcore.page", page],
        "translations_coordinated_release": [page],
        "translations_unpublish_all": [page],
    }
    of_form = ("list", "statistics", "duplicates", "history", "check_in", "attendee_list")
    arguments |= {f"signups_{name}": [form] for name in of_form}
    return {
        str(name): reverse(name, args=arguments.get(str(name), ()))
        for name in own_addresses() - NO_SCREENS
    }


def home_id(site) -> int:
    ((number,),) = site.query("SELECT root_page_id FROM wagtailcore_site")
    return number


def editors(site) -> list[str]:
    """Return the addresses at which a page of each type, and a new one, is edited."""
    named = ("summit", "dialogues", "dialogue-moved", "partners", "news", "news-item",
             "about", "sign-up")  # fmt: skip
    parent = {"home": home_id(site)} | {name: site.page_id(PAGES[name].en) for name in named}
    new = {"events/summitpage": "home", "events/dialoguepage": "dialogues",
           "news/newspage": "news", "home/standardpage": "home",
           "signups/signuppage": "home"}  # fmt: skip
    return [
        *(f"/admin/pages/{number}/edit/" for number in parent.values()),
        *(f"/admin/pages/add/{kind}/{parent[under]}/" for kind, under in new.items()),
    ]


def in_the_menu(reader) -> set[str]:
    """Return every address in the admin’s menu, including collapsed entries."""
    props = reader.page.locator("#wagtail-sidebar-props").text_content()
    return set(re.findall(r'"(/admin/[^"?#]*)"', props)) - {"/admin/logout/"}


def walk(reader, paths) -> list[str]:
    """Open each address; return those not found, and what the browser complains about."""
    found = []
    for path in paths:
        response = reader.open(path)
        reader.page.wait_for_load_state("networkidle")
        if response.status != 200:
            found.append(f"{path}: {response.status}")
        found += [f"{path}: {line}" for line in reader.trouble]
        reader.trouble.clear()
    return found


def test_n20_no_screen_of_ours_has_a_fault(read):
    """No screen of ours makes the browser complain, for example of a script that cannot start."""
    visitor, reader = read(), read()
    visitor.open(PAGES["sign-up"].es)
    fill(visitor, new_address())
    send(visitor)
    # Publish together asks for the time only if there is something to publish.
    edit = f"/admin/pages/{reader.site.page_id(PAGES['about'].en)}/edit/"
    reader.sign_in("admin", edit)
    page = reader.page
    title = page.input_value("#id_title")
    for words in (f"{title}, in a draft", title):
        page.fill("#id_title", words)
        with page.expect_navigation():
            page.locator("footer button.action-save").click()
        if words != title:
            screens = own_screens(reader.site)
            assert len(screens) > 20
            assert walk(reader, screens.values()) == []
            reader.open(screens["translations_coordinated_release"])
            assert page.locator("main input[name$=go_live_at]").count() == 1
            reader.open(edit)


def test_n20_no_editor_has_a_fault(read):
    reader = read()
    reader.sign_in("admin")
    assert walk(reader, editors(reader.site)) == []


def test_n20_nothing_in_the_menu_has_a_fault(read):
    reader = read()
    reader.sign_in("admin")
    entries = sorted(in_the_menu(reader))
    assert len(entries) > 20
    assert walk(reader, entries) == []


@pytest.mark.parametrize("name", ["editor", "reviewer"])  # in English and in Spanish
def test_in_a_list_neither_a_status_nor_a_word_breaks(read, name):
    reader = read(width=1280)
    reader.sign_in(name)
    for path in ("/admin/partners/partner/", f"/admin/pages/{home_id(reader.site)}/"):
        reader.open(path)
        assert reader.page.locator(".listing .dashboard-badge").count() > 5
        assert reader.page.evaluate(BROKEN) == [], path
