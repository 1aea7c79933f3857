"""Asking for a new password does not reveal, by its answer or its timing, who has an account."""

import json
import logging
import re
import socket
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, get_page_models
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)
from wagtail.users.models import UserProfile

pytestmark = pytest.mark.django_db
RESET = "/admin/password_reset/"


@pytest.fixture
def user(home, inicio) -> User:
    user = User.objects.create_user("xochitl", "Xochitl@example.org", "correct horse battery")
    UserProfile.objects.create(user=user, preferred_language="es")
    return user


def ask(email: str, client: Client | None = None):
    return (client or Client()).post(RESET, {"email": email})


def work() -> None:
    call_command("worker", until_idle=True, interval=0)


@pytest.mark.parametrize("email", ["xochitl@example.org", "nobody@example.org"])
def test_n22_asking_for_a_new_password_is_the_same_work_for_everybody(user, email):
    with CaptureQueriesContext(connection) as captured:
        response = ask(email)
    assert response.status_code == 302
    assert response["Location"] == "/admin/password_reset/done/"
    assert mail.outbox == []
    statements = [re.sub(r"'[^']*'", "?", query["sql"]).split("WHERE")[0] for query in captured]
    assert not any('"auth_user"' in statement for statement in statements)
    # The queue must not reveal who asked, or for whom.
    (row,) = DBTaskResult.objects.all()
    assert "example.org" not in json.dumps(row.args_kwargs)
    assert len(json.dumps(row.args_kwargs)) < 250
    answer = Client().get(response["Location"]).content.decode()
    assert "If there is an account with this address" in answer


def test_n22_the_worker_mails_a_link_in_the_language_of_the_account(user, client):
    ask("xochitl@EXAMPLE.org")
    work()
    (letter,) = mail.outbox
    assert letter.to == ["Xochitl@example.org"]
    assert letter.subject == "Elige una contraseña nueva"
    assert "pidió una contraseña nueva para tu cuenta xochitl" in letter.body
    assert "durante 24 horas" in letter.body
    assert letter.from_email.endswith("<summit@localhost>")
    assert "token" not in json.dumps([row.args_kwargs for row in DBTaskResult.objects.all()])
    link = re.search(r"http://localhost(/admin/password_reset/confirm/\S+)", letter.body)[1]
    assert link not in json.dumps([row.args_kwargs for row in DBTaskResult.objects.all()])
    response = client.get(link, follow=True)
    form = {"new_password1": "another horse battery", "new_password2": "another horse battery"}
    assert client.post(response.request["PATH_INFO"], form).status_code == 302
    user.refresh_from_db()
    assert user.check_password("another horse battery")
    assert client.get(link, follow=True).context["validlink"] is False


def test_n22_a_reset_in_english_for_who_chose_nothing(user):
    User.objects.create_user("pat", "pat@example.org", "correct horse battery")
    ask("pat@example.org", Client(headers={"accept-language": "es"}))
    work()
    (letter,) = mail.outbox
    assert letter.subject == "Choose a new password"
    assert "The link works only once and is valid for 24 hours." in letter.body


def test_n22_nobody_else_is_written_to(user):
    User.objects.create_user("gone", "gone@example.org", "correct horse", is_active=False)
    without = User.objects.create_user("without", "without@example.org")
    without.set_unusable_password()
    without.save()
    for email in ("gone@example.org", "without@example.org", "nobody@example.org"):
        assert ask(email).status_code == 302
    work()
    assert mail.outbox == []


def test_n22_who_is_barred_between_asking_and_sending_gets_no_link(user):
    from accounts.passwords import look_for_accounts, new_password

    assert new_password(user.pk).to == ["Xochitl@example.org"]
    User.objects.update(is_active=False)
    assert new_password(user.pk) is None
    assert new_password(0) is None
    assert look_for_accounts.func("of another key") == 0


def test_n22_resets_are_limited_for_an_address_and_a_network(user):
    for email in ("xochitl@example.org", "nobody@example.org"):
        found = [ask(email).status_code for _ in range(5)]
        assert found == [302] * 3 + [429] * 2
    assert ask(" XOCHITL@example.org").status_code == 429
    found = [ask(f"{number}@example.org").status_code for number in range(20)]
    assert found == [302] * 14 + [429] * 6
    work()
    assert len(mail.outbox) == 3


def test_n22_a_mail_server_that_hangs_keeps_nobody_waiting(user, settings, caplog):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, never answers
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": silent.getsockname()[1], "timeout": 1},
            }
        }
        assert ask("xochitl@example.org").status_code == 302
        silent.setblocking(False)
        with pytest.raises(BlockingIOError):
            silent.accept()  # no connection was attempted
        caplog.set_level(logging.DEBUG)
        work()
        silent.accept()[0].close()
    (again,) = DBTaskResult.objects.filter(status="READY")
    assert again.run_after is not None  # it is retried in ten seconds
    assert "example.org" not in caplog.text


def test_n22_links_lead_to_the_site_and_not_to_whatever_host_asked(user):
    Client().post(RESET, {"email": "xochitl@example.org"}, headers={"host": "evil.example"})
    work()
    link = re.search(r"http\S+", mail.outbox[0].body)[0]
    assert urlsplit(link).hostname == "localhost"


# ------------------------------------------------------------------ Wagtail's own emails
def test_n22_wagtail_sends_no_mail_in_a_request(home):
    """Wagtail sends emails only for workflow steps (replaced) and comments (switched off)."""
    for signal in (task_submitted, workflow_submitted, workflow_rejected, workflow_approved):
        listeners = [str(key) for key, *_rest in signal.receivers]
        assert not any("email_notification" in key for key in listeners)
    with_comments = {
        model
        for model in get_page_models()
        if "comments" in model.get_edit_handler().get_form_class().formsets
    }
    assert with_comments == {Page}  # the root, which cannot be edited
