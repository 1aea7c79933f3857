"""The form closes, fills up or is unpublished while a visitor writes: nothing typed is lost."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from signups.models import SignUpPage, Submission
from signups.models.availability import GRACE
from tests import reviewed
from tests.signups.conftest import ANSWERS, WORDS, Visitor, publish
from tests.signups.test_form_spam import filled_in

EN, ES = "/en/sign-up/", "/es/inscripcion/"
BOTH = pytest.mark.parametrize("url", [EN, ES])
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MINUTE = datetime.timedelta(minutes=1)


def main_of(response) -> str:
    return " ".join(response.content.decode().split()).split("<main")[1]


def kept(response) -> bool:
    """Return whether the page shows everything that was typed."""
    main = main_of(response)
    typed = ("Ana Núñez de la O", "Two<br>lines", "ana@example.org", "2030-02-22")
    chosen = ("Mexico", "México"), ("A ramp", "Una rampa"), ("Large print", "Letra grande")
    return all(each in main for each in typed) and all(a in main or b in main for a, b in chosen)


def language(response) -> str:
    return response.content.decode().split('<html lang="')[1][:2]


@BOTH
@pytest.mark.parametrize(
    ("change", "in_english", "in_spanish"),
    [
        ({"closes_at": -60 * MINUTE}, "Sign-up is closed", "inscripciones están cerradas"),
        ({"opens_at": 60 * MINUTE}, "not open yet", "aún no abre"),
        ({"capacity": 0, "waiting_list": False}, "All spots are taken", "lugares"),
    ],
)
@pytest.mark.parametrize("answers", [ANSWERS, ANSWERS | {"arrival": "2030-02-22", "visa": "zz"}])
def test_n10_what_was_typed_is_given_back(
    form_page, spanish_page, visitor, url, change, in_english, in_spanish, answers
):
    hidden = visitor.open(url)
    facts = {
        name: timezone.now() + value if isinstance(value, datetime.timedelta) else value
        for name, value in change.items()
    }
    SignUpPage.objects.filter(pk=form_page.pk).update(**facts)
    response = visitor.send(url, answers, hidden)
    assert response.status_code == 409
    assert language(response) == url[1:3]
    says = in_english if url == EN else in_spanish
    assert says.lower() in main_of(response).lower()
    assert kept(response)
    assert ("was not sent" if url == EN else "no se envió") in main_of(response)
    assert "no-store" in response["Cache-Control"]
    assert not Submission.everything.exists()


@BOTH
def test_n10_a_cancelled_event_gives_back_what_was_typed(
    form_page, spanish_page, event, visitor, url
):
    hidden = visitor.open(url)
    type(event).objects.filter(pk=event.pk).update(status="cancelled")
    response = visitor.send(url, ANSWERS, hidden)
    assert response.status_code == 409
    assert kept(response)


def test_n10_a_place_that_is_gone_in_the_last_moment(form_page, visitor):
    form_page.capacity, form_page.waiting_list = 1, False
    publish(form_page)
    hidden = visitor.open(EN)
    Visitor().send(EN, {"full_name": "Beto"})
    response = visitor.send(EN, ANSWERS, hidden)
    assert response.status_code == 409
    assert kept(response)


# ------------------------------------------------------------------ time to finish
@BOTH
@pytest.mark.parametrize(
    ("opened", "sent", "status"),
    [
        (-MINUTE, GRACE - MINUTE, 303),
        (-23 * 60 * MINUTE, GRACE - MINUTE, 303),
        (-MINUTE, GRACE + MINUTE, 409),
        (-MINUTE, GRACE, 409),
    ],
)
def test_n10_opened_before_and_sent_a_little_after_closing(
    form_page, spanish_page, visitor, url, opened, sent, status
):
    closes = timezone.now() + datetime.timedelta(days=2)
    SignUpPage.objects.filter(pk=form_page.pk).update(closes_at=closes)
    with time_machine.travel(closes + opened, tick=False):
        hidden = visitor.open(url)
    with time_machine.travel(closes + sent, tick=False):
        # Mistakes do not shorten the time to finish.
        wrong = visitor.send(url, ANSWERS | {"email": "no address"}, hidden)
        assert wrong.status_code == (422 if status == 303 else 409)
        assert visitor.send(url, ANSWERS, hidden).status_code == status
        assert "<form" not in main_of(Visitor().get(url))
    assert Submission.everything.count() == (status == 303)


def test_n10_a_tab_of_more_than_a_day_has_that_time_too(form_page, visitor):
    closes = timezone.now() + datetime.timedelta(days=2)
    SignUpPage.objects.filter(pk=form_page.pk).update(closes_at=closes)
    with time_machine.travel(closes - datetime.timedelta(hours=26), tick=False):
        hidden = visitor.open(EN)
    with time_machine.travel(closes + 5 * MINUTE, tick=False):
        again = visitor.send(EN, ANSWERS, hidden)
        assert again.status_code == 422
        hidden |= filled_in(again.content.decode())
        assert visitor.send(EN, ANSWERS, hidden).status_code == 303


def test_n10_nobody_invents_when_she_opened_it(form_page, visitor):
    hidden = visitor.open(EN)
    SignUpPage.objects.filter(pk=form_page.pk).update(closes_at=timezone.now() - MINUTE)
    assert visitor.send(EN, ANSWERS, hidden).status_code == 409  # opened after it closed
    without = {name: value for name, value in hidden.items() if name != "form-shown"}
    assert visitor.send(EN, ANSWERS, without).status_code == 409


def test_n10_no_time_is_given_past_the_end_of_the_event_nor_for_a_place(form_page, event, visitor):
    hidden = visitor.open(EN)
    now = timezone.now()
    SignUpPage.objects.filter(pk=form_page.pk).update(closes_at=now)
    type(event).objects.filter(pk=event.pk).update(starts=now - 2 * MINUTE, ends=now - MINUTE)
    assert visitor.send(EN, ANSWERS, hidden).status_code == 409


# ------------------------------------------------------------------ unpublished
@BOTH
def test_n10_without_the_english_page_nothing_is_lost_and_the_status_is_right(
    form_page, spanish_page, visitor, url
):
    hidden = visitor.open(url)
    form_page.unpublish()
    response = visitor.send(url, ANSWERS, hidden)
    assert response.status_code == 410
    assert language(response) == url[1:3]
    assert kept(response)
    assert "noindex" in response.content.decode()
    assert not Submission.everything.exists()
    assert Visitor().get(url).status_code == 404


def test_n10_the_spanish_page_is_taken_down_and_one_goes_on_in_english(
    form_page, spanish_page, visitor
):
    hidden = visitor.open(ES)
    spanish_page.unpublish()
    response = visitor.send(ES, ANSWERS, hidden)
    html = response.content.decode()
    assert response.status_code == 410
    assert language(response) == "es"
    assert kept(response)
    assert f'action="{EN}"' in html
    form = html[html.index(f'action="{EN}"') :]
    form = form[: form.index("</form>")]
    carried = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert carried["full_name"] == ANSWERS["full_name"]
    assert carried["form-number"] == hidden["form-number"]
    there = visitor.send(EN, {**ANSWERS, "switch-language": "en"}, carried)
    assert there.status_code == 200
    assert ANSWERS["full_name"] in there.content.decode()


@BOTH
def test_n10_what_was_never_shown_stays_unknown(form_page, spanish_page, visitor, url):
    hidden = visitor.open(url)
    Page.objects.filter(pk__in=[form_page.pk, spanish_page.pk]).update(live=False)
    forged = {**hidden, "form-shown": "x"}
    response = visitor.send(url, ANSWERS, forged)
    assert response.status_code == 404
    assert not any(words in main_of(response) for words in WORDS["arrival"])


@BOTH
def test_n10_a_new_address_takes_what_was_sent_to_the_old_one(
    form_page, spanish_page, visitor, url, django_capture_on_commit_callbacks
):
    hidden = visitor.open(url)
    page = SignUpPage.objects.get(pk=(form_page if url == EN else spanish_page).pk)
    page.slug = "elsewhere"
    with django_capture_on_commit_callbacks(execute=True):
        reviewed.publish(page)
    response = visitor.send(url, ANSWERS, hidden)
    assert response.status_code == 308
    assert response["Location"] == f"{url[:4]}elsewhere/"
    assert visitor.send(response["Location"], ANSWERS, hidden).status_code == 303


def test_n10_what_was_typed_never_follows_to_another_site(form_page, visitor):
    hidden = visitor.open(EN)
    SignUpPage.objects.get(pk=form_page.pk).delete()
    Redirect.objects.create(old_path=EN.rstrip("/"), redirect_link="https://example.com/")
    assert visitor.send(EN, ANSWERS, hidden).status_code == 301


@BOTH
def test_n10_a_page_that_was_deleted_gives_it_back_too(form_page, spanish_page, visitor, url):
    hidden = visitor.open(url)
    spanish_page.delete()
    SignUpPage.objects.get(pk=form_page.pk).delete()
    response = visitor.send(url, ANSWERS, hidden)
    main = main_of(response)
    assert response.status_code == 404
    for text in ("Ana Núñez de la O", "Two<br>lines", "ana@example.org", "print, ramp"):
        assert text in main
    assert hidden["form-number"] not in main
    assert "csrfmiddlewaretoken" not in main


# ------------------------------------------------------------------ without a valid token
def forget_cookies(visitor: Visitor) -> None:
    visitor.client.cookies.clear()


@BOTH
def test_n10_a_form_whose_token_is_refused_is_shown_again_filled_in(
    form_page, spanish_page, visitor, url
):
    hidden = visitor.open(url)
    forget_cookies(visitor)
    response = visitor.send(url, ANSWERS, hidden)
    assert response.status_code == 403
    main = main_of(response)
    assert ("Please send the form again" if url == EN else "Envía el formulario de nuevo") in main
    assert "cookies" in main
    assert 'value="ana@example.org"' in main
    assert "Two lines" in main
    assert "no-store" in response["Cache-Control"]
    assert not Submission.everything.exists()
    again = dict(re.findall(r'<input type="(?:hidden|text)" name="([^"]+)" value="([^"]+)"', main))
    assert visitor.send(url, ANSWERS, again).status_code == 303
    assert Submission.everything.count() == 1


def test_n10_what_is_sent_already_is_not_shown_to_a_stranger_of_the_form(form_page, visitor):
    hidden = visitor.open(EN)
    assert visitor.send(EN, ANSWERS, hidden).status_code == 303
    forget_cookies(visitor)
    response = visitor.send(EN, ANSWERS, hidden)
    assert response.status_code == 403
    assert "ana@example.org" not in main_of(response)


def test_n10_a_form_that_is_private_is_not_shown_for_a_refused_token(form_page, visitor):
    hidden = visitor.open(EN)
    PageViewRestriction.objects.create(page=form_page, restriction_type="login")
    forget_cookies(visitor)
    response = visitor.send(EN, ANSWERS, hidden)
    assert response.status_code == 403
    assert 'name="full_name"' not in main_of(response)
    assert "Ana Núñez de la O" in main_of(response)  # as what the visitor had written


def test_n10_other_forms_give_back_what_was_typed_but_no_password(form_page, visitor):
    data = {"q": "peace", "password": "secret", "next": "/en/", "csrfmiddlewaretoken": "x"}
    main = main_of(visitor.client.post("/en/search/", data))
    assert "peace" in main
    assert "secret" not in main
    assert "The form could not be sent" in main
