"""What a person does to sign up for the summit."""

import re
import uuid

from tests.browser.reader import Reader

NAME = "Xóchitl Núñez O’Brien"
CODE = re.compile(r"[0-9A-Z]{2,}(?:[ -][0-9A-Z]{2,})+")


def new_address() -> str:
    """Return an email address that nobody has signed up with."""
    return f"{uuid.uuid4().hex[:12]}@example.org"


def take_time(reader: Reader) -> None:
    """Wait as long as a person needs to read a form: anyone faster looks like a bot."""
    reader.page.wait_for_timeout(3_200)


def fill(reader: Reader, email: str) -> None:
    """Answer the required questions for one person."""
    page = reader.page
    page.fill("[name=full_name]", NAME)
    page.fill("[name=email]", email)
    page.select_option("[name=country]", "mx")
    page.check("[name=attendance][value=both_days]")
    page.check("[name=working_tables][value=mobility]")
    page.check("[name=conduct_consent]")
    page.check("[name=privacy_consent]")


def send(reader: Reader) -> None:
    reader.follow("main form [type=submit]")


def code(reader: Reader) -> str:
    reader.wait_until_drawn()
    text = reader.page.locator(".sign-up-code").inner_text()
    assert CODE.fullmatch(text), text
    return text
