"""A visitor signs up: the whole way, through a real client with CSRF checks."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signups.models import Letter, SignUpPage, Submission
from signups.privacy import tokens
from signups.privacy.sealing import is_sealed
from tests.signups.conftest import ANSWERS, STORED, WORDS, Visitor, every_kind, publish
from tests.signups.test_parallel import send

EN, ES = "/en/sign-up/", "/es/inscripcion/"
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def only_name(name="Ana", **more):
    return {"full_name": name, **more}


# ------------------------------------------------------------------ the happy path
@pytest.mark.parametrize(("url", "language"), [(EN, "en"), (ES, "es")])
def test_signing_up(form_page, spanish_page, visitor, url, language):
    response = visitor.send(url, ANSWERS)
    assert response.status_code == 303
    submission = Submission.objects.get()
    assert submission.page == form_page
    assert submission.language == language
    assert submission.status == "confirmed"
    assert submission.answers == STORED
    assert list(submission.sealed) == ["needs"]
    assert is_sealed(submission.sealed["needs"])
    assert len(submission.code) == 8
    assert set(submission.code) <= set(tokens.ALPHABET)
    token = tokens.manage_token(submission.reference)
    assert submission.manage_token_hash == tokens.token_hash(token)
    assert len(token) * 4 >= 128
    assert "ana@example.org" not in submission.email_fingerprint
    location = response["Location"]
    # A random reference, the time and a signature: nothing identifies the person.
    assert re.fullmatch(rf"{url}done/{submission.reference.hex}/[\w-]+/[\w-]+/", location)
    done = visitor.get(location)
    html = done.content.decode()
    assert done.status_code == 200
    assert submission.spaced_code in html
    assert {"en": "See you there.", "es": "Allá nos vemos."}[language] in html
    assert ANSWERS["email"] not in html


def test_both_languages_share_one_list(form_page, spanish_page):
    Visitor().send(EN, ANSWERS | {"email": "a@example.org"})
    Visitor().send(ES, ANSWERS | {"email": "b@example.org"})
    english, spanish = form_page.submissions.order_by("pk")
    assert (english.language, spanish.language) == ("en", "es")
    assert english.answers | {"email": ""} == spanish.answers | {"email": ""}
    assert list(Submission.objects.of(spanish_page)) == list(Submission.objects.of(form_page))


def test_the_form_speaks_the_readers_language(form_page, spanish_page, visitor):
    html = visitor.get(ES).content.decode()
    for _english, spanish in WORDS.values():
        assert spanish in html
    assert 'value="mx"' in html
    assert "Estados Unidos" in html
    assert 'autocomplete="name"' in html
    assert "Lo guardamos 30 días." in html
    form = html[html.index("<form") : html.index("</form>")]
    assert 'lang="en"' not in form


def test_the_form_is_not_kept_anywhere(form_page, spanish_page, visitor):
    response = visitor.get(EN)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert set(response.cookies) == {"csrftoken"}
    sent = visitor.send(EN, only_name())
    assert "no-store" in sent["Cache-Control"]
    done = visitor.get(sent["Location"])
    assert "no-store" in done["Cache-Control"]
    assert "noindex" in done.content.decode()
    assert "sessionid" not in visitor.client.cookies


def test_a_form_without_its_token_is_refused(form_page, visitor):
    assert visitor.client.post(EN, only_name()).status_code == 403
    assert not Submission.objects.exists()


def test_the_language_switch_leads_to_the_other_form_and_last_screen(
    form_page, spanish_page, visitor
):
    html = visitor.get(EN).content.decode()
    assert f'formaction="{ES}"' in html.split("<main")[0]
    done = visitor.send(EN, only_name())["Location"]
    other = done.replace(EN, ES)
    assert f'href="{other}"' in visitor.get(done).content.decode()
    assert visitor.get(other).status_code == 200


# ------------------------------------------------------------------ mistakes
def test_mistakes_are_listed_linked_and_nothing_is_lost(form_page, visitor):
    response = visitor.send(
        EN,
        ANSWERS | {"full_name": "", "email": "no address", "country": "zz", "companions": "some"},
    )
    assert response.status_code == 422
    assert "no-store" in response["Cache-Control"]
    html = response.content.decode()
    summary = html[html.index('class="error-summary"') : html.index("<form")]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_full_name", "id_email", "id_companions", "id_country"]
    for target in targets:
        assert f'id="{target}"' in html
    assert 'aria-describedby="id_full_name_helptext id_full_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "<title>Error:" in html
    assert "no address" in html
    assert "Two\nlines" in html
    assert 'value="2030-02-22"' in html
    assert re.search(r'value="print"[^>]*checked', html)
    assert not Submission.objects.exists()


def test_choices_link_to_their_first_answer(form_page, visitor):
    stream = form_page.fields.get_prep_value()
    for item in stream:
        item["value"]["required"] = True
    form_page.fields = stream
    publish(form_page)
    html = visitor.send(EN, {}).content.decode()
    for key in ("language", "needs", "visa"):
        assert f'href="#id_{key}_0"' in html
        assert f'id="id_{key}_0"' in html
        assert re.search(rf'aria-describedby="id_{key}_error[ "]', html)
    assert 'href="#id_consent"' in html


def test_errors_are_told_in_the_readers_language(form_page, spanish_page, visitor):
    html = visitor.send(ES, {}).content.decode()
    assert "Nombre completo:" in html


def test_half_a_character_in_another_charset_never_fails(form_page, visitor):
    hidden = visitor.open(EN)
    body = "&".join([*(f"{k}={v}" for k, v in hidden.items()), "full_name=", r"story=\ud800"])
    response = visitor.client.post(
        EN, body.encode(), content_type="application/x-www-form-urlencoded; charset=unicode_escape"
    )
    assert response.status_code in (303, 400, 422)


# ------------------------------------------------------------------ only once
def test_a_second_click_makes_no_second_sign_up(form_page, visitor):
    hidden = visitor.open(EN)
    first = visitor.send(EN, only_name(), hidden)
    second = visitor.send(EN, only_name(), hidden)
    assert first.status_code == second.status_code == 303
    submission = Submission.objects.get()
    assert submission.spaced_code in visitor.get(second["Location"]).content.decode()


def test_a_form_number_that_is_none_is_replaced(form_page, visitor):
    hidden = visitor.open(EN)
    name = "form-number"
    for value in ("", "x", "\0"):
        answer = visitor.send(EN, only_name(), {**hidden, name: value})
        assert answer.status_code == 422
        assert re.search(r'name="form-number" value="[0-9a-f-]{36}"', answer.content.decode())
    assert not Submission.objects.exists()


def test_the_same_address_makes_no_second_sign_up(form_page, spanish_page):
    first = Visitor().send(EN, ANSWERS)
    again = Visitor().send(ES, ANSWERS | {"email": " ANA@Example.org ", "full_name": "Other"})
    assert again.status_code == 303
    submission, hidden = Submission.everything.order_by("pk")
    assert list(Submission.objects.all()) == [submission]
    assert submission.answers["full_name"] == ANSWERS["full_name"]
    assert (hidden.status, hidden.original, hidden.shown_as) == (
        "repeated",
        submission,
        "confirmed",
    )
    letters = Letter.objects.order_by("pk").values_list("kind", "submission", "language")
    assert list(letters) == [("received", submission.pk, ""), ("again", submission.pk, "es")]
    here = Visitor().get(again["Location"].replace(ES, EN)).content.decode()
    there = Visitor().get(first["Location"]).content.decode()
    assert without_secrets(here) == without_secrets(there)


def without_secrets(html: str) -> str:
    """Return a last screen without what differs between any two sign-ups."""
    html = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    html = re.sub(r"/(done|mine)/[^\"<]+|another-person=[^\"]+", "", html)
    return re.sub(r"<strong>[0-9A-Z]{4}-[0-9A-Z]{4}</strong>", "", html)


def test_a_cancelled_sign_up_lets_the_address_go(form_page):
    Visitor().send(EN, ANSWERS)
    Submission.objects.update(status=Submission.Status.CANCELLED)
    Visitor().send(EN, ANSWERS)
    assert sorted(Submission.objects.values_list("status", flat=True)) == ["cancelled", "confirmed"]


def test_a_code_that_exists_already_is_drawn_again(form_page, visitor, monkeypatch):
    drawn = iter(["AAAAAAAA", "AAAAAAAA", "CCCCCCCC"])
    monkeypatch.setattr(tokens, "new_code", lambda: next(drawn))
    visitor.send(EN, only_name())
    assert visitor.send(EN, only_name("Beto")).status_code == 303
    assert set(Submission.objects.values_list("code", flat=True)) == {"AAAAAAAA", "CCCCCCCC"}


def test_fingerprints_differ_by_form_and_outlive_a_new_secret_key(settings):
    one, other = uuid.uuid4(), uuid.uuid4()
    old = tokens.email_fingerprints("ana@example.org", one)
    assert tokens.email_fingerprints("ANA@example.org ", one) == old
    assert tokens.email_fingerprints("ana@example.org", other) != old
    assert tokens.email_fingerprints("", one) == []
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    new = tokens.email_fingerprints("ana@example.org", one)
    assert new[0] != old[0]
    assert old[0] in new


# ------------------------------------------------------------------ spots
def test_in_order(home):
    page = home.add_child(
        instance=SignUpPage(title="Sign up", slug="sign-up", fields=every_kind(), capacity=2)
    )
    for number in range(4):
        assert send(page, number).new
    assert list(Submission.objects.order_by("pk").values_list("status", "position")) == [
        ("confirmed", None),
        ("confirmed", None),
        ("waiting", 1),
        ("waiting", 2),
    ]


def test_places_and_the_waiting_list(form_page, spanish_page):
    form_page.capacity = 1
    publish(form_page)
    Visitor().send(EN, only_name())
    html = Visitor().get(ES).content.decode()
    assert "<form" in html
    waiting = Visitor()
    locations = [waiting.send(ES, only_name(str(n)))["Location"] for n in range(2)]
    assert list(Submission.objects.order_by("pk").values_list("status", "position")) == [
        ("confirmed", None),
        ("waiting", 1),
        ("waiting", 2),
    ]
    first, second = Submission.objects.waiting()
    assert (first.place_in_line, second.place_in_line) == (1, 2)
    assert waiting.get(locations[1]).status_code == 200
    # A freed spot goes to the first on the waitlist, not to a new visitor.
    Submission.objects.filter(status="confirmed").update(status="cancelled")
    Visitor().send(EN, only_name())
    assert Submission.objects.order_by("pk").last().status == "waiting"


def test_full_without_a_waiting_list(form_page, visitor):
    form_page.capacity, form_page.waiting_list = 1, False
    publish(form_page)
    hidden = visitor.open(EN)
    Visitor().send(EN, only_name())
    response = visitor.send(EN, only_name(), hidden)
    assert response.status_code == 409
    assert "All spots are taken" in response.content.decode()
    page = visitor.get(EN)
    assert page.status_code == 200
    assert "<form" not in page.content.decode().split("<main")[1]
    assert Submission.objects.count() == 1


def test_the_capacity_of_the_source_counts_for_a_stale_translation(form_page, spanish_page):
    SignUpPage.objects.filter(pk=form_page.pk).update(capacity=1)
    Visitor().send(ES, only_name())
    Visitor().send(ES, only_name())
    assert Submission.objects.taking_a_place().count() == 1


# ------------------------------------------------------------------ when it is not open
def test_each_state_has_its_page(form_page, spanish_page, event):
    now = timezone.now()
    day = datetime.timedelta(days=1)

    def shown(**facts):
        SignUpPage.objects.filter(pk=form_page.pk).update(
            **{"opens_at": None, "closes_at": None, **facts}
        )
        pages = [Visitor().get(url) for url in (EN, ES)]
        assert {page.status_code for page in pages} == {200}
        assert all("no-store" in page["Cache-Control"] for page in pages)
        return pages[0].content.decode().split("<main")[1]

    assert "<form" in shown()
    not_yet = shown(opens_at=now + day)
    assert "not open yet" in not_yet
    assert "Mexico City" in not_yet
    assert "<form" not in not_yet
    assert "Sign-up is closed" in shown(closes_at=now - day)
    type(event).objects.filter(pk=event.pk).update(status="cancelled", status_note="Sorry")
    cancelled = shown()
    assert "The event has been canceled" in cancelled
    type(event).objects.filter(pk=event.pk).update(status="scheduled", ends=now - day)
    assert "Sign-up is closed" in shown(closes_at=now + day)


def test_nothing_comes_in_while_it_is_closed(form_page, visitor):
    hidden = visitor.open(EN)
    past = timezone.now() - datetime.timedelta(hours=1)
    SignUpPage.objects.filter(pk=form_page.pk).update(closes_at=past)
    assert visitor.send(EN, only_name(), hidden).status_code == 409
    assert visitor.send(EN, {}, hidden).status_code == 409
    assert not Submission.objects.exists()


def test_a_form_without_questions_takes_nothing(form_page, visitor):
    hidden = visitor.open(EN)
    SignUpPage.objects.filter(pk=form_page.pk).update(fields="[]")
    assert "<form" not in visitor.get(EN).content.decode().split("<main")[1]
    visitor.send(EN, only_name(), hidden)
    assert not Submission.objects.exists()


def test_what_a_translation_leaves_empty_is_shown_in_the_source_language(
    form_page, spanish_page, visitor
):
    SignUpPage.objects.filter(pk=spanish_page.pk).update(privacy_notice="", confirmation="")
    html = visitor.get(ES).content.decode()
    assert re.search(r'<div lang="en">\s*<p[^>]*>We keep it for 30 days', html)
    done = visitor.get(visitor.send(ES, only_name())["Location"]).content.decode()
    assert re.search(r'<div lang="en">\s*<p[^>]*>See you there', done)


def test_without_the_source_there_is_no_form(form_page, spanish_page, visitor):
    form_page.unpublish()
    assert "<form" not in visitor.get(ES).content.decode().split("<main")[1]


def test_the_last_screen_expires_and_cannot_be_guessed(form_page, visitor):
    location = visitor.send(EN, only_name())["Location"]
    assert visitor.get(f"{location[:-2]}/").status_code == 404
    assert visitor.get(f"{EN}done/%00/").status_code == 404
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        assert visitor.get(location).status_code == 410
    assert visitor.client.post(location).status_code == 403
    assert visitor.client.put(EN).status_code in (403, 405)


# ------------------------------------------------------------------ one form, two languages
def test_a_stale_translation_changes_no_answer(form_page, spanish_page, visitor):
    stream = spanish_page.fields.get_prep_value()
    stream = [item for item in stream if item["value"].get("key") not in ("story", "visa")]
    for item in stream:
        value = item["value"]
        value["required"] = True
        if "key" in value:
            value["key"] = f"otra_{value['key']}"
        for number, choice in enumerate(value.get("choices", [])):
            choice["value"]["key"] = f"otra_{number}"
    spanish_page.fields = stream
    spanish_page.save()
    html = visitor.get(ES).content.decode()
    assert '<span lang="en">Your story</span>' in html
    assert "Nombre completo" in html
    visitor.send(ES, ANSWERS)
    assert Submission.objects.get().answers == STORED


def test_a_question_given_up_is_not_asked_but_stays_a_column(form_page, visitor):
    visitor.send(EN, ANSWERS)
    stream = form_page.fields.get_prep_value()
    next(item for item in stream if item["value"].get("key") == "story")["value"]["retired"] = True
    form_page.fields = stream
    publish(form_page)
    assert "Your story" not in visitor.get(EN).content.decode()
    page = SignUpPage.objects.get(pk=form_page.pk)
    assert "story" in [question.key for question in page.canonical_questions()]


def test_keys_are_made_when_published_and_shown_to_the_editor(form_page):
    stream = form_page.fields.get_prep_value()
    for item in stream:
        if "key" in item["value"]:
            item["value"]["key"] = ""
    form_page.fields = stream
    form_page.save_revision()
    draft = form_page.get_latest_revision_as_object().fields.get_prep_value()
    assert {item["value"].get("key") for item in draft} == {"", None}
    # A published key is kept for the same block.
    page = publish(form_page)
    keys = [q.key for q in page.canonical_questions() if q.key]
    assert keys == list(WORDS)
    draft = page.get_latest_revision_as_object().fields.get_prep_value()
    assert [item["value"]["key"] for item in draft if "key" in item["value"]] == keys


def test_keys_are_frozen_after_the_first_sign_up(form_page, visitor):
    def change():
        page = SignUpPage.objects.get(pk=form_page.pk)
        stream = page.fields.get_prep_value()
        stream[1]["value"]["key"] = "another"
        page.fields = stream
        return page

    change().full_clean()
    visitor.send(EN, only_name())
    with pytest.raises(ValidationError) as error:
        change().full_clean()
    assert "Full name" in str(error.value)
    with pytest.raises(ValidationError):
        change().save()


def test_an_address_can_be_required(form_page, visitor):
    form_page.email_required = True
    publish(form_page)
    assert visitor.send(EN, only_name()).status_code == 422
    assert visitor.send(EN, only_name(email="a@example.org")).status_code == 303
    page = SignUpPage.objects.get(pk=form_page.pk)
    page.fields = [item for item in page.fields.get_prep_value() if item["type"] != "email"]
    page.submissions.all().delete()
    with pytest.raises(ValidationError, match="add an email question"):
        page.full_clean()


def test_times_are_shown_in_the_zone_of_the_event(form_page, visitor):
    closes = datetime.datetime(2030, 1, 1, 5, 30, tzinfo=datetime.UTC)
    with time_machine.travel(closes - datetime.timedelta(days=1)):
        type(form_page.event.specific).objects.update(
            ends=closes + datetime.timedelta(days=10), starts=closes
        )
        SignUpPage.objects.filter(pk=form_page.pk).update(closes_at=closes)
        html = visitor.get(EN).content.decode()
    assert "You can sign up until 11:30 p.m. on December 31, 2029, Mexico City time." in html


# ------------------------------------------------------------------ number of queries
def test_queries(form_page, spanish_page, visitor):
    visitor.get(ES)
    counts = {}
    for name, url in (("form", ES), ("source form", EN)):
        with CaptureQueriesContext(
            connection,
        ) as found:
            visitor.get(url)
        counts[name] = len(found)
    hidden = visitor.open(ES)
    with CaptureQueriesContext(connection) as found:
        location = visitor.send(ES, ANSWERS, hidden)["Location"]
    counts["send"] = len(found)
    with CaptureQueriesContext(connection) as found:
        visitor.get(location)
    counts["done"] = len(found)
    most = {"form": 19, "source form": 17, "send": 30, "done": 21}
    assert {name: count for name, count in counts.items() if count > most[name]} == {}
