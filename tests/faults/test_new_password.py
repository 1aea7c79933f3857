"""A worker is killed while it looks up who asked for a new password: the next one repeats it."""

import subprocess
from datetime import timedelta

import pytest

from accounts import passwords
from scripts.environment import PYTHON
from scripts.toolbox import ROOT
from tests.faults.site import copy_of, site_with_forms

pytestmark = pytest.mark.slow
#: A worker that has started the lookup and never finishes.
HELD = """
import time
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from accounts import passwords
from mailing import encryption
get_user_model().objects.create_user("lupe", "lupe@example.org", "correct horse battery")
passwords.look_for_accounts.enqueue(encryption.encrypt("lupe@example.org"))
def held(self, email):
    print("looking", flush=True)
    time.sleep(600)
passwords.NewPasswordForm.get_users = held
call_command("worker", interval=0.2)
"""
#: A worker some seconds later.
NEXT = """
import sys
from datetime import timedelta
import django
django.setup()
from django.core.management import call_command
from django.db.models import F
from django_tasks_db.models import DBTaskResult
from accounts import passwords
ago = timedelta(seconds=float(sys.argv[1]))
looking = DBTaskResult.objects.filter(task_path=passwords.look_for_accounts.module_path)
looking.update(started_at=F("started_at") - ago)
call_command("worker", until_idle=True)
"""
MAILS = "SELECT state FROM mailing_mail WHERE composer = 'accounts.new_password'"
TASKS = "SELECT status FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%look_for%'"


def test_who_asked_need_not_ask_again(shared_folder, tmp_path):
    with copy_of(site_with_forms(shared_folder), tmp_path) as running:
        worker = subprocess.Popen(
            [str(PYTHON), "-c", HELD], cwd=ROOT, env=running.env, stdout=subprocess.PIPE, text=True
        )
        with worker:
            assert worker.stdout.readline() == "looking\n"
            worker.kill()
        assert running.site.query(TASKS) == [("RUNNING",)]
        running.run("-c", NEXT, "0")
        assert running.site.query(TASKS) == [("RUNNING",)], "It may be at work still."
        running.run("-c", NEXT, str(passwords.LOST / timedelta(seconds=1)))
        assert running.site.query(TASKS) == [("SUCCESSFUL",)]
        assert running.site.query(MAILS) == [("sent",)]
