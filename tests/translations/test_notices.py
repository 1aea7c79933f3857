"""One email for many events, sent through a real mail server in the language of its recipient."""

import datetime
from email.message import EmailMessage

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.users.models import UserProfile

from home import structure
from mailing import outbox
from mailing.models import Mail
from pages import clock
from pages.management.commands.worker import Command
from tests.translations.conftest import send, write_all
from translations.engine import notices, review
from translations.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def speaks(user, language: str) -> None:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


def later(minutes: int = 11) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(minutes=minutes)


def work() -> None:
    """Send the emails in the outbox as the worker does."""
    Command().work(interval=0)
    assert not DBTaskResult.objects.failed().exists()


def words(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def test_many_things_in_one_mail(smtp_server, make_page, spanish, translator, editor, settings):
    speaks(translator, "es")
    pages = [make_page(f"Page {number}", slug=f"page-{number}") for number in range(3)]
    for page in pages:
        send(page, spanish, editor)
    assert notices.enqueue_due(timezone.now()) == 0, "the first waits for the others"
    assert notices.enqueue_due(later()) == 1
    work()
    [message] = smtp_server.letters
    assert message["To"] == translator.email
    assert message["Content-Language"] == "es"
    assert message["Auto-Submitted"] == "auto-generated"
    text = words(message)
    for page in pages:
        assert page.title in text
        path = reverse("translations_open", args=[page.translation_key, "es"])
        assert settings.SITE_URL + path in text
    assert notices.enqueue_due(later()) == 0
    work()
    assert len(smtp_server.letters) == 1


def test_what_was_seen_in_the_admin_is_not_mailed(smtp_server, make_page, spanish, translator):
    seen, unseen = make_page("Seen", slug="seen"), make_page("Unseen", slug="unseen")
    for page in (seen, unseen):
        send(page, spanish)
    notices.mark_seen(translator, seen.translation_key, spanish.pk)
    notices.enqueue_due(later())
    work()
    [message] = smtp_server.letters
    assert "Unseen" in words(message)
    assert "- Seen" not in words(message)


def test_who_is_told_of_what(smtp_server, page, spanish, translator, reviewer, editor):
    translation = send(page, spanish, editor)
    write_all(translation, translator)
    review.submit(translation, translator, "Con cuidado, por favor.")
    assert notices.enqueue_due(later()) == 2
    work()
    review.request_changes(translation, reviewer, "Casi.")
    assert set(Notice.objects.values_list("user__username", "kind")) == {
        ("translator", "sent"),
        ("reviewer", "submitted"),
        ("translator", "returned"),
    }
    assert notices.enqueue_due(later()) == 1
    work()
    found = [(message["To"], words(message)) for message in smtp_server.letters]
    assert sorted(reader for reader, _words in found) == [
        reviewer.email,
        translator.email,
        translator.email,
    ]
    assert "Con cuidado, por favor." in dict(found)[reviewer.email]
    assert "Casi." in found[-1][1]


def test_a_server_that_is_away_loses_nothing(smtp_server, page, spanish, translator):
    send(page, spanish)
    smtp_server.stop()
    assert notices.enqueue_due(later()) == 1
    work()
    smtp_server.start()
    with time_machine.travel(later(12), tick=True):
        assert notices.enqueue_due(timezone.now()) == 0, "it is owed already"
        work()
    assert len(smtp_server.letters) == 1


def test_what_was_seen_before_a_mail_could_be_sent_is_not_in_it(
    smtp_server, page, spanish, translator
):
    send(page, spanish)
    notices.enqueue_due(later())
    notices.mark_seen(translator, page.translation_key, spanish.pk)
    work()
    assert not smtp_server.letters


def test_an_address_that_is_refused_keeps_nobody_from_hers(
    smtp_server, page, spanish, translator, make_person
):
    make_person(structure.translators("es"))
    send(page, spanish)
    smtp_server.answers = [("RCPT", "550 no such user")]
    assert notices.enqueue_due(later()) == 2
    work()
    assert len(smtp_server.letters) == 1
    smtp_server.letters.clear()
    with time_machine.travel(later(120), tick=True):
        notices.enqueue_due(timezone.now())
        work()
    assert not smtp_server.letters, "what was refused for good is not tried again"


def test_n18_of_two_workers_one_sends_and_one_that_dies_loses_nothing(
    smtp_server, page, spanish, translator
):
    send(page, spanish)
    assert notices.enqueue_due(later()) == 1
    assert notices.enqueue_due(later()) == 0
    mail = Mail.objects.get()
    assert outbox._claim(mail.pk), "a worker that dies while it sends"
    work()
    assert not smtp_server.letters
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=3), tick=True):
        assert outbox.recover() == 1
        assert outbox.recover() == 0
        work()
    [message] = smtp_server.letters
    assert mail.reference.hex in message["Message-ID"]


def test_without_an_address_nothing_is_tried(smtp_server, page, spanish, translator):
    translator.email = ""
    translator.save()
    send(page, spanish)
    assert notices.enqueue_due(later()) == 0
    assert not Notice.objects.filter(mailed_at=None).exists()
    assert len(notices.unseen(translator)) == 1


def test_the_worker_does_it(smtp_server, page, spanish, translator):
    send(page, spanish)
    Notice.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=20))
    call_command("worker", until_idle=True, interval=0)
    assert len(smtp_server.letters) == 1


def test_the_clock_goes_on_when_something_fails(monkeypatch):
    done = []

    def fails(now):
        raise OSError("away")

    def works(now):
        done.append(now)

    monkeypatch.setattr(clock, "_work", {})
    for work in (fails, works):
        clock.every(datetime.timedelta(minutes=1), work)
    watch, now = clock.Clock(), timezone.now()
    for seconds in (0, 30, 60, 61):
        watch.tick(now + datetime.timedelta(seconds=seconds))
    assert done == [now, now + datetime.timedelta(seconds=60)]


def test_told_twice_it_is_mailed_once(page, spanish, translator):
    translation = send(page, spanish)
    notices.notify(Notice.Kind.CHANGED, translation, [translator])
    notices.notify(Notice.Kind.CHANGED, translation, [translator])
    assert Notice.objects.filter(kind="changed").count() == 1


def test_what_was_done_meanwhile_is_not_asked_for(page, spanish, translator, reviewer):
    translation = send(page, spanish)
    write_all(translation, translator)
    review.submit(translation, translator)
    assert {notice.kind for notice in notices.unseen(reviewer)} == {"submitted"}
    review.approve(translation, reviewer)
    assert notices.unseen(reviewer) == []
    assert [notice.kind for notice in notices.unseen(translator)] == ["approved"]
