"""One sign-up in the admin: what it shows, which actions it offers, and to whom."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from signups.admin.actions import ACTIONS
from signups.models import Letter, Submission
from signups.registration import transitions
from tests.signups.conftest import publish
from tests.signups.people import organizer, person, refused, sign_up

pytestmark = pytest.mark.django_db
ADDRESS = "ana@example.org"


def one(row) -> str:
    return reverse("signups_detail", args=[row.pk])


def act(row, action: str) -> str:
    return reverse("signups_action", args=[row.pk, action])


def correct(row) -> str:
    return reverse("signups_correct", args=[row.pk])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def admin(client):
    """Return the client of an organizer with all permissions."""
    client.force_login(organizer())
    return client


@pytest.fixture
def row(form_page) -> Submission:
    return sign_up(
        form_page,
        "Ana Núñez",
        language="es",
        address=ADDRESS,
        country="mx",
        visa="no",
        story="Two\nlines",
        consent=True,
        sealed={"needs": "sealed:1:abcd:AAAA"},
    )


def lines(row) -> list[tuple[str, dict]]:
    """Return the log entries of a sign-up, except those for viewing it."""
    found = ModelLogEntry.objects.filter(object_id=str(row.pk), action__startswith="signups.")
    return [
        (line.action, {k: v for k, v in line.data.items() if k != "form"})
        for line in found.exclude(action="signups.view").order_by("pk")
    ]


# ------------------------------------------------------------------ what is shown
def test_all_that_is_known(row, admin):
    html = " ".join(admin.get(one(row)).content.decode().split())
    for text in (
        "Ana Núñez",
        row.spaced_code,
        "Español",
        "Mexico",
        "Two<br>lines",
        "Do you need a visa?",
        "sealed",
        "Confirmed",
        ADDRESS,
        "Confirmation",
        "To be sent",
    ):
        assert text in html, text
    assert "AAAA" not in html
    assert "No one has viewed it before." in html
    assert "Sign-up viewed" in admin.get(one(row)).content.decode()


def test_place_in_line_repetitions_and_trouble(form_page, admin):
    form_page.capacity = 1
    page = publish(form_page)
    sign_up(page, "First")
    row = sign_up(page, "Second", address=ADDRESS)
    sign_up(page, "Second", address=ADDRESS)
    Letter.objects.filter(submission=row, kind="received").update(
        state="refused", attempts=1, trouble="SMTPRecipientsRefused 550"
    )
    html = " ".join(admin.get(one(row)).content.decode().split())
    assert "On the waitlist, number 1" in html
    assert "Other sign-ups from this address" in html
    assert "SMTPRecipientsRefused 550" in html
    assert "stuck" in html
    assert "Try again" in html
    letter = Letter.objects.get(submission=row, kind="received")
    response = admin.post(reverse("signups_outbox"), {"mail": letter.pk, "next": one(row)})
    assert response["Location"] == one(row)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.trouble) == ("owed", 0, "")


def test_a_repetition_has_no_page_of_its_own(form_page, admin):
    sign_up(form_page, "Ana", address=ADDRESS)
    again = sign_up(form_page, "Ana", address=ADDRESS)
    for url in (one(again), correct(again), act(again, "delete")):
        assert admin.get(url, follow=True).status_code == 404
        admin.post(url)
    assert Submission.everything.filter(pk=again.pk).exists()


# ------------------------------------------------------------------ actions
def test_only_what_fits_is_offered(form_page, admin):
    offered = {
        "confirmed": {"check-in", "wait", "resend", "cancel", "delete"},
        "checked_in": {"undo-check-in", "resend", "cancel", "delete"},
        "waiting": {"confirm", "resend", "cancel", "delete"},
        "cancelled": {"confirm", "wait", "resend", "delete"},
        "quarantined": {"release", "release-waiting", "decline", "delete"},
        "declined": {"confirm", "wait", "resend", "delete"},
    }
    for status, names in offered.items():
        row = sign_up(form_page, status, address=f"{status}@example.org", status=status)
        html = admin.get(one(row)).content.decode()
        shown = {action.name for action in ACTIONS if f'"{act(row, action.name)}"' in html}
        assert shown == names, status


@pytest.mark.parametrize(
    ("before", "action", "after", "letter"),
    [
        ("confirmed", "check-in", "checked_in", None),
        ("checked_in", "undo-check-in", "confirmed", None),
        ("waiting", "confirm", "confirmed", "promoted"),
        ("cancelled", "confirm", "confirmed", "received"),
        ("quarantined", "release", "confirmed", "received"),
        ("quarantined", "release-waiting", "waiting", "received"),
        ("confirmed", "wait", "waiting", "received"),
        ("cancelled", "wait", "waiting", "received"),
        ("declined", "confirm", "confirmed", "received"),
        ("declined", "wait", "waiting", "received"),
        ("quarantined", "decline", "declined", None),
        ("confirmed", "cancel", "cancelled", None),
        ("waiting", "cancel", "cancelled", None),
        ("checked_in", "cancel", "cancelled", None),
    ],
)
def test_changing_the_status(row, admin, before, action, after, letter):
    Submission.objects.filter(pk=row.pk).update(
        status=before, position=1 if before == "waiting" else None
    )
    Letter.objects.all().delete()
    response = admin.post(act(row, action), follow=True)
    row.refresh_from_db()
    assert row.status == after
    assert [item.kind for item in row.letters.all()] == ([letter] if letter else [])
    assert said(response)
    (line,) = lines(row)
    if "check-in" in action:
        assert line == (f"signups.{action.replace('-', '_')}", {})
    else:
        assert line == ("signups.status", {"from": before, "to": after})
    # A second click does no harm and adds no second log entry.
    admin.post(act(row, action))
    row.refresh_from_db()
    assert row.status == after
    assert len(lines(row)) == 1


def test_cancelling_tells_the_person_if_it_is_wished(row, admin):
    html = admin.get(act(row, "cancel")).content.decode()
    assert 'name="tell" checked' in html
    row.refresh_from_db()
    assert row.status == "confirmed", "asking changes nothing"
    admin.post(act(row, "cancel"), {"tell": "on"})
    assert row.letters.filter(kind="cancelled").count() == 1


def test_cancelling_gives_the_place_to_the_first_in_line(form_page, admin):
    form_page.capacity = 1
    page = publish(form_page)
    first, second = sign_up(page, "First"), sign_up(page, "Second")
    admin.post(act(first, "cancel"))
    second.refresh_from_db()
    assert second.status == "confirmed"


def test_no_place_is_free(form_page, admin):
    form_page.capacity = 1
    page = publish(form_page)
    sign_up(page, "First")
    second = sign_up(page, "Second")
    response = admin.post(act(second, "confirm"), follow=True)
    second.refresh_from_db()
    assert second.status == "waiting"
    assert said(response) == [
        "All spots are taken. First cancel a sign-up or increase the number of spots."
    ]
    assert lines(second) == []


def test_the_address_has_signed_up_again(row, form_page, admin):
    transitions.cancel(row)
    sign_up(form_page, "Ana", address=ADDRESS)
    for action in ("confirm", "wait"):
        response = admin.post(act(row, action), follow=True)
        row.refresh_from_db()
        assert row.status == "cancelled"
        assert said(response) == ["Another sign-up for this form uses the same email address."]


def test_sending_the_mail_again(row, admin):
    Letter.objects.all().delete()
    admin.post(act(row, "resend"))
    assert [letter.kind for letter in row.letters.all()] == ["received"]
    assert lines(row) == [("signups.resend", {})]
    transitions.cancel(row, tell=False)
    admin.post(act(row, "resend"))
    assert row.letters.filter(kind="cancelled").count() == 1


def test_without_an_address_nothing_can_be_sent(form_page, admin):
    row = sign_up(form_page, "Ana")
    html = admin.get(one(row)).content.decode()
    assert act(row, "resend") not in html
    assert "There is no email address" in html
    response = admin.post(act(row, "resend"), follow=True)
    assert said(response) == [("The email was not sent because this sign-up has no email address.")]
    assert not Letter.objects.exists()
    assert lines(row) == []


def test_deleting(row, form_page, admin):
    html = admin.get(act(row, "delete")).content.decode()
    assert row.spaced_code in html
    assert "Ana N" not in html  # a token may contain three letters by chance
    assert Submission.objects.exists()
    response = admin.post(act(row, "delete"))
    assert response["Location"] == reverse("signups_list", args=[form_page.pk])
    assert not Submission.everything.exists()
    assert not Letter.objects.exists()
    line = ModelLogEntry.objects.get(action="signups.delete")
    assert (line.label, line.object_id, line.deleted) == (row.spaced_code, str(row.pk), True)
    assert line.data == {"form": form_page.pk}


def test_nothing_is_changed_by_looking(row, admin):
    before = Submission.objects.values().get(pk=row.pk)
    for action in ACTIONS:
        admin.get(act(row, action.name))
    admin.get(correct(row))
    assert Submission.objects.values().get(pk=row.pk) == before


def test_unknown_actions_and_sign_ups(row, admin):
    for url in (act(row, "explode"), reverse("signups_action", args=[row.pk + 99, "cancel"])):
        assert admin.post(url).status_code in (302, 404)
        assert admin.get(url, follow=True).status_code == 404
    row.refresh_from_db()
    assert row.status == "confirmed"


# ------------------------------------------------------------------ correcting
def sent(**changes):
    return {
        "full_name": "Ana Núñez",
        "email": ADDRESS,
        "country": "mx",
        "visa": "no",
        "story": "Two\nlines",
        "consent": "on",
    } | changes


def test_correcting(row, admin):
    html = admin.get(correct(row)).content.decode()
    assert 'value="Ana Núñez"' in html
    assert "AAAA" not in html
    response = admin.post(correct(row), sent(full_name="Ana Núñez Ortiz", country="us"))
    assert response["Location"] == one(row)
    row.refresh_from_db()
    assert row.answers["full_name"] == "Ana Núñez Ortiz"
    assert row.answers["country"] == "us"
    assert row.answers["consent"] is True
    assert row.sealed == {"needs": "sealed:1:abcd:AAAA"}, "what was sealed stays"
    assert row.letters.filter(kind="changed").count() == 1
    assert lines(row) == [("signups.correct", {"answers": 2})]


def test_a_sealed_answer_is_replaced_or_taken_back(row, admin):
    admin.post(correct(row), sent(needs=["ramp"]))
    row.refresh_from_db()
    first = row.sealed["needs"]
    assert first.startswith("sealed:1:")
    assert "AAAA" not in first
    admin.post(correct(row), sent(**{"take-back-needs": "on"}))
    row.refresh_from_db()
    assert row.sealed["needs"] != first


def test_correcting_nothing(row, admin):
    response = admin.post(correct(row), sent(), follow=True)
    assert said(response) == ["Nothing was changed."]
    assert lines(row) == []


def test_mistakes_are_named_and_nothing_is_lost(row, admin):
    response = admin.post(correct(row), sent(full_name="", email="no address", story="Kept"))
    assert response.status_code == 422
    html = response.content.decode()
    assert 'href="#id_full_name"' in html
    assert 'href="#id_email"' in html
    assert "no address" in html
    assert "Kept" in html
    row.refresh_from_db()
    assert row.answers["full_name"] == "Ana Núñez"
    assert lines(row) == []


def test_an_address_that_another_has(row, form_page, admin):
    sign_up(form_page, "Other", address="other@example.org")
    response = admin.post(correct(row), sent(email="Other@example.org"))
    assert response.status_code == 422
    assert "uses the same email address" in response.content.decode()
    row.refresh_from_db()
    assert row.answers["email"] == ADDRESS


def test_without_a_key_nothing_new_is_sealed(row, admin, settings):
    settings.SEALING_PUBLIC_KEY = ""
    response = admin.post(correct(row), sent(needs=["ramp"]))
    assert response.status_code == 422
    assert "cannot be encrypted" in response.content.decode()
    row.refresh_from_db()
    assert row.sealed == {"needs": "sealed:1:abcd:AAAA"}


def test_answers_that_cannot_be_read_are_not_overwritten(row, admin, caplog):
    Submission.objects.filter(pk=row.pk).update(answers={"full_name": "Ana"})
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE signups_submission SET answers = 'gAAAAA-not-of-our-key'")
    html = admin.get(one(row)).content.decode()
    assert "cannot be read" in html
    assert correct(row) not in html
    for method in (admin.get, admin.post):
        response = method(correct(row), sent(), follow=True)
        assert "cannot be read" in said(response)[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM signups_submission")
        assert cursor.fetchall() == [("gAAAAA-not-of-our-key",)]


# ------------------------------------------------------------------ permissions
def test_who_may_only_look(row, client):
    client.force_login(person("looker", "view_submission"))
    html = client.get(one(row)).content.decode()
    assert "Ana Núñez" in html
    for action in ACTIONS:
        assert act(row, action.name) not in html
        assert refused(client.get(act(row, action.name)))
        assert refused(client.post(act(row, action.name)))
    assert correct(row) not in html
    assert refused(client.get(correct(row)))
    assert refused(client.post(correct(row), sent(full_name="X")))
    row.refresh_from_db()
    assert (row.status, row.answers["full_name"]) == ("confirmed", "Ana Núñez")


def test_changing_is_not_deleting(row, client):
    client.force_login(person("changer", "view_submission", "change_submission"))
    html = client.get(one(row)).content.decode()
    assert act(row, "cancel") in html
    assert act(row, "delete") not in html
    assert refused(client.post(act(row, "delete")))
    assert Submission.objects.filter(pk=row.pk).exists()
    client.force_login(person("deleter", "view_submission", "delete_submission"))
    html = client.get(one(row)).content.decode()
    assert act(row, "delete") in html
    assert act(row, "cancel") not in html
    assert refused(client.post(act(row, "cancel")))
    client.post(act(row, "delete"))
    assert not Submission.objects.filter(pk=row.pk).exists()
