"""Quarantine: the sender and the staff are notified, and many sign-ups can be released at once."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from signups.emails import messages
from signups.models import Letter, SignUpPage, Submission
from signups.privacy import tokens
from signups.registration import transitions
from tests.signups.conftest import ANSWERS, Visitor, publish
from tests.signups.people import organizer, person, refused, sign_up

EN, ES = "/en/sign-up/", "/es/inscripcion/"
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = datetime.timedelta(hours=1)


def suspect(page, name="Ana", **more) -> Submission:
    return sign_up(page, name, suspect=True, **more)


def reload(row: Submission) -> Submission:
    return Submission.everything.get(pk=row.pk)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def main_of(response) -> str:
    return text_of(response).split("<main")[1]


# ------------------------------------------------------------------ what the sender sees
@pytest.fixture
def fast(form_page, spanish_page, monkeypatch):
    """Make every submission look as if a bot had filled it in."""
    monkeypatch.setattr("signups.form.form_timestamp.EARLIEST", datetime.timedelta(days=1))
    return form_page


PLACE = {
    EN: ("You are signed up", "You have a spot"),
    ES: ("Tu inscripción está confirmada", "Tienes un lugar"),
}
TOLD = {EN: "We are reviewing your sign-up", ES: "Estamos revisando tu inscripción"}
BY_MAIL = {EN: "The answer will come by email", ES: "La respuesta llegará por correo"}
BY_PAGE = {EN: "check your personal page", ES: "revisa tu página personal"}


@pytest.mark.parametrize("url", [EN, ES])
@pytest.mark.parametrize("address", ["ana@example.org", ""])
def test_n04_the_screen_the_personal_page_and_the_download_are_true(fast, url, address):
    visitor = Visitor()
    sent = visitor.send(url, ANSWERS | {"email": address})
    row = Submission.objects.get()
    assert row.status == "quarantined"
    done = visitor.get(sent["Location"])
    screen = main_of(done)
    assert TOLD[url] in screen
    assert row.spaced_code in screen
    assert (BY_MAIL if address else BY_PAGE)[url] in screen
    assert "sign-up-picture" not in screen  # no check-in code
    page = SignUpPage.objects.get(slug=url.strip("/").split("/")[1])
    personal = visitor.get(page.personal_url(row).replace("http://127.0.0.1:8000", ""))
    mine = main_of(personal)
    assert row.spaced_code in mine
    for said in (*PLACE[url], "See you there", "Allá nos vemos", "Your sign-up is valid"):
        assert said not in screen + mine
    token = tokens.manage_token(row.reference)
    data = visitor.get(f"{url}mine/{token}/data/")
    told = json.loads(data.content)
    assert told["status"] == "quarantined"
    assert told["status_in_words"] in mine
    assert told["place_in_line"] is None
    assert not Letter.objects.filter(submission=row).exists()


def test_n04_one_who_withdraws_is_not_looked_at_any_more(form_page):
    row = suspect(form_page, address="ana@example.org")
    url = f"{EN}mine/{tokens.manage_token(row.reference)}/"
    visitor = Visitor()
    question = visitor.get(f"{url}?to=cancel")
    assert "Your sign-up will no longer be reviewed" in main_of(question)
    token = question.context["csrf_token"]
    visitor.client.post(url, {"action": "cancel", "csrfmiddlewaretoken": str(token)})
    assert reload(row).status == "cancelled"
    # The owner of the address may not be the sender.
    assert not Letter.objects.exists()
    assert "This sign-up has been canceled" in main_of(visitor.get(url))


@pytest.mark.parametrize("status", Submission.Status.values)
def test_n04_every_status_has_a_true_personal_page(form_page, status):
    row = sign_up(form_page, status="waiting" if status == "waiting" else "")
    Submission.everything.filter(pk=row.pk).update(status=status, position=1)
    page = main_of(Visitor().get(f"{EN}mine/{tokens.manage_token(row.reference)}/"))
    holds = status in ("confirmed", "checked_in", "repeated")
    assert ("sign-up-picture" in page) == holds
    assert ("to=correct" in page) == (status not in ("cancelled", "declined"))


# ------------------------------------------------------------------ leaving quarantine
def test_n04_released_in_turn_with_a_place_or_in_line(form_page):
    form_page.capacity = 1
    form_page.save()
    first, second = (suspect(form_page, name, address=f"{name}@example.org") for name in "ab")
    assert transitions.admit(first)
    assert transitions.admit(second)
    assert not transitions.admit(second)
    assert [row.status for row in (first, second)] == ["confirmed", "waiting"]
    assert second.place_in_line == 1
    kinds = Letter.objects.order_by("pk").values_list("kind", "submission")
    assert list(kinds) == [("received", first.pk), ("received", second.pk)]


def test_n04_who_waits_already_comes_before_who_is_released(form_page):
    form_page.capacity = 1
    form_page.save()
    sign_up(form_page, "Has a place", status="cancelled")
    sign_up(form_page, "Waits")
    Submission.objects.filter(status="confirmed").update(status="waiting", position=1)
    row = suspect(form_page)
    transitions.admit(row)
    assert row.status == "waiting"


def test_n04_what_cannot_be_released_stays(form_page, event):
    row = suspect(form_page, address="ana@example.org")
    other = sign_up(form_page, "Ana", address="ana@example.org")
    with pytest.raises(transitions.EmailTaken):
        transitions.admit(row)
    transitions.cancel(other)
    SignUpPage.objects.filter(pk=form_page.pk).update(capacity=0, waiting_list=False)
    with pytest.raises(transitions.NoPlace):
        transitions.admit(row)
    type(event).objects.filter(pk=event.pk).update(status="cancelled")
    with pytest.raises(transitions.Over):
        transitions.admit(row)
    assert reload(row).status == "quarantined"


def test_n04_a_form_that_has_closed_meanwhile_keeps_nobody_out(form_page):
    row = suspect(form_page)
    SignUpPage.objects.filter(pk=form_page.pk).update(closes_at=timezone.now() - HOUR)
    assert transitions.admit(row)
    assert row.status == "confirmed"


@pytest.mark.parametrize("tell", [True, False])
def test_n04_declined_and_told_where_somebody_says_so(form_page, client, tell):
    row = suspect(form_page, address="ana@example.org")
    client.force_login(organizer())
    url = reverse("signups_action", args=[row.pk, "decline"])
    assert "do not notify anyone" in text_of(client.get(url))
    client.post(url, {"tell": "on"} if tell else {})
    assert reload(row).status == "declined"
    letters = list(Letter.objects.filter(kind="declined"))
    assert len(letters) == tell
    for letter in letters:
        message = messages.compose(letter)
        assert "was not accepted" in message.subject
        assert "did not accept it, so you do not have a spot" in message.body
    page = main_of(Visitor().get(f"{EN}mine/{tokens.manage_token(row.reference)}/"))
    assert "reviewed this sign-up and did not accept it" in page
    # The address is free for another sign-up.
    assert sign_up(form_page, address="ana@example.org").status == "confirmed"


# ------------------------------------------------------------------ notifying staff
def test_n04_staff_are_told_without_any_answer_and_not_all_night(form_page):
    form_page.staff_addresses = "staff@example.org"
    page = publish(form_page)
    for name in ("Ana", "Benito"):
        suspect(page, name)
    letter = Letter.objects.get()
    assert letter.kind == "quarantine"
    message = messages.compose(letter)
    assert "Sign-ups to review" in message.subject
    assert "2 sign-ups are in quarantine" in message.body
    assert f"/sign-ups/{page.pk}/?status=quarantined" in message.body
    assert "Ana" not in message.body
    letter.state, letter.sent_at = Letter.State.SENT, timezone.now()
    letter.save()
    suspect(page, "Carmen")
    assert Letter.objects.latest("pk").due_at >= letter.sent_at + HOUR
    # Staff are not notified about sign-ups that were already reviewed.
    Submission.objects.update(status="declined")
    assert messages.compose(Letter.objects.latest("pk")) is None


def test_n04_the_notice_of_new_sign_ups_does_not_count_what_is_quarantined(form_page):
    form_page.staff_addresses = "staff@example.org"
    page = publish(form_page)
    sign_up(page, "Ana")
    suspect(page, "Benito")
    assert "1 person has signed up" in messages.compose(Letter.objects.get(kind="staff")).body


@pytest.mark.parametrize("language", ["en", "es"])
def test_n04_the_first_screen_says_how_many_wait_by_form(form_page, client, language):
    client.force_login(organizer(language))
    home = reverse("wagtailadmin_home")
    assert "status=quarantined" not in client.get(home).content.decode()
    for name in ("Ana", "Benito"):
        suspect(form_page, name)
    html = text_of(client.get(home))
    assert f"{reverse('signups_list', args=[form_page.pk])}?status=quarantined" in html
    says = {"en": "2 sign-ups need review", "es": "2 inscripciones por revisar"}
    assert says[language] in html
    assert "Sign up: 2" in html


def test_n04_who_may_not_see_sign_ups_is_told_nothing(form_page, client):
    suspect(form_page)
    client.force_login(person("editor", pages=[form_page]))
    assert "quarantin" not in client.get(reverse("wagtailadmin_home")).content.decode()


# ------------------------------------------------------------------ bulk actions
def bulk(action: str, *rows, everything=None) -> str:
    url = reverse("wagtail_bulk_action", args=["signups", "submission", action])
    ids = "&".join(f"id={row.pk}" for row in rows)
    return f"{url}?{ids or f'id=all&childOf={everything.pk}&status=quarantined'}"


def test_n04_many_are_released_at_once_and_the_result_is_told_exactly(form_page, client):
    form_page.capacity = 2
    form_page.save()
    rows = [suspect(form_page, name, address=f"{name}@example.org") for name in "abcd"]
    sign_up(form_page, "D", address="d@example.org")  # takes one of the spots
    client.force_login(organizer())
    listed = client.get(reverse("signups_list", args=[form_page.pk]))
    for row in rows:
        assert f'data-object-id="{row.pk}"' in listed.content.decode()
    assert listed.content.decode().count("data-object-id") == 4
    asked = text_of(client.get(bulk("release", *rows)))
    assert "You selected 4 sign-ups in quarantine." in asked
    assert all(row.spaced_code in asked for row in rows)
    assert {reload(row).status for row in rows} == {"quarantined"}
    answer = client.post(bulk("release", *rows), follow=True)
    assert [reload(row).status for row in rows] == [
        "confirmed", "waiting", "waiting", "quarantined",
    ]  # fmt: skip
    said = " ".join(str(message) for message in answer.context["messages"])
    assert said == (
        "1 sign-up now has a spot. 2 sign-ups are now on the waitlist. 1 sign-up is still in "
        "quarantine because another sign-up now uses the same email address."
    )
    lines = ModelLogEntry.objects.filter(action="signups.status")
    assert {line.data["to"] for line in lines} == {"confirmed", "waiting"}
    assert lines.count() == 3
    # A second click does nothing, and says so.
    again = client.post(bulk("release", *rows[:3]), follow=True)
    assert "Nothing was changed." in text_of(again)


def test_n04_without_a_place_and_for_a_cancelled_event_they_stay(form_page, event, client):
    form_page.capacity, form_page.waiting_list = 1, False
    form_page.save()
    rows = [suspect(form_page, name) for name in "ab"]
    client.force_login(organizer())
    answer = client.post(bulk("release", *rows), follow=True)
    said = " ".join(str(message) for message in answer.context["messages"])
    assert said == (
        "1 sign-up now has a spot. 1 sign-up is still in quarantine because all spots are taken."
    )
    type(event).objects.filter(pk=event.pk).update(status="cancelled")
    answer = client.post(bulk("release", rows[1]), follow=True)
    assert "because the event was canceled or is over" in text_of(answer)
    assert reload(rows[1]).status == "quarantined"


def test_n04_all_that_the_list_shows_of_this_form_and_no_other(form_page, home, client):
    rows = [suspect(form_page, name, language="es" if name == "b" else "en") for name in "ab"]
    client.force_login(organizer())
    client.post(bulk("release", everything=form_page) + "&language=es")
    assert [reload(row).status for row in rows] == ["quarantined", "confirmed"]
    for nonsense in ("childOf=", "childOf=x", "childOf=999999"):
        url = f"{reverse('wagtail_bulk_action', args=['signups', 'submission', 'release'])}"
        assert client.get(f"{url}?id=all&{nonsense}").status_code != 200
        assert client.get(f"{url}?id=x&id=99999999999999999999&id=%00").status_code == 200


@pytest.mark.parametrize("tell", [True, False])
def test_n04_many_are_declined_at_once(form_page, client, tell):
    rows = [suspect(form_page, name, address=f"{name}@example.org") for name in "ab"]
    other = sign_up(form_page, "c")
    client.force_login(organizer())
    answer = client.post(bulk("decline", *rows, other), {"tell": "on"} if tell else {}, follow=True)
    assert [reload(row).status for row in (*rows, other)] == ["declined", "declined", "confirmed"]
    assert "2 sign-ups were declined." in text_of(answer)
    assert Letter.objects.filter(kind="declined").count() == (2 if tell else 0)


def test_n04_only_who_may_change_sign_ups_releases(form_page, client):
    row = suspect(form_page)
    client.force_login(person("reader", "view_submission"))
    assert (
        "data-object-id"
        not in client.get(reverse("signups_list", args=[form_page.pk])).content.decode()
    )
    assert refused(client.post(bulk("release", row)))
    assert reload(row).status == "quarantined"
