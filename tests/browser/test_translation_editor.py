"""The translation editor: a translator writes, a reviewer decides, the public reads.

Other tests read the same site, so tests that write restore the texts; the dialogue of El Paso is
out of date before and after.
"""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.reader import DESKTOP, PHONE, Reader

pytestmark = pytest.mark.browser

EL_PASO = "/dialogues/el-paso-ciudad-juarez/"
EL_PASO_ES = "/es/dialogos/el-paso-ciudad-juarez/"
CONDUCT = "/es/codigo-de-conducta/"
ACCESSIBILITY = "/es/accesibilidad/"
PRIVACY = "/es/aviso-de-privacidad/"


# ------------------------------------------------------------------ using the editor
def open_editor_page(reader: Reader, path: str, show: str = "all") -> None:
    """Open the translation editor at the edit address of the page at `path`."""
    reader.open(f"/admin/pages/{reader.site.page_id(path)}/edit/")
    assert re.fullmatch(r"/admin/translations/\d+/", reader.path)
    if show:
        reader.open(f"{reader.path}?show={show}")


def said(reader: Reader, name: str) -> str:
    """Return what the translation editor shows for `name`, in the language of the reader."""
    words = reader.page.locator("[data-editor]").get_attribute(f"data-say-{name}")
    assert words
    return words


def row_of(reader: Reader, place: int) -> Locator:
    return reader.page.locator("[data-row]").nth(place)


def saving(row: Locator) -> Locator:
    return row.locator("[data-saving]")


def write(reader: Reader, row: Locator, words: str) -> None:
    """Replace the text in the field of a row by typing, and wait until it is saved."""
    field = row.locator("[data-field]")
    field.focus()
    reader.page.keyboard.press("Control+a")
    reader.page.keyboard.insert_text(words)
    expect(saving(row)).to_have_text(said(reader, "saved"))


def press(reader: Reader, does: str) -> None:
    """Press the button of the translation editor for this action on the whole page."""
    reader.follow(f".editor-decide button[value={does}]")


def is_plain(words: str) -> bool:
    return bool(words) and "<" not in words


def row_of_plain_text(reader: Reader) -> tuple[Locator, str]:
    """Return the third row, which is not a title, and its text."""
    row = row_of(reader, 2)
    words = row.locator("[data-field]").input_value()
    assert is_plain(words)
    return row, words


def other_than(trouble: list[str], *known: str) -> list[str]:
    return [line for line in trouble if not any(each in line for each in known)]


@contextmanager
def offline(reader: Reader):
    reader.context.set_offline(True)
    yield
    reader.context.set_offline(False)


