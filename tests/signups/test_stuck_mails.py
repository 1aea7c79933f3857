"""The screen of stuck emails: who sees it, what it shows, and retrying."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.passwords import new_password
from mailing import outbox
from mailing.models import Mail
from signups.models import Letter
from tests.signups.people import organizer, person, refused, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
STUCK, FRONT = "mailing_stuck", "wagtailadmin_home"
WORDS = {"en": "emails are stuck", "es": "correos están atorados"}


@pytest.fixture
def stuck(form_page):
    """Create a password link and a sign-up email, both refused, a sent email and a pending one."""
    outbox.enqueue(new_password, user=person("somebody").pk)
    sign_up(form_page, "Ana", address="ana@example.org")
    Mail.objects.update(state="refused", trouble="SMTPRecipientsRefused 550")
    outbox.enqueue(new_password, user=0)
    outbox.enqueue(new_password, user=0)
    Mail.objects.filter(pk=Mail.objects.latest("pk").pk).update(
        state="sent", sent_at=timezone.now()
    )
    return form_page


def look(client, user) -> str:
    client.force_login(user)
    return client.get(reverse(STUCK)).content.decode()


def test_all_that_is_stuck_is_shown_with_its_reason_and_no_address(stuck, client):
    html = look(client, person("postmaster", "view_mail", "change_mail"))
    assert "Password reset link" in html
    assert "Confirmation" in html
    assert html.count("SMTPRecipientsRefused 550") == 2
    assert "example.org" not in html
    assert Letter.objects.get().submission.spaced_code not in html, "she may not see sign-ups"
    assert stuck.title in html
    context = client.get(reverse(STUCK)).context
    assert (context["owed"], context["sent"], context["items_count"]) == (1, 1, 2)


def test_who_may_see_accounts_and_sign_ups_is_led_there(stuck, client, admin_user):
    html = look(client, admin_user)
    letter, mail = Letter.objects.get(), Mail.objects.exclude(arguments={}).earliest("pk")
    assert letter.submission.spaced_code in html
    assert reverse("signups_detail", args=[letter.submission_id]) in html
    assert reverse("wagtailusers_users:edit", args=[mail.arguments["user"]]) in html


def test_what_a_feature_no_longer_composes_is_shown_by_its_name(stuck, client, admin_user):
    Mail.objects.filter(letter=None).update(composer="old.name")
    assert "old.name" in look(client, admin_user)


def test_trying_again_is_noted_by_the_feature(stuck, client):
    client.force_login(person("postmaster", "view_mail", "change_mail"))
    letter = Letter.objects.get()
    client.post(reverse(STUCK), {"mail": letter.pk})
    letter.refresh_from_db()
    assert letter.state == "owed"
    line = ModelLogEntry.objects.get(action="signups.resend")
    assert line.object_id == str(letter.submission_id)
    answer = client.post(reverse(STUCK), {"all": "1"}, follow=True).content.decode()
    assert "Trying to send 1 email again." in answer
    assert "No emails are stuck." in answer


def test_who_may_only_look_cannot_send_and_who_may_neither_sees_nothing(stuck, client):
    assert 'name="mail"' not in look(client, person("looker", "view_mail"))
    assert refused(client.post(reverse(STUCK), {"all": "1"}))
    client.force_login(organizer())
    assert refused(client.get(reverse(STUCK)))
    assert Mail.objects.stuck().count() == 2


def test_organizers_see_and_send_letters_only(stuck, client):
    client.force_login(organizer())
    other = Mail.objects.stuck().get(letter=None)
    url = reverse("signups_outbox")
    assert client.get(url).context["items_count"] == 1
    client.post(url, {"mail": other.pk})
    assert Mail.objects.stuck().filter(pk=other.pk).exists()
    client.post(url, {"all": "1"})
    assert Mail.objects.stuck().get() == other


@pytest.mark.parametrize("language", WORDS)
def test_the_first_screen_warns_once_who_sees_mails(stuck, client, language):
    client.force_login(person("postmaster", "view_mail", "view_submission", language=language))
    html = client.get(reverse(FRONT)).content.decode()
    assert f"2 {WORDS[language]}" in html
    assert html.count('class="help-block help-warning"') == 1
    client.force_login(person("editor"))
    assert WORDS["en"] not in client.get(reverse(FRONT)).content.decode()


def test_the_menu_leads_there(stuck, client):
    client.force_login(person("postmaster", "view_mail"))
    assert reverse(STUCK) in client.get(reverse(FRONT)).content.decode()
    client.force_login(person("editor"))
    assert reverse(STUCK) not in client.get(reverse(FRONT)).content.decode()


def test_many_mails_cost_as_many_queries_as_few(form_page, client, admin_user):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for total in (3, 30):
        while Mail.objects.count() < total:
            sign_up(form_page, "Ana", address=f"{Mail.objects.count()}@example.org")
            outbox.enqueue(new_password, user=admin_user.pk)
        Mail.objects.update(state="refused")
        look(client, admin_user)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(STUCK))
        counts.append(len(captured))
    assert counts[0] == counts[1]
