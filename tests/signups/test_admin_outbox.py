"""Stuck emails, receipts of deletions, and the networks of venues."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home import structure
from signups.models import Letter, PurgeReceipt, VenueNetwork
from tests.signups.people import organizer, person, refused, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LETTERS = "signups_outbox"


@pytest.fixture
def stuck(form_page):
    """Create one email of each sort: refused, failed, in delivery, sent, and to the staff."""
    form_page.staff_addresses = "staff@example.org"
    form_page.save()
    made = {}
    for name in ("refused", "failing", "fresh", "sent"):
        row = sign_up(form_page, name, address=f"{name}@example.org")
        made[name] = row.letters.get()
    now = timezone.now()
    change = Letter.objects.filter
    change(pk=made["refused"].pk).update(
        state="refused", attempts=1, trouble="SMTPRecipientsRefused 550"
    )
    change(pk=made["failing"].pk).update(
        attempts=4, trouble="ConnectionRefusedError", created_at=now - datetime.timedelta(hours=5)
    )
    change(pk=made["sent"].pk).update(state="sent", sent_at=now)
    made["staff"] = Letter.objects.get(kind="staff")
    change(pk=made["staff"].pk).update(state="refused", trouble="SMTPRecipientsRefused 553")
    return made


def test_what_is_stuck_is_shown_with_its_reason(stuck, form_page, client):
    client.force_login(organizer())
    response = client.get(reverse(LETTERS))
    html = response.content.decode()
    for name in ("refused", "failing"):
        row = stuck[name].submission
        assert row.spaced_code in html
        assert reverse("signups_detail", args=[row.pk]) in html
    for name in ("fresh", "sent"):
        assert stuck[name].submission.spaced_code not in html
    assert "SMTPRecipientsRefused 550" in html
    assert "ConnectionRefusedError" in html
    assert "organizers" in html
    assert reverse("signups_list", args=[form_page.pk]) in html
    assert "@example.org" not in html, "no address is shown"
    context = response.context
    assert (context["owed"], context["sent"], context["items_count"]) == (2, 1, 3)
    assert "5\xa0hours" in html


def test_trying_one_again(stuck, client):
    client.force_login(organizer())
    letter = stuck["refused"]
    client.post(reverse(LETTERS), {"mail": letter.pk})
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.trouble) == ("owed", 0, "")
    assert set(Letter.objects.stuck()) == {stuck["failing"], stuck["staff"]}
    line = ModelLogEntry.objects.get(action="signups.resend")
    assert line.object_id == str(letter.submission.pk)


def test_trying_all_again(stuck, client):
    client.force_login(organizer())
    response = client.post(reverse(LETTERS), {"all": "1"}, follow=True)
    assert not Letter.objects.stuck().exists()
    assert "Trying to send 3 emails again." in response.content.decode()
    assert "No emails are stuck." in response.content.decode()
    stuck["sent"].refresh_from_db()
    assert stuck["sent"].state == "sent"


def test_what_was_sent_is_not_sent_twice(stuck, client):
    client.force_login(organizer())
    client.post(reverse(LETTERS), {"mail": stuck["sent"].pk})
    stuck["sent"].refresh_from_db()
    assert stuck["sent"].state == "sent"
    for nonsense in ("", "x", "999999"):
        assert client.post(reverse(LETTERS), {"mail": nonsense}).status_code in (302, 404)


def test_nobody_is_led_off_the_site(stuck, client):
    client.force_login(organizer())
    data = {"mail": stuck["refused"].pk, "next": "https://elsewhere.example/"}
    assert client.post(reverse(LETTERS), data)["Location"] == reverse(LETTERS)


def test_who_may_only_look_cannot_send(stuck, client):
    client.force_login(person("looker", "view_submission"))
    html = client.get(reverse(LETTERS)).content.decode()
    assert 'name="mail"' not in html
    assert 'name="all"' not in html
    assert refused(client.post(reverse(LETTERS), {"all": "1"}))
    assert Letter.objects.stuck().count() == 3


def test_the_first_screen_warns_those_who_see_sign_ups(stuck, client, home):
    front = reverse("wagtailadmin_home")
    words = "emails to people who signed up are stuck"
    client.force_login(person("editor", pages=[home]))
    assert words not in client.get(front).content.decode()
    client.force_login(organizer())
    assert f"3 {words}" in client.get(front).content.decode()
    client.post(reverse(LETTERS), {"all": "1"})
    assert words not in client.get(front).content.decode()


def test_many_letters_cost_as_many_queries_as_few(form_page, client, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(organizer())
    counts = []
    for total in (3, 30):
        while Letter.objects.count() < total:
            number = Letter.objects.count()
            sign_up(form_page, str(number), address=f"{number}@example.org")
        Letter.objects.update(state="refused")
        client.get(reverse(LETTERS))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(LETTERS))
        counts.append(len(captured))
    assert counts[0] == counts[1]


# ------------------------------------------------------------------ receipts
def test_receipts_are_read_and_nothing_else(form_page, client):
    PurgeReceipt.objects.create(
        submissions=12,
        answers=34,
        forms=[{"page": form_page.pk, "title": "Sign up", "submissions": 12, "answers": {"a": 34}}],
    )
    client.force_login(person("looker", "view_submission"))
    url = reverse("signups_receipts")
    html = client.get(url).content.decode()
    assert "Sign up: 12 sign-ups, 34 answers" in html
    assert client.post(url).status_code == 405
    client.force_login(person("nobody"))
    assert refused(client.get(url))


# ------------------------------------------------------------------ networks
def test_organizers_keep_the_networks_of_venues(site_structure, client):
    client.force_login(organizer())
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    base = reverse("wagtailsnippets_signups_venuenetwork:list")
    assert base in html
    add = reverse("wagtailsnippets_signups_venuenetwork:add")
    wrong = client.post(add, {"network": "hall", "note": "Hall"})
    assert wrong.status_code == 200
    assert not VenueNetwork.objects.exists()
    client.post(add, {"network": "203.0.113.0/24", "note": "Hall"})
    network = VenueNetwork.objects.get()
    assert "Hall" in client.get(base).content.decode()
    delete = reverse("wagtailsnippets_signups_venuenetwork:delete", args=[network.pk])
    client.post(delete)
    assert not VenueNetwork.objects.exists()


def test_the_group_of_organizers_has_these_rights_and_no_more(site_structure):
    group = Group.objects.get(name=structure.ORGANIZERS)
    assert {permission.codename for permission in group.permissions.all()} == {
        "access_admin",
        *(f"{action}_submission" for action in ("view", "change", "delete", "export")),
        *(f"{action}_venuenetwork" for action in ("view", "add", "change", "delete")),
    }