# ------------------------------------------------------------------ from the change to the public
def test_a_changed_dialogue_reaches_the_public(read):
    """Translator and reviewer work in Spanish; nothing is public before it is approved."""
    translator, reviewer, visitor, editor = read(), read(), read(), read()

    def public() -> str:
        assert visitor.open(EL_PASO_ES).status == 200
        return visitor.page.locator("main").inner_text()

    words = "y desde entonces se reúnen cada mes"
    better = "y desde entonces se encuentran cada mes, abiertas a quien viva lo mismo"

    # The translator finds it on the dashboard; the editor shows only the changed segment, with the
    # changed words.
    translator.sign_in("translator", "/admin/translations/")
    page = translator.page
    translator.follow(
        page.locator(".dashboard-table tbody tr", has_text="El Paso").locator("a").first
    )
    assert page.locator("html").get_attribute("lang") == "es"
    expect(page.locator("[data-row]")).to_have_count(1)
    row = row_of(translator, 0)
    expect(row.locator(".editor-source ins").first).to_contain_text("since then")
    expect(row.locator("[data-field]")).to_have_value("")
    expect(page.locator("[data-editor-lack]")).to_be_visible()

    # Keyboard only: insert the earlier text, then type the rest; it is saved automatically.
    field = row.locator("[data-field]")
    field.focus()
    page.keyboard.press("Alt+1")
    earlier = row.locator("[data-offer-text]").first.input_value()
    expect(field).to_have_value(earlier)
    page.keyboard.press("Control+End")
    page.keyboard.press("Backspace")
    page.keyboard.type(f"; {words}.")
    expect(saving(row)).to_have_text(said(translator, "saved"))
    expect(page.locator("[data-editor-lack]")).to_be_hidden()
    text = field.input_value()
    assert text.startswith(earlier[:40])
    assert text.endswith(f"; {words}.")

    # Nothing is left to do, so the focus moves to the button that submits.
    page.keyboard.press("Control+Enter")
    expect(page.locator(".editor-decide [value=submit]")).to_be_focused()
    page.locator("[data-editor-preview]").click()
    expect(page.frame_locator("[data-editor-frame]").locator("main")).to_contain_text(words)
    editor_page = translator.path.split("?")[0]
    translator.open(f"{editor_page}?show=changed")
    expect(row_of(translator, 0).locator("[data-field]")).to_have_value(text)
    page.fill("[name=note]", "La frase nueva, al final.")
    press(translator, "submit")
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator("[data-field]")).to_have_count(0)
    assert words not in public()

    # The reviewer finds it on the first screen, and sees before and after in both languages.
    reviewer.sign_in("reviewer")
    assert reviewer.page.locator("html").get_attribute("lang") == "es"
    reviewer.follow(reviewer.page.locator(".dashboard-panel a", has_text="El Paso").first)
    assert reviewer.path.split("?")[0] == editor_page
    expect(reviewer.page.locator("[data-row]")).to_have_count(1)
    row = row_of(reviewer, 0)
    expect(row.locator(".editor-source ins").first).to_contain_text("since then")
    expect(row.locator(".editor-target .editor-old")).to_contain_text(earlier[:40])
    expect(row.locator(".editor-target ins").first).to_contain_text("entonces")
    note = reviewer.page.locator(".editor-head blockquote")
    expect(note).to_have_text("La frase nueva, al final.")
    press(reviewer, "return")
    expect(reviewer.page.locator(".messages .error")).to_be_visible()
    reviewer.page.fill("[name=comment]", "Falta que cualquiera puede sumarse.")
    press(reviewer, "return")
    expect(reviewer.page.locator(".messages .success")).to_be_visible()

    # The translator reads why, on the first screen and in the translation editor.
    translator.open("/admin/")
    expect(page.locator(".dashboard-panel")).to_contain_text("Falta que cualquiera puede sumarse.")
    translator.follow(page.locator(".dashboard-panel a", has_text="El Paso").first)
    expect(page.locator(".editor-head blockquote")).to_have_text(
        "Falta que cualquiera puede sumarse."
    )
    translator.open(f"{editor_page}?show=changed")
    write(translator, row_of(translator, 0), text.replace(words, better))
    press(translator, "submit")
    expect(page.locator(".messages .success")).to_be_visible()
    assert better not in public()

    reviewer.open(editor_page)
    expect(row_of(reviewer, 0).locator(".editor-target")).to_contain_text(better)
    reviewer.page.locator("[data-editor-preview]").click()
    expect(reviewer.page.frame_locator("[data-editor-frame]").locator("main")).to_contain_text(
        better
    )
    press(reviewer, "approve")
    expect(reviewer.page.locator(".messages .success")).to_be_visible()
    assert better in public()
    assert earlier not in public()

    # The next change of the source makes it out of date again.
    editor.sign_in("editor", f"/admin/pages/{editor.site.page_id('/en' + EL_PASO)}/edit/")
    introduction = editor.page.locator("#id_introduction")
    introduction.fill(f"{introduction.input_value()} Ask the team how.")
    editor.page.locator("footer [data-w-dropdown-target=toggle]").click()
    with editor.page.expect_navigation():
        editor.page.locator("[name=action-publish]").click()
    translator.open("/admin/translations/")
    late = page.locator(".dashboard-table tbody tr", has_text="El Paso")
    expect(late.locator(".dashboard-badge-late")).to_be_visible()
    assert better in public()
    for reader in (translator, reviewer, visitor, editor):
        assert reader.trouble == []


def test_the_keyboard_goes_to_the_next_text_that_is_to_do(read):
    reader = read()
    reader.sign_in("translator")
    open_editor_page(reader, CONDUCT)
    page = reader.page
    places = [2, 4]
    words = {place: row_of(reader, place).locator("[data-field]").input_value() for place in places}
    assert all(map(is_plain, words.values()))
    for place in places:
        write(reader, row_of(reader, place), "")
        expect(row_of(reader, place)).to_have_attribute("data-state", "todo")
    expect(page.locator("[data-editor-count-todo]")).to_have_text("2")
    first, second = (row_of(reader, place).locator("[data-field]") for place in places)
    row_of(reader, 0).locator("[data-field]").focus()
    page.keyboard.press("Control+Enter")
    expect(first).to_be_focused()
    page.keyboard.press("Alt+s")
    source = row_of(reader, 2).locator("[data-source]").input_value()
    expect(first).to_have_value(source)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(words[2])
    page.keyboard.press("Control+Enter")
    expect(second).to_be_focused()
    page.keyboard.insert_text(words[4])
    page.keyboard.press("Control+Enter")
    expect(page.locator(".editor-decide [value=submit]")).to_be_focused()
    expect(page.locator("[data-editor-count-todo]")).to_have_text("0")
    expect(page.locator("[data-editor-saving]")).to_have_text(said(reader, "all-saved"))
    reader.open(reader.path)
    for place in places:
        expect(row_of(reader, place).locator("[data-field]")).to_have_value(words[place])
    assert reader.trouble == []


