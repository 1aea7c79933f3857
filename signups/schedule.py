"""Scheduled tasks of sign-ups."""

import datetime

from django.core.management import call_command
from django.tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from pages import clock
from signups.emails import event_changes
from signups.registration import retention

NIGHT = 9  # o'clock UTC: between one and five in the morning from Tijuana to New York
REMINDERS = datetime.timedelta(minutes=10)
LOST = datetime.timedelta(minutes=30)  # the worker of a task that has been running longer is lost


def connect() -> None:
    clock.every(REMINDERS, event_changes.enqueue_reminders)
    clock.every(datetime.timedelta(minutes=1), nightly)


def nightly(now: datetime.datetime) -> bool:
    """Enqueue the purge once a day; return whether it was enqueued now."""
    night = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    if now < night:
        night -= datetime.timedelta(days=1)
    path = retention.purge_task.module_path
    if DBTaskResult.objects.filter(task_path=path, enqueued_at__gte=night).exists():
        return False
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - LOST).delete()
    call_command("prune_db_task_results", "--backend=worker", min_age_days=2, verbosity=0)
    retention.purge_task.enqueue()
    return True
