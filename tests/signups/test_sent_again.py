"""The same answers sent again: after Back, by a second click, by another person."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from signups.models import Submission
from tests.signups.conftest import ANSWERS, Visitor

EN, ES = "/en/sign-up/", "/es/inscripcion/"
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NAMED = {"full_name": "Ana Núñez", "needs": ["ramp"]}


@pytest.mark.parametrize("url", [EN, ES])
def test_n08_a_new_form_with_the_same_answers_finds_the_first_sign_up(
    form_page, spanish_page, visitor, url
):
    first = visitor.send(url, NAMED)
    again = visitor.send(url, NAMED)
    assert first.status_code == again.status_code == 303
    row = Submission.everything.get()
    assert row.spaced_code in visitor.get(again["Location"]).content.decode()


@pytest.mark.parametrize(
    "other", [{"full_name": "Ana Nuñez"}, {"needs": ["print"]}, {"story": "Another"}]
)
def test_n08_other_answers_are_another_person(form_page, visitor, other):
    visitor.send(EN, NAMED)
    visitor.send(EN, NAMED | other)
    assert Submission.everything.count() == 2


def test_n08_two_browsers_are_two_people(form_page):
    """Nobody gets another person's screen by sending that person's name."""
    first, second = (Visitor().send(EN, NAMED)["Location"] for _ in range(2))
    assert first != second
    assert Submission.everything.count() == 2


def test_n08_what_tells_nobody_apart_is_never_the_same(form_page, visitor):
    stream = form_page.fields.get_prep_value()
    for item in stream:
        item["value"]["required"] = False
    form_page.fields = stream
    form_page.save()
    for _ in range(2):
        assert visitor.send(EN, {"consent": "on"}).status_code == 303
    assert Submission.everything.count() == 2


def test_n08_another_person_with_the_same_answers_is_signed_up_by_the_link_that_says_so(
    form_page, visitor
):
    done = visitor.send(EN, NAMED)["Location"]
    html = visitor.get(done).content.decode()
    link = re.search(rf'href="({EN}\?another-person=\w+)"', html)[1]
    assert visitor.send(link, NAMED).status_code == 303
    assert Submission.everything.count() == 2
    # Send that form again, after Back.
    assert visitor.send(link, NAMED).status_code == 303
    assert Submission.everything.count() == 2


def test_n08_after_an_hour_and_after_a_cancellation_it_is_a_new_one(form_page, visitor):
    visitor.send(EN, NAMED)
    Submission.objects.update(status="cancelled")
    visitor.send(EN, NAMED)
    assert Submission.everything.count() == 2
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2)):
        visitor.send(EN, NAMED)
    assert Submission.everything.count() == 3


@pytest.mark.parametrize(("url", "says"), [(EN, "You already sent this form"), (ES, "Ya enviaste")])
def test_n08_the_same_form_with_other_answers_asks_and_shows_nothing_of_the_first(
    form_page, spanish_page, visitor, url, says
):
    hidden = visitor.open(url)
    first = visitor.send(url, NAMED, hidden)
    answer = visitor.send(url, {"full_name": "Benito", "needs": ["print"]}, hidden)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert "Ana" not in html
    assert Submission.everything.get().spaced_code not in html
    assert first["Location"] not in html
    form = html[html.index('<form class="form"') :]
    found = dict(re.findall(r'<input type="(?:hidden|text)" name="([^"]+)" value="([^"]+)"', form))
    assert found["form-number"] != hidden["form-number"]
    assert visitor.send(url, {"needs": ["print"]}, found).status_code == 303
    assert Submission.everything.count() == 2


def test_n08_going_back_to_the_page_with_a_mistake_shows_nothing_again(form_page, visitor):
    hidden = visitor.open(EN)
    wrong = ANSWERS | {"full_name": ""}
    assert visitor.send(EN, wrong, hidden).status_code == 422
    done = visitor.send(EN, ANSWERS, hidden)
    again = visitor.send(EN, wrong, hidden)  # the browser's "Send again?"
    assert again.status_code == 303
    assert again["Location"].split("/")[4] == done["Location"].split("/")[4]


def test_n08_going_back_to_the_page_in_the_other_language_shows_nothing_again(
    form_page, spanish_page, visitor
):
    hidden = visitor.open(EN)
    visitor.send(EN, ANSWERS, hidden)
    answer = visitor.send(ES, ANSWERS | {"switch-language": "es"}, hidden)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert ANSWERS["full_name"] not in html
    assert 'name="full_name"' in html
    assert hidden["form-number"] not in html


def test_n08_no_browser_is_asked_to_keep_what_is_typed(form_page, spanish_page, visitor):
    pages = [visitor.get(EN).content.decode() for _ in range(2)]
    forms = [re.search(r"<form[^>]*data-unkept[^>]*>\s*<input[^>]*>", page)[0] for page in pages]
    assert all('autocomplete="off"' in form for form in forms)
    assert forms[0] != forms[1]  # its name and that of its first input
    # Sensitive inputs say that they are; the purpose of the others is given (WCAG 1.3.5).
    assert 'autocomplete="name"' in pages[0]


def test_n08_nothing_that_is_stored_lets_sealed_answers_be_tried_out(form_page, visitor):
    from signups.privacy import tokens

    visitor.send(EN, ANSWERS)
    row = Submission.everything.get()
    assert len(row.content_trace) == 64
    assert visitor.client.cookies["csrftoken"].value not in row.content_trace
    assert tokens.content_trace("", form_page.translation_key, "x") == ""
    one, two = (tokens.content_trace(browser, form_page.translation_key, "x") for browser in "ab")
    assert one != two
