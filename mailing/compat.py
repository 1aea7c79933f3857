"""What the outbox uses of django-tasks-db that it does not promise to keep.

See `mailing.upstream`, which asks for each point when the site starts.
"""

#: Where it is, and what the outbox relies on.
POINTS = {
    "django_tasks_db.models:DBTaskResult.objects.ready()": "Lost mails would not be sent again.",
}
