"""Changing the language of a half-filled form keeps what was typed and sends nothing."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from signups.form import form_timestamp
from signups.models import RateHit, SignUpPage, Submission
from tests.signups.conftest import ANSWERS, CHOICES, WORDS, Visitor

EN, ES = "/en/sign-up/", "/es/inscripcion/"
pytestmark = pytest.mark.django_db


def switches(html: str) -> dict[str, tuple[str, str, str]]:
    """Return the form, URL and name of each language button by its value."""
    found = {}
    for button in re.findall(r"<button[^>]+formaction[^>]+>", html):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', button))
        assert "formnovalidate" in button
        found[attributes["value"]] = tuple(
            attributes[name] for name in ("form", "formaction", "name")
        )
    return found


def switch(visitor: Visitor, html: str, code: str, answers: dict, hidden: dict):
    form, url, name = switches(html)[code]
    assert f'id="{form}"' in html
    return visitor.send(url, {**answers, name: code}, hidden)


def filled(html: str) -> dict:
    """Return what the form on a page holds, as a browser would send it."""
    form = html[html.index('id="sign-up"') : html.index("</form>")]
    data: dict = {}
    for tag in re.findall(r"<input[^>]+>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind, name = attributes.get("type"), attributes["name"]
        if kind in ("radio", "checkbox"):
            if " checked" in tag:
                data.setdefault(name, []).append(attributes.get("value", "on"))
        elif attributes.get("value"):
            data[name] = attributes["value"]
    for name, text in re.findall(
        r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        if text:
            data[name] = text.strip("\n")
    for name, options in re.findall(r'<select name="(\w+)"(.*?)</select>', form, re.DOTALL):
        if chosen := re.findall(r'value="(\w+)"[^>]*selected', options):
            data[name] = chosen[0]
    return data


def as_filled(answers: dict) -> dict:
    several = {"language", "needs", "visa", "consent"}
    return {
        key: sorted([value] if isinstance(value, str) else value) if key in several else value
        for key, value in answers.items()
    }


@pytest.mark.parametrize(("here", "there", "code"), [(EN, ES, "es"), (ES, EN, "en")])
def test_everything_comes_along_and_back_again(form_page, spanish_page, here, there, code):
    visitor = Visitor()
    hidden = visitor.open(here)
    response = switch(visitor, visitor.page.content.decode(), code, ANSWERS, hidden)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    html = response.content.decode()
    assert f'<html lang="{code}">' in html
    label = WORDS["story"][code == "es"]
    assert label in html
    data = filled(html)
    assert as_filled({k: data.get(k) for k in ANSWERS}) == as_filled(ANSWERS)
    assert (data["form-number"], data[form_timestamp.TIMESTAMP]) == (
        hidden["form-number"],
        hidden[form_timestamp.TIMESTAMP],
    )
    assert f'action="{there}"' in html
    assert "error-summary" not in html
    assert not Submission.everything.exists()
    assert not RateHit.objects.exists()

    # Switch back, and submit.
    other = {"es": "en", "en": "es"}[code]
    back = switch(visitor, html, other, {k: data[k] for k in ANSWERS}, hidden)
    data = filled(back.content.decode())
    assert as_filled({k: data.get(k) for k in ANSWERS}) == as_filled(ANSWERS)
    sent = visitor.send(here, {k: data[k] for k in ANSWERS}, hidden)
    assert sent.status_code == 303
    assert Submission.objects.get().answers["full_name"] == ANSWERS["full_name"]


def test_nothing_is_judged(form_page, spanish_page, visitor):
    hidden = visitor.open(EN)
    wrong = {"full_name": "", "email": "no address", "companions": "two", "country": "zz"}
    response = switch(visitor, visitor.page.content.decode(), "es", wrong, hidden)
    html = response.content.decode()
    assert response.status_code == 200
    assert 'aria-invalid="true"' not in html
    assert "no address" in html
    assert "<title>Error" not in html
    # Reloading sends the same again and still stores nothing.
    again = switch(visitor, visitor.page.content.decode(), "es", wrong, hidden)
    unique = re.compile("csrfmiddlewaretoken|form-[0-9a-f]{8}$")  # to each copy of the form
    first, second = (
        {name: value for name, value in filled(page).items() if not unique.match(name)}
        for page in (html, again.content.decode())
    )
    assert first == second
    assert not Submission.everything.exists()


def test_mistakes_come_along_into_the_other_language(form_page, spanish_page, visitor):
    hidden = visitor.open(EN)
    html = visitor.send(EN, {"email": "no address"}, hidden).content.decode()
    spanish = switch(visitor, html, "es", {"email": "no address"}, hidden).content.decode()
    assert "no address" in spanish
    assert "error-summary" not in spanish


def test_no_answer_is_in_an_address(form_page, spanish_page, visitor):
    hidden = visitor.open(f"{EN}?email=ana@example.org")
    response = switch(visitor, visitor.page.content.decode(), "es", ANSWERS, hidden)
    assert response.wsgi_request.get_full_path() == ES
    assert "example.org" not in "".join(
        re.findall(r'(?:action|href)="[^"]*"', str(response.content))
    )


def test_the_pace_is_counted_from_the_first_screen(form_page, spanish_page, event, monkeypatch):
    monkeypatch.setattr("signups.form.form_timestamp.EARLIEST", datetime.timedelta(seconds=3))
    visitor, start = Visitor(), timezone.now()
    with time_machine.travel(start, tick=False):
        hidden = visitor.open(EN)
    with time_machine.travel(start + datetime.timedelta(seconds=30), tick=False):
        page = visitor.page.content.decode()
        html = switch(visitor, page, "es", {"full_name": "Ana"}, hidden).content.decode()
        data = filled(html)
        visitor.send(ES, data, {"csrfmiddlewaretoken": hidden["csrfmiddlewaretoken"]})
    submission = Submission.objects.get()
    assert (submission.status, submission.language) == ("confirmed", "es")


def test_a_language_without_this_page_keeps_its_link(form_page, visitor):
    html = visitor.get(EN).content.decode()
    assert switches(html) == {}
    assert 'hreflang="es"' in html


def test_enter_presses_the_button_of_the_form(form_page, spanish_page, visitor):
    """The first button in the header, which precedes the form, is not a language."""
    html = visitor.get(EN).content.decode()
    buttons = re.findall(r'<button type="submit"[^>]*form="sign-up"[^>]*>', html)
    assert "formaction" not in buttons[0]
    assert 'tabindex="-1"' in buttons[0]
    assert 'aria-hidden="true"' in buttons[0]


def test_where_the_form_is_closed_it_is_said(form_page, spanish_page, visitor):
    hidden = visitor.open(EN)
    page = visitor.page.content.decode()
    past = timezone.now() - datetime.timedelta(hours=1)
    SignUpPage.objects.filter(pk=form_page.pk).update(closes_at=past)
    response = switch(visitor, page, "es", ANSWERS, hidden)
    assert response.status_code == 409
    # Without a form there is no input to keep: the switch is a link again.
    assert switches(visitor.get(EN).content.decode()) == {}


def test_choices_have_the_words_of_the_language(form_page, spanish_page, visitor):
    hidden = visitor.open(EN)
    html = switch(visitor, visitor.page.content.decode(), "es", ANSWERS, hidden).content.decode()
    for words in CHOICES.values():
        for _english, spanish in words.values():
            assert spanish in html
