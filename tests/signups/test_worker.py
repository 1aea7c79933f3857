"""Scheduled tasks of the worker, which continues after errors."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mailing import outbox
from pages.clock import Clock
from signups import schedule
from signups.models import Letter, PurgeReceipt
from signups.registration.retention import purge_task
from tests.signups.conftest import ANSWERS

EN = "/en/sign-up/"
NIGHT = datetime.datetime(2030, 5, 4, schedule.NIGHT, tzinfo=datetime.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_it_sends_what_is_owed_and_ends(form_page, visitor, mailoutbox):
    visitor.send(EN, ANSWERS)
    call_command("worker", until_idle=True, interval=0)
    assert [message.to for message in mailoutbox] == [[ANSWERS["email"]]]
    assert Letter.objects.get().state == "sent"


def test_a_letter_whose_task_was_lost_is_sent(form_page, visitor, mailoutbox):
    visitor.send(EN, ANSWERS)
    DBTaskResult.objects.all().delete()
    with time_machine.travel(timezone.now() + 2 * outbox.GRACE, tick=True):
        call_command("worker", until_idle=True, interval=0)
    assert len(mailoutbox) == 1


def test_a_letter_that_waits_for_its_turn_gets_no_second_task(form_page, visitor):
    visitor.send(EN, ANSWERS)
    later = timezone.now() + 2 * outbox.GRACE
    with time_machine.travel(later):
        assert outbox.recover(later) == 0
    assert DBTaskResult.objects.filter(task_path=outbox.deliver.module_path).count() == 1


def test_once_a_night_what_is_due_is_deleted():
    def ordered() -> int:
        return DBTaskResult.objects.filter(task_path=purge_task.module_path).count()

    hour = datetime.timedelta(hours=1)
    for moment, expected in [
        (NIGHT - hour, 1),  # a new worker still has to run last night's task
        (NIGHT - hour / 2, 1),
        (NIGHT, 2),
        (NIGHT + 5 * hour, 2),
        (NIGHT + 23 * hour, 2),
        (NIGHT + 24 * hour, 3),
    ]:
        with time_machine.travel(moment, tick=False):
            schedule.nightly(timezone.now())
            assert ordered() == expected, moment
    call_command("worker", until_idle=True, interval=0)
    assert PurgeReceipt.objects.exists()


def test_tasks_of_dead_workers_and_old_ones_are_forgotten():
    with time_machine.travel(NIGHT, tick=False):
        for status, age in (("RUNNING", 3600), ("RUNNING", 60), ("SUCCESSFUL", 3600)):
            result = outbox.deliver.enqueue(1)
            then = timezone.now() - datetime.timedelta(seconds=age)
            DBTaskResult.objects.filter(pk=result.id).update(
                status=status, started_at=then, finished_at=None if status == "RUNNING" else then
            )
        schedule.nightly(timezone.now())
        left = DBTaskResult.objects.filter(task_path=outbox.deliver.module_path)
        assert sorted(left.values_list("status", flat=True)) == ["RUNNING", "SUCCESSFUL"]
    with time_machine.travel(NIGHT + datetime.timedelta(days=4), tick=False):
        schedule.nightly(timezone.now())
        assert not left.filter(status="SUCCESSFUL").exists()


def test_it_goes_on_when_the_database_was_away(form_page, visitor, mailoutbox, monkeypatch):
    visitor.send(EN, ANSWERS)
    answers = iter([OperationalError("the database is starting up")])
    tick = Clock.tick

    def sometimes(self, now=None):
        error = next(answers, None)
        if error:
            raise error
        tick(self, now)

    monkeypatch.setattr(Clock, "tick", sometimes)
    call_command("worker", until_idle=True, interval=0)
    assert len(mailoutbox) == 1
