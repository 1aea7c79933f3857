"""A new email address of a sign-up counts once it is confirmed from that mailbox."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signups.models import Letter, Submission
from signups.registration import retention
from tests.signups.conftest import ANSWERS, Visitor
from tests.signups.people import organizer, sign_up
from tests.signups.test_outbox import part, work
from tests.signups.test_personal import answers, path_of, post

EN, ES = "/en/sign-up/", "/es/inscripcion/"
OLD, NEW = ANSWERS["email"], "nueva@example.org"
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def mine(form_page, spanish_page, smtp_server) -> tuple[Visitor, str, Submission]:
    """Return a visitor with a sign-up and the path of their personal page; no email is pending."""
    visitor = Visitor()
    visitor.send(EN, ANSWERS)
    work()
    smtp_server.letters.clear()
    submission = Submission.objects.get()
    return visitor, path_of(form_page, submission), submission


def stranger(form_page, address=NEW) -> Submission:
    """Return the sign-up of another person with this address."""
    return sign_up(form_page, "Somebody else", address=address)


def send(mine, **changed):
    """Submit a correction on the personal page."""
    visitor, path, _submission = mine
    return post(visitor, path, action="correct", **answers(**changed))


def link_in(letter) -> str:
    return re.search(r"http://localhost(/\S+/address/\S+)", part(letter, "text/plain"))[1]


def press(visitor: Visitor, path: str):
    """Press the button on the page that an email links to; return the next page."""
    html = visitor.get(path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token, html
    sent = visitor.client.post(path, {"csrfmiddlewaretoken": token[1]})
    assert sent.status_code == 303
    return visitor.get(sent["Location"])


def to(smtp_server, address) -> list[str]:
    return [part(letter, "text/plain") for letter in smtp_server.to(address)]


# ------------------------------------------------------------------ no disclosure
def test_n02_a_correction_to_a_known_address_answers_like_any_other(mine, form_page, smtp_server):
    """Status, redirect, screen, enqueued emails and number of queries are the same."""
    seen = []
    for address, is_known in (("somebody@example.org", True), ("nobody@example.org", False)):
        if is_known:
            stranger(form_page, address)
        visitor, path, submission = mine
        with CaptureQueriesContext(connection) as asked:
            answer = send(mine, email=address)
        page = visitor.get(answer["Location"]).content.decode()
        page = re.sub(r"<svg.*?</svg>|csrfmiddlewaretoken\S+ \S+", "", page, flags=re.DOTALL)
        owed = Letter.objects.pending().filter(submission=submission)
        seen.append(
            (
                answer.status_code,
                answer["Location"],
                page.replace(address, "@"),
                sorted(owed.values_list("kind", "elsewhere")),
                len(asked),
            )
        )
        assert answer.status_code == 303
        assert address in visitor.get(path).content.decode()
        submission.refresh_from_db()
        assert submission.answers["email"] == OLD
        Letter.objects.all().delete()
        Submission.objects.filter(pk=submission.pk).update(new_address="", address_asked_at=None)
    assert seen[0] == seen[1]


def test_n02_who_has_the_address_already_learns_it_by_mail_alone(mine, form_page, smtp_server):
    other = stranger(form_page)
    work()
    smtp_server.letters.clear()
    send(mine, email=NEW)
    work()
    (text,) = to(smtp_server, NEW)
    assert other.spaced_code in text
    assert form_page.personal_url(other) in text
    assert mine[2].spaced_code not in text
    assert "/address/" not in text
    assert Submission.objects.get(pk=mine[2].pk).answers["email"] == OLD


# ------------------------------------------------------------------ confirming an address
@pytest.mark.parametrize("language", ["en", "es"])
def test_n02_a_new_address_counts_when_its_owner_says_so(
    mine, form_page, spanish_page, smtp_server, language
):
    visitor, _path, submission = mine
    if language == "es":
        Submission.objects.update(language="es")
        mine = (visitor, path_of(spanish_page, submission), submission)
    says = {
        "asked": {"en": "is on its way", "es": "va en camino"},
        "press": {"en": "Use this address", "es": "Usar esta dirección"},
        "done": {
            "en": "From now on, we will write to",
            "es": "De ahora en adelante escribiremos a",
        },
        "told": {"en": "at a different address", "es": "en otra dirección"},
    }
    screen = visitor.get(send(mine, email=NEW, full_name="Ana N.")["Location"]).content.decode()
    assert says["asked"][language] in screen
    assert NEW in screen
    assert OLD in screen
    submission.refresh_from_db()
    assert submission.answers["full_name"] == "Ana N."  # the other corrections count at once
    assert submission.answers["email"] == OLD
    work()
    (confirm,) = smtp_server.to(NEW)
    told = to(smtp_server, OLD)
    assert any(says["told"][language] in text for text in told)
    assert not any(NEW in text for text in told)
    assert "/mine/" not in part(confirm, "text/plain")  # a mistyped address reveals nothing
    assert ANSWERS["telephone"] not in part(confirm, "text/plain")

    # Link scanners that open emails change nothing: only the button does.
    reader, path = Visitor(), link_in(confirm)
    page = reader.get(path)
    assert says["press"][language] in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "strict-origin"
    assert reader.client.post(path).status_code == 403  # no CSRF token
    submission.refresh_from_db()
    assert submission.answers["email"] == OLD

    smtp_server.letters.clear()
    assert says["done"][language] in press(reader, path).content.decode()
    submission.refresh_from_db()
    assert submission.answers["email"] == NEW
    assert submission.new_address == ""
    # A second click, and opening the link again, say that it is done.
    assert says["done"][language] in reader.get(path).content.decode()
    work()
    (letter,) = to(smtp_server, NEW)
    personal = (spanish_page if language == "es" else form_page).personal_url(submission)
    assert personal in letter
    # The old mailbox may belong to someone else: links sent to it no longer work.
    assert Visitor().get(mine[1]).status_code == 404
    assert Visitor().get(personal.removeprefix("http://localhost")).status_code == 200
    (told,) = to(smtp_server, OLD)
    assert NEW not in told
    assert "/mine/" not in told
    # The old address is free, and the new one is known.
    Visitor().send(EN, ANSWERS)
    Visitor().send(EN, ANSWERS | {"email": NEW.upper()})
    assert list(Submission.everything.order_by("pk").values_list("status", flat=True)) == [
        "confirmed",
        "confirmed",
        "repeated",
    ]


def test_n02_the_old_address_can_be_kept(mine, smtp_server):
    visitor, path, submission = mine
    send(mine, email=NEW)
    work()
    link = link_in(smtp_server.to(NEW)[0])
    html = visitor.get(path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    for _click in range(2):
        sent = visitor.client.post(path, {"action": "keep", "csrfmiddlewaretoken": token})
        assert sent.status_code == 303
    assert NEW not in visitor.get(path).content.decode()
    gone = Visitor().get(link)
    assert gone.status_code == 410
    assert "no longer works" in gone.content.decode()
    submission.refresh_from_db()
    assert submission.answers["email"] == OLD


def test_n02_a_letter_that_was_overtaken_is_not_sent(mine, smtp_server):
    send(mine, email="first@example.org")
    send(mine, email=NEW)
    work()
    assert not smtp_server.to("first@example.org")
    assert len(smtp_server.to(NEW)) == 1
    send(mine, email="third@example.org")
    send(mine, email=OLD)  # the visitor changed their mind
    smtp_server.letters.clear()
    work()
    assert smtp_server.letters == []
    assert mine[2].email is not None


def test_n02_saving_again_asks_for_nothing_new(mine, smtp_server):
    visitor, path, submission = mine
    send(mine, email=NEW)
    form = visitor.get(f"{path}?to=correct").content.decode()
    assert f'value="{NEW}"' in form
    before = Letter.objects.count()
    send(mine, email=NEW)
    assert Letter.objects.count() == before
    submission.refresh_from_db()
    assert submission.new_address == NEW
    send(mine, email=OLD.upper())  # the same mailbox: no confirmation needed
    submission.refresh_from_db()
    assert submission.new_address == ""
    assert submission.answers["email"].casefold() == OLD
    assert Letter.objects.filter(kind="confirm_address").count() == 1


def test_n02_an_address_is_removed_at_once_and_its_owner_is_told(mine, smtp_server):
    visitor, path, submission = mine
    send(mine, email="")
    submission.refresh_from_db()
    assert "email" not in submission.answers
    assert submission.email_fingerprint == ""
    work()
    (told,) = to(smtp_server, OLD)
    assert "no longer has an email address" in told
    assert "/mine/" not in told
    # Adding an address works like replacing one.
    send(mine, email=NEW)
    assert NEW in visitor.get(path).content.decode()
    submission.refresh_from_db()
    assert "email" not in submission.answers
    work()
    press(Visitor(), link_in(smtp_server.to(NEW)[0]))
    submission.refresh_from_db()
    assert submission.answers["email"] == NEW


def test_n02_the_link_is_good_for_a_week_and_the_address_is_forgotten(mine, smtp_server):
    visitor, path, submission = mine
    send(mine, email=NEW)
    work()
    link = link_in(smtp_server.to(NEW)[0])
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, minutes=1)):
        assert Visitor().get(link).status_code == 410
        assert NEW not in visitor.get(path).content.decode()
        retention.purge()
    submission.refresh_from_db()
    assert submission.new_address == ""
    assert submission.address_asked_at is None
    assert submission.answers["email"] == OLD


def test_n02_a_link_that_is_none(mine, smtp_server, form_page, home):
    send(mine, email=NEW)
    work()
    link = link_in(smtp_server.to(NEW)[0])
    reference = mine[2].reference.hex
    for path, status in (
        (f"{EN}address/x/", 404),
        (f"{EN}address/{reference}/", 404),
        (f"{EN}address/{'0' * 32}-{'0' * 48}/", 404),
        (f"{EN}address/{reference}-{'0' * 48}/", 410),
    ):
        assert Visitor().get(path).status_code == status, path
    other = form_page.copy(to=home, update_attrs={"slug": "other", "title": "Other"})
    assert Visitor().get(link.replace(EN, other.url)).status_code == 404
    form_page.unpublish()
    assert Visitor().get(link).status_code == 200  # survives publishing the form


def test_n02_of_two_who_confirm_one_address_one_gets_it(mine, form_page, smtp_server):
    second = Visitor()
    second.send(EN, ANSWERS | {"email": "b@example.org"})
    other = Submission.objects.exclude(pk=mine[2].pk).get()
    send(mine, email=NEW)
    work()
    first_link = link_in(smtp_server.to(NEW)[0])
    send((second, path_of(form_page, other), other), email=NEW)
    work()
    second_link = link_in(smtp_server.to(NEW)[1])
    press(Visitor(), first_link)
    reader = Visitor()
    html = reader.get(second_link).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    sent = reader.client.post(second_link, {"csrfmiddlewaretoken": token})
    assert sent.status_code == 409
    assert "has already been used to sign up" in sent.content.decode()
    other.refresh_from_db()
    assert other.answers["email"] == "b@example.org"


def test_n02_who_has_cancelled_changes_no_address(mine, smtp_server):
    visitor, path, _submission = mine
    send(mine, email=NEW)
    work()
    post(visitor, path, action="cancel")
    assert NEW not in visitor.get(path).content.decode()
    assert Visitor().get(link_in(smtp_server.to(NEW)[0])).status_code == 410


def test_n02_the_download_names_the_address_that_is_to_be_confirmed(mine):
    visitor, path, _submission = mine
    assert visitor.get(f"{path}data/").json()["new_address"] is None
    send(mine, email=NEW)
    assert visitor.get(f"{path}data/").json()["new_address"] == NEW


# ------------------------------------------------------------------ organizers
def test_n02_what_an_organizer_corrects_is_told_at_both_addresses(mine, client, smtp_server):
    from django.urls import reverse

    client.force_login(organizer())
    _visitor, path, submission = mine
    send(mine, email="asked@example.org")
    client.post(reverse("signups_correct", args=[submission.pk]), answers(email=NEW))
    submission.refresh_from_db()
    assert submission.answers["email"] == NEW
    assert submission.new_address == ""
    work()
    assert len(to(smtp_server, OLD)) == 1
    assert len(to(smtp_server, NEW)) == 1
    assert "/mine/" in to(smtp_server, NEW)[0]
    assert "/mine/" not in to(smtp_server, OLD)[0]
    assert Visitor().get(path).status_code == 404
    assert not to(smtp_server, "asked@example.org")


# ------------------------------------------------------------------ several addresses in a form
def test_n02_only_the_first_address_asked_for_is_written_to(form_page):
    """Only the first address gets emails; otherwise anyone could have emails sent to a stranger."""
    from tests.signups.conftest import block, publish

    stream = form_page.fields.get_prep_value()
    stream.append(block("email", key="contact", label="Emergency contact", help_text=""))
    form_page.fields = stream
    publish(form_page)
    Visitor().send(EN, ANSWERS | {"email": "", "contact": "foreign@example.org"})
    submission = Submission.objects.get()
    assert submission.answers["contact"] == "foreign@example.org"
    assert submission.email(submission.page.canonical_questions()) == ""
    assert not Letter.objects.exists()
