"""Several sign-ups of one address: what is promised to one applies to all."""

import re

import pytest
from django.urls import reverse

from signups.models import Letter, Submission
from tests.signups.conftest import ANSWERS, Visitor, publish
from tests.signups.people import organizer
from tests.signups.test_email_change import link_in, press, to
from tests.signups.test_outbox import work
from tests.signups.test_personal import answers, path_of, post

EN, ES = "/en/sign-up/", "/es/inscripcion/"
ADDRESS = ANSWERS["email"]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def sent(path=EN, **more) -> tuple[Visitor, Submission]:
    """Sign up; return the visitor and the new sign-up."""
    visitor = Visitor()
    visitor.send(path, ANSWERS | more)
    return visitor, Submission.everything.latest("pk")


@pytest.fixture
def two(form_page, spanish_page, smtp_server):
    """Create the first sign-up of an address and a duplicate of it."""
    first, again = sent(), sent(full_name="Ana again")
    work()
    smtp_server.letters.clear()
    assert again[1].status == "repeated"
    return first, again


def act(who, page, action: str, **data) -> str:
    """Act on a personal page; return the next screen without what is unique to the sign-up."""
    visitor, submission = who
    answer = post(visitor, path_of(page, submission), action=action, **data)
    assert answer.status_code == 303
    html = visitor.get(answer["Location"]).content.decode()
    html = re.sub(r"<svg.*?</svg>|csrfmiddlewaretoken\S+ \S+", "", html, flags=re.DOTALL)
    html = html.replace(submission.spaced_code, "CODE").replace(answer["Location"], "HERE")
    return re.sub(r"/(mine|deleted)/[\w/-]+", "/", html)


# ------------------------------------------------------------------ deleting
@pytest.mark.parametrize("language", ["en", "es"])
def test_n07_deleting_a_repeated_one_says_what_still_stands(
    two, form_page, spanish_page, smtp_server, language
):
    (_first, original), again = two
    page = {"en": form_page, "es": spanish_page}[language]
    Submission.everything.update(language=language)
    screen = act(again, page, "delete")
    assert "CODE" in screen
    says = {"en": "signed up more than once", "es": "más de una inscripción"}[language]
    assert says in screen
    original.refresh_from_db()
    assert original.status == "confirmed"  # a stranger cannot affect it
    assert not Submission.everything.filter(pk=again[1].pk).exists()
    work()
    (mail,) = to(smtp_server, ADDRESS)
    assert again[1].spaced_code in mail
    assert original.spaced_code in mail
    assert page.personal_url(original) in mail


def test_n07_deleting_the_first_one_deletes_what_repeats_it(two, form_page, smtp_server):
    first, again = two
    screen = act(first, form_page, "delete")
    assert not Submission.everything.exists()
    work()
    (mail,) = to(smtp_server, ADDRESS)  # it survives the deletion
    assert first[1].spaced_code in mail
    assert "There is no other active sign-up" in mail
    assert "/mine/" not in mail
    assert again[0].get(path_of(form_page, again[1])).status_code == 404
    # The stored email keeps no address.
    assert set(Letter.objects.values_list("to", flat=True)) == {""}
    # The screen does not reveal which of the two it was.
    sent()
    assert act(sent(full_name="Again"), form_page, "delete") == screen


def test_n07_what_was_cancelled_before_is_named_too(form_page, smtp_server):
    first = sent()
    act(first, form_page, "cancel")
    second = sent()
    assert second[1].status == "confirmed"
    act(second, form_page, "delete")
    work()
    mail = to(smtp_server, ADDRESS)[-1]
    assert first[1].spaced_code in mail
    assert "was canceled" in mail
    assert form_page.personal_url(first[1]) in mail


def test_n07_without_an_address_it_is_deleted_at_once_and_nobody_told(form_page, smtp_server):
    who = sent(email="")
    html = who[0].get(f"{path_of(form_page, who[1])}?to=delete").content.decode()
    assert "more than once" not in html
    screen = act(who, form_page, "delete")
    assert "CODE" in screen
    assert "more than once" not in screen
    assert not Submission.everything.exists()
    assert work() == []


def test_n07_the_screen_after_deleting_cannot_be_made_up(form_page, visitor):
    for path in ("deleted/", "deleted/K7MQ2XRT/", "deleted/K7MQ2XRT/1/xxxx/"):
        answer = visitor.get(f"{EN}{path}")
        assert answer.status_code == (200 if path == "deleted/" else 404)
        assert "K7MQ-2XRT" not in answer.content.decode()