# ------------------------------------------------------------------ what goes wrong meanwhile
def test_two_people_write_the_same_text(read):
    """The second person is warned, sees both texts, and neither is lost."""
    one, two = read(), read()
    one.sign_in("translator")
    two.sign_in("admin")
    for reader in (one, two):
        open_editor_page(reader, CONDUCT)
    row, words = row_of_plain_text(one)
    theirs, hers = f"{words} Así lo dice una.", f"{words} Así lo dice la otra."
    write(two, row_of(two, 2), theirs)
    expect(two.page.locator("[data-editor-others]")).to_contain_text("translator")

    field = row.locator("[data-field]")
    field.focus()
    one.page.keyboard.press("Control+a")
    one.page.keyboard.insert_text(hers)
    expect(row.locator("[data-conflict-text]")).to_have_text(theirs)
    expect(row.locator("[data-conflict-text]")).to_be_visible()
    expect(field).to_have_value(hers)
    expect(saving(row)).to_have_text(said(one, "failed"))
    assert one.axe_day_and_night() == []

    # Without a decision the first text stays, and the second is offered beside it to everyone.
    two.open(two.path)
    expect(row_of(two, 2).locator("[data-field]")).to_have_value(theirs)
    offer = row_of(two, 2).locator("[data-offer]", has_text="la otra")
    expect(offer).to_be_visible()
    row.locator("[data-conflict-buttons] button").nth(1).click()  # the second text
    expect(saving(row)).to_have_text(said(one, "saved"))
    expect(row.locator("[data-conflict]")).to_be_hidden()
    one.open(one.path)
    expect(row.locator("[data-field]")).to_have_value(hers)

    # Restore: the suggestion is offered until a person removes it.
    write(one, row, words)
    one.open(one.path)
    kept = row.locator("[data-offer]", has_text="la otra")
    one.follow(kept.locator("button[value^=drop]"))
    expect(kept).to_have_count(0)
    assert other_than(one.trouble, "409") == []
    assert two.trouble == []


def test_without_a_connection_the_words_stay(read):
    """Text that could not be saved stays in its field with a note, and is saved once online."""
    reader = read()
    reader.sign_in("translator")
    open_editor_page(reader, ACCESSIBILITY)
    page = reader.page
    row, words = row_of_plain_text(reader)
    changed = f"{words} Sin línea."
    field = row.locator("[data-field]")
    with offline(reader):
        field.focus()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(changed)
        expect(saving(row)).to_have_text(said(reader, "offline"))
        expect(page.locator("[data-editor-saving]")).to_have_text(said(reader, "unsaved"))
        with page.expect_event("dialog") as asked:
            page.evaluate("() => { setTimeout(() => location.assign('/admin/'), 0) }")
        assert asked.value.type == "beforeunload"
        asked.value.dismiss()
        expect(field).to_have_value(changed)
    expect(saving(row)).to_have_text(said(reader, "saved"))
    reader.open(reader.path)  # no warning any more: everything is saved
    expect(field).to_have_value(changed)
    write(reader, row, words)
    assert other_than(reader.trouble, "ERR_INTERNET_DISCONNECTED") == []


def test_it_works_without_a_script(read):
    """Without a script one form saves and submits the texts, and they can be withdrawn."""
    reader = read(script=False)
    reader.sign_in("translator")
    open_editor_page(reader, PRIVACY)
    page = reader.page
    row, words = row_of_plain_text(reader)
    changed = f"{words} Otra vez."
    field = row.locator("[data-field]")
    field.fill(changed)
    press(reader, "save")
    expect(page.locator(".messages .success")).to_be_visible()
    expect(field).to_have_value(changed)
    field.fill(f"{changed} Y otra.")
    page.fill("[name=note]", "Sin guion.")
    press(reader, "submit")  # the fields are saved before submitting
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator(".editor-head blockquote")).to_have_text("Sin guion.")
    reader.open(f"{reader.path.split('?')[0]}?show=all")
    expect(row.locator(".editor-target ins")).to_contain_text(["Otra vez. Y otra."])
    press(reader, "withdraw")
    field.fill(words)
    press(reader, "save")
    expect(field).to_have_value(words)
    expect(page.locator("[data-editor-approved]")).to_be_visible()


# ------------------------------------------------------------------ for everyone
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_axe_finds_nothing(read, width):
    """axe-core finds nothing while translating, waiting, deciding, or after a return."""
    translator, reviewer = read(width=width), read(width=width)
    found = []

    def look(reader: Reader, when: str) -> None:
        for details in reader.page.locator("[data-editor] details").all()[:3]:
            details.evaluate("element => { element.open = true }")
        reader.page.wait_for_load_state("networkidle")
        found.extend(f"{when} {line}" for line in reader.axe_day_and_night())
        found.extend(f"{when} too wide: {line}" for line in reader.overflow())

    translator.sign_in("translator")
    open_editor_page(translator, EL_PASO_ES, show="")
    look(translator, "out of date:")
    open_editor_page(translator, ACCESSIBILITY)
    editor_page = translator.path
    row, words = row_of_plain_text(translator)
    write(translator, row, f"{words} Se revisa.")
    look(translator, "written:")
    press(translator, "submit")
    look(translator, "waiting, its author:")
    reviewer.sign_in("reviewer", editor_page.replace("all", "changed"))
    look(reviewer, "waiting, the reviewer:")
    reviewer.page.fill("[name=comment]", "Así no.")
    press(reviewer, "return")
    translator.open(editor_page)
    look(translator, "returned:")
    write(translator, row, words)
    expect(translator.page.locator("[data-editor-approved]")).to_be_visible()
    assert found == []
    assert translator.trouble == []
    assert reviewer.trouble == []
