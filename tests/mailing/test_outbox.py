"""Emails in the outbox are composed when they are sent, retried, and never lost."""

import datetime
import json

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mailing import composers, outbox
from mailing.models import Mail
from pages.management.commands.worker import Command

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = datetime.timedelta(hours=1)
words = {"subject": "Then"}


@pytest.fixture(autouse=True)
def message_about(monkeypatch):
    """Return a composer whose text is what `words` returns when the email is sent."""

    def compose(number: int) -> EmailMessage | None:
        if not words["subject"]:
            return None
        return EmailMessage(words["subject"], str(number), to=["ana@example.org"])

    monkeypatch.setattr(composers, "registered", dict(composers.registered))
    monkeypatch.setitem(words, "subject", "Then")
    return composers.composer("tests.about", "Mail of a test")(compose)


def work(passing: datetime.timedelta = HOUR * 0) -> list[str]:
    with time_machine.travel(timezone.now() + passing, tick=True):
        before = set(DBTaskResult.objects.finished().values_list("pk", flat=True))
        Command().work(interval=0)
        done = DBTaskResult.objects.finished().exclude(pk__in=before)
        assert not done.failed().exists(), done.failed().first().traceback
        return [str(result.return_value) for result in done.order_by("finished_at")]


def test_n18_a_mail_is_composed_when_it_is_sent_and_the_queue_holds_no_address(
    smtp_server, monkeypatch, message_about
):
    outbox.enqueue(message_about, number=7)
    assert "ana" not in json.dumps(DBTaskResult.objects.get().args_kwargs)
    assert "ana" not in str(Mail.objects.values().get())
    monkeypatch.setitem(words, "subject", "Now")
    assert work() == ["sent"]
    assert smtp_server.letters[0]["Subject"] == "Now"
    assert Mail.objects.get().sent_at is not None


def test_n18_what_there_is_nothing_to_say_about_is_not_sent(
    smtp_server, monkeypatch, message_about
):
    outbox.enqueue(message_about, number=7)
    monkeypatch.setitem(words, "subject", "")
    assert work() == ["dropped"]
    assert smtp_server.letters == []


def test_n18_a_mail_is_owed_if_and_only_if_what_owes_it_is_committed(message_about):
    with transaction.atomic():
        outbox.enqueue(message_about, number=7)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    assert not Mail.objects.exists()


def test_a_mail_without_its_task_is_not_owed(message_about, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no task can be stored")

    monkeypatch.setattr(type(outbox.deliver), "enqueue", fail)
    with pytest.raises(RuntimeError):
        outbox.enqueue(message_about, number=7)
    assert not Mail.objects.exists()


def test_n18_a_server_that_is_away_is_tried_again_under_the_same_number(smtp_server, message_about):
    mail = outbox.enqueue(message_about, number=7)
    smtp_server.answers = [("DATA", "451 later")]
    assert work() == ["owed"]
    assert work() == []
    assert work(HOUR / 60) == ["sent"]
    assert smtp_server.letters[0]["Message-ID"].startswith(f"<{mail.reference.hex}@")


@pytest.mark.parametrize(("answer", "outcome"), [("550 no", ["refused"]), ("451 no", ["owed"])])
def test_n18_what_is_refused_for_good_is_not_tried_again(
    smtp_server, caplog, answer, outcome, message_about
):
    outbox.enqueue(message_about, number=7)
    smtp_server.answers = [("RCPT", answer)]
    assert work() == outcome
    assert DBTaskResult.objects.ready().count() == 0
    assert "ana@" not in caplog.text + Mail.objects.get().trouble


def test_n18_what_is_too_old_is_given_up(smtp_server, message_about):
    outbox.enqueue(message_about, for_at_most=HOUR, number=7)
    smtp_server.stop()
    outcomes = [outcome for hours in range(5) for outcome in work(hours * HOUR)]
    assert outcomes[-1] == "dropped"
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_what_has_lost_its_task_is_given_up_in_time_too(message_about):
    mail = outbox.enqueue(message_about, for_at_most=HOUR, number=7)
    assert outbox.give_up(mail.created_at + HOUR / 2) == 0
    assert outbox.give_up(mail.created_at + HOUR * 2) == 1
    assert Mail.objects.get().state == "dropped"


# ------------------------------------------------------------------ not lost, not sent twice
def test_a_mail_whose_task_was_lost_is_sent(smtp_server, message_about):
    outbox.enqueue(message_about, number=7)
    DBTaskResult.objects.all().delete()
    with time_machine.travel(timezone.now() + 2 * outbox.GRACE, tick=True):
        assert outbox.recover() == 1
        assert work() == ["sent"]
    assert len(smtp_server.letters) == 1


def test_of_two_tasks_for_one_mail_one_sends(smtp_server, message_about):
    mail = outbox.enqueue(message_about, number=7)
    outbox.deliver.enqueue(mail.pk)
    assert sorted(work()) == ["not due", "sent"]
    assert len(smtp_server.letters) == 1


def test_what_nobody_composes_any_more_waits_for_a_person(smtp_server, message_about, caplog):
    mail = outbox.enqueue(message_about, number=7)
    del composers.registered["tests.about"]
    for hours in range(3):
        assert work(hours * HOUR) == ["owed"]
    assert Mail.objects.stuck().get() == mail


def test_what_is_being_sent_is_not_sent_again_by_hand(message_about):
    mail = outbox.enqueue(message_about, number=7)
    assert outbox._claim(mail.pk)
    assert not outbox.send_again(mail)
    Mail.objects.update(state="sent", claimed_until=None)
    assert not outbox.send_again(mail)
    Mail.objects.update(state="refused")
    assert outbox.send_again(mail)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("owed", 0)


def test_what_a_person_tries_again_has_time_once_more(message_about, smtp_server):
    mail = outbox.enqueue(message_about, for_at_most=HOUR, number=7)
    Mail.objects.update(state="refused")
    with time_machine.travel(timezone.now() + 5 * HOUR, tick=True):
        mail.refresh_from_db()
        outbox.send_again(mail)
        assert outbox.give_up(timezone.now()) == 0
        assert "sent" in work()


# ------------------------------------------------------------------ series, only once, retention
def add(**fields) -> Mail:
    mail = Mail.objects.create(composer="tests.about", arguments={"number": 1}, **fields)
    outbox.schedule(mail)
    return mail


def test_mails_of_a_series_go_out_in_order_and_others_do_not_wait(smtp_server):
    first, second, other = add(series="a"), add(series="a"), add(series="b")
    assert outbox._claim(first.pk)
    assert outbox._claim(second.pk) is None
    assert outbox._claim(other.pk)
    assert outbox._claim(add().pk)


def test_once_is_kept_by_the_database_but_for_what_was_dropped():
    first = add(series="a", once="reminder")
    add(series="b", once="reminder")
    add(series="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        add(series="a", once="reminder")
    Mail.objects.filter(pk=first.pk).update(state="dropped")
    add(series="a", once="reminder")


def test_what_is_over_is_forgotten_what_was_refused_later_and_what_is_owed_never():
    now = timezone.now()
    day = outbox.DAY
    for state in Mail.State.values:
        for age in (1, 3, 31):
            Mail.objects.create(composer="tests.about", state=state, created_at=now - age * day)
    Mail.objects.create(composer="signups.letter", state="sent", created_at=now - 31 * day)
    outbox.forget(now)
    left = {state: Mail.objects.filter(state=state).count() for state in Mail.State.values}
    assert left == {"owed": 3, "sent": 2, "refused": 2, "dropped": 1}
