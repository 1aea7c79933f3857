"""Mail that is owed to the worker: composed when it is sent, tried again, never lost."""

import datetime
import json

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mailing import outbox
from pages.management.commands.worker import Command

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = datetime.timedelta(hours=1)
words = {"subject": "Then"}


def message_about(number: int) -> EmailMessage | None:
    """Compose a mail; what `words` says at that moment counts."""
    if not words["subject"]:
        return None
    return EmailMessage(words["subject"], str(number), to=["ana@example.org"])


@pytest.fixture(autouse=True)
def then(monkeypatch):
    monkeypatch.setitem(words, "subject", "Then")


def work(passing: datetime.timedelta = HOUR * 0) -> list[str]:
    with time_machine.travel(timezone.now() + passing, tick=True):
        before = set(DBTaskResult.objects.finished().values_list("pk", flat=True))
        Command().work(interval=0)
        done = DBTaskResult.objects.finished().exclude(pk__in=before)
        assert not done.failed().exists(), done.failed().first().traceback
        return [str(result.return_value) for result in done.order_by("finished_at")]


def test_n18_a_mail_is_composed_when_it_is_sent_and_the_queue_holds_no_address(
    postbox, monkeypatch
):
    outbox.owe(message_about, number=7)
    assert "ana" not in json.dumps(DBTaskResult.objects.get().args_kwargs)
    monkeypatch.setitem(words, "subject", "Now")
    assert work() == ["sent"]
    assert postbox.letters[0]["Subject"] == "Now"


def test_n18_what_there_is_nothing_to_say_about_is_not_sent(postbox, monkeypatch):
    outbox.owe(message_about, number=7)
    monkeypatch.setitem(words, "subject", "")
    assert work() == ["nothing to say"]
    assert postbox.letters == []


def test_n18_a_mail_is_owed_if_and_only_if_what_owes_it_is_committed():
    with transaction.atomic():
        outbox.owe(message_about, number=7)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_n18_a_server_that_is_away_is_tried_again_under_the_same_number(postbox):
    outbox.owe(message_about, number=7)
    postbox.answers = [("DATA", "451 later")]
    assert work() == ["owed"]
    assert work() == []
    assert work(HOUR / 60) == ["sent"]
    references = {row.args_kwargs["kwargs"]["reference"] for row in DBTaskResult.objects.all()}
    assert len(references) == 1
    assert references.pop() in postbox.letters[0]["Message-ID"]


@pytest.mark.parametrize(("answer", "outcome"), [("550 no", ["refused"]), ("451 no", ["owed"])])
def test_n18_what_is_refused_for_good_is_not_tried_again(postbox, caplog, answer, outcome):
    outbox.owe(message_about, number=7)
    postbox.answers = [("RCPT", answer)]
    assert work() == outcome
    assert DBTaskResult.objects.ready().count() == 0
    assert "ana@" not in caplog.text


def test_n18_what_is_too_old_is_given_up(postbox):
    outbox.owe(message_about, for_at_most=HOUR, number=7)
    postbox.stop()
    outcomes = [outcome for hours in range(5) for outcome in work(hours * HOUR)]
    assert outcomes[-1] == "given up"
    assert not DBTaskResult.objects.filter(status="READY").exists()
