"""A sign-up in a browser: emails, personal page, waitlist, check-in.

A small site with one spot, a worker and a mail server; nothing needs JavaScript.
"""

import re
import time

import pytest

from tests.browser.people import code, take_time
from tests.browser.reader import DESKTOP, PHONE, Reader
from tests.faults.site import ONE, copy_of, site_with_forms
from tests.smtp_server import SmtpServer

pytestmark = pytest.mark.browser
PATIENCE = 60  # seconds for an email to arrive


@pytest.fixture(scope="module")
def place(browser, tmp_path_factory, shared_folder):
    """A running site with one spot, and the mail server that it sends to."""
    forms = site_with_forms(shared_folder)
    with (
        SmtpServer() as smtp_server,
        copy_of(forms, tmp_path_factory.mktemp("life"), EMAIL_URL=smtp_server.url) as running,
    ):
        running.start("web")
        running.start("worker")
        yield running.site, smtp_server


@pytest.fixture
def person(browser, place):
    """Open a window on the small site: person(width=PHONE, script=False)."""
    readers: list[Reader] = []

    def _person(**options) -> Reader:
        readers.append(Reader(browser, place[0], **options))
        return readers[-1]

    yield _person
    for reader in readers:
        reader.close()


def sign_up(reader: Reader, path: str, name: str) -> str:
    reader.open(path)
    reader.page.fill("[name=full_name]", name)
    reader.page.fill("[name=email]", f"{name.lower()}@example.org")
    take_time(reader)
    reader.follow("main form [type=submit]:visible")
    return code(reader)


def letter_to(smtp_server: SmtpServer, name: str, subject: str):
    """Return the email to `name` with this in its subject, once it has arrived."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for letter in smtp_server.letters:
            if letter["To"] == f"{name.lower()}@example.org" and subject in letter["Subject"]:
                return letter
        time.sleep(0.2)
    raise AssertionError([(letter["To"], letter["Subject"]) for letter in smtp_server.letters])


def link_in(letter) -> str:
    text = letter.get_body(("plain",)).get_content()
    return re.search(r"https?://\S+/mine/\S+", text)[0]


def sound(reader: Reader) -> list[str]:
    """Return what is wrong with the current page."""
    axe = reader.axe_day_and_night() if reader.script else []
    return axe + reader.overflow() + reader.trouble


def test_from_the_form_to_the_check_in(person, place):
    _site, smtp_server = place
    english, spanish = ONE

    ana = person(width=PHONE, script=False)
    first = sign_up(ana, english, "Ana")
    beto = person(width=PHONE)
    second = sign_up(beto, spanish, "Beto")
    assert "lista de espera: 1" in beto.page.inner_text("main")
    assert sound(beto) == []

    # Ana gives up her spot through the link in her email, without JavaScript, after a question.
    mail = letter_to(smtp_server, "Ana", "You are signed up")
    assert first in mail.get_body(("plain",)).get_content()
    ana.open(link_in(mail))
    assert first in ana.page.inner_text("main")
    ana.follow("text=Cancel my sign-up")
    assert "Cancel this sign-up?" in ana.page.inner_text("main")
    ana.follow("main form [value=cancel]")
    assert "has been canceled" in ana.page.inner_text("main")
    ana.page.reload()
    assert "has been canceled" in ana.page.inner_text("main")
    letter_to(smtp_server, "Ana", "canceled")
    assert sound(ana) == []

    # Beto is notified in his language, and his page shows it.
    mail = letter_to(smtp_server, "Beto", "Ya tienes un lugar")
    assert mail["Content-Language"] == "es"
    beto.open(link_in(mail))
    assert "Tienes un lugar" in beto.page.inner_text("main")
    assert beto.page.locator(".sign-up-picture svg").is_visible()
    assert sound(beto) == []

    # He corrects a letter, with a mistake on the way.
    beto.follow("text=Cambiar mis respuestas")
    assert beto.page.input_value("[name=full_name]") == "Beto"
    assert sound(beto) == []
    beto.page.fill("[name=full_name]", "")
    beto.follow("main form [type=submit]:visible")
    assert beto.page.title().startswith("Error")
    assert sound(beto) == []
    beto.page.fill("[name=full_name]", "Beto Núñez")
    beto.follow("main form [type=submit]:visible")
    assert "se guardaron" in beto.page.inner_text("main")
    assert "Beto Núñez" in beto.page.inner_text("main")
    for question in ("cancel", "delete"):
        beto.follow(f'a[href$="?to={question}"]')
        assert sound(beto) == []
        beto.follow("text=Conservar mi inscripción")

    # At check-in: the QR code of the email is this address, and requires signing in.
    guard = person(width=PHONE)
    guard.sign_in("organizer", f"/admin/sign-ups/door/{second.replace('-', '')}/")
    assert "Beto Núñez" in guard.page.inner_text("main")
    guard.follow("main button[name=present]")
    assert "Beto Núñez" in guard.page.inner_text("#check-in-outcome")
    assert "1 of 1" in guard.page.inner_text(".check-in-count")
    assert guard.page.evaluate("document.activeElement.id") == "check-in-q"
    beto.page.reload()
    assert "Tu llegada está registrada" in beto.page.inner_text("main")

    # After deletion the personal link shows nothing.
    address = beto.page.url
    beto.follow('a[href$="?to=delete"]')
    beto.follow("main form [value=delete]")
    assert "se borró" in beto.page.inner_text("main")
    assert sound(beto) == []
    assert beto.page.goto(address).status == 404


@pytest.mark.parametrize(("path", "name"), [(ONE[0], "Carmen"), (ONE[1], "Dolores")])
def test_the_keyboard_alone(person, path, name):
    reader = person(width=DESKTOP)
    page = reader.page
    reader.open(path)
    page.focus("[name=full_name]")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "email"
    page.keyboard.type("no address")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    # The browser moves the focus when it draws the page, perhaps after it has loaded.
    page.wait_for_function("document.activeElement.className === 'error-summary'")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link to the first mistake
    page.wait_for_function("document.activeElement.name === 'email'")
    page.keyboard.press("Control+A")
    page.keyboard.type(f"{name.lower()}@example.org")
    take_time(reader)
    for _step in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert code(reader)