# ------------------------------------------------------------------ canceling
@pytest.mark.parametrize("language", ["en", "es"])
def test_n07_cancelling_a_repeated_one_says_what_still_stands(
    two, form_page, spanish_page, smtp_server, language
):
    (_visitor, original), again = two
    page = {"en": form_page, "es": spanish_page}[language]
    Submission.everything.update(language=language)
    screen = act(again, page, "cancel")
    says = {"en": "signed up more than once", "es": "más de una inscripción"}[language]
    assert says in screen
    original.refresh_from_db()
    assert original.status == "confirmed"
    work()
    (mail,) = to(smtp_server, ADDRESS)
    assert again[1].spaced_code in mail
    assert original.spaced_code in mail
    assert page.personal_url(original) in mail
    assert page.personal_url(again[1]) not in mail


def test_n07_cancelling_the_first_one_cancels_what_repeats_it(two, form_page, smtp_server):
    first, again = two
    screen = act(first, form_page, "cancel")
    again[1].refresh_from_db()
    assert again[1].shown_status == "cancelled"
    html = again[0].get(path_of(form_page, again[1])).content.decode()
    assert "This sign-up has been canceled" in html
    work()
    (mail,) = to(smtp_server, ADDRESS)
    assert "was canceled" in mail
    assert (
        "Later sign-ups with the same address were canceled too." in mail
    )  # the duplicates were canceled with it
    fresh = sent()
    assert fresh[1].status == "confirmed"
    assert act(sent(), form_page, "cancel") == screen


# ------------------------------------------------------------------ correcting
@pytest.mark.parametrize("language", ["en", "es"])
def test_n07_correcting_a_repeated_one_says_which_one_counts(
    two, form_page, spanish_page, smtp_server, language
):
    first, again = two
    original = first[1]
    page = {"en": form_page, "es": spanish_page}[language]
    Submission.everything.update(language=language)
    screens = [act(who, page, "correct", **answers(full_name="The same")) for who in (again, first)]
    assert screens[0] == screens[1]
    work()
    of_first, of_again = sorted(
        to(smtp_server, ADDRESS), key=lambda text: again[1].spaced_code in text
    )
    assert again[1].spaced_code in of_again
    assert original.spaced_code in of_again
    assert page.personal_url(original) in of_again
    assert again[1].spaced_code not in of_first


def test_n07_organizers_see_what_was_sent_again_and_what_was_corrected(two, form_page, client):
    _first, again = two
    act(again, form_page, "correct", **answers(full_name="Corrected again", story="What I meant"))
    client.force_login(organizer())
    original = Submission.objects.get()
    html = client.get(reverse("signups_detail", args=[original.pk])).content.decode()
    section = html.partition("Other sign-ups from this address")[2]
    for seen in (again[1].spaced_code, "Corrected again", "What I meant", "encrypted"):
        assert seen in section
    listed = client.get(reverse("signups_list", args=[form_page.pk])).content.decode()
    assert "duplicates: 1" in listed
    fresh = sent(email="other@example.org")[1]
    html = client.get(reverse("signups_detail", args=[fresh.pk])).content.decode()
    assert "Other sign-ups from this address" not in html


# ------------------------------------------------------------------ another address
def test_n07_a_repeated_one_with_an_address_of_its_own_counts(two, form_page, smtp_server):
    """When two people share a mailbox, the second one is promised a spot and gets it."""
    _first, again = two
    again[0].get(path_of(form_page, again[1]))
    act(again, form_page, "correct", **answers(full_name="Berta", email="berta@example.org"))
    again[1].refresh_from_db()
    assert again[1].status == "repeated"
    work()
    press(Visitor(), link_in(smtp_server.to("berta@example.org")[0]))
    again[1].refresh_from_db()
    assert (again[1].status, again[1].original_id) == ("confirmed", None)
    assert Submission.objects.count() == 2


def test_n07_one_without_an_address_counts_as_well(two, form_page):
    _first, again = two
    act(again, form_page, "correct", **answers(full_name="Berta", email=""))
    again[1].refresh_from_db()
    assert (again[1].status, again[1].original_id) == ("confirmed", None)


def test_n07_who_leaves_an_address_leaves_it_to_the_next(form_page, smtp_server):
    form_page.capacity = 2
    publish(form_page)
    first, second, third = sent(), sent(full_name="Second"), sent(full_name="Third")
    assert third[1].shown_status == "waiting"
    act(first, form_page, "correct", **answers(email="own@example.org"))
    work()
    press(Visitor(), link_in(smtp_server.to("own@example.org")[0]))
    for who in (first, second, third):
        who[1].refresh_from_db()
    assert [who[1].status for who in (first, second, third)] == [
        "confirmed",
        "confirmed",
        "repeated",
    ]
    assert third[1].original == second[1]
    work()
    assert any(second[1].spaced_code in text for text in to(smtp_server, ADDRESS)[1:])
