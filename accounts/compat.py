"""Unstable parts of Django and Wagtail that `accounts` depends on.

See `mailing.upstream`.
"""

from typing import Any

from mailing.upstream import demand

upstream = demand("""
Whoever gets a new password would stay locked out.
    django.contrib.auth.base_user:AbstractBaseUser._password
A link for a new password could not be sent by the worker.
    wagtail.admin.forms.auth:PasswordResetForm.get_users(self, email)
A link for a new password would be lost with the worker that was at it.
    django_tasks_db.models:DBTaskResult.objects.running()
    django_tasks_db.models:DBTaskResult.started_at
Passwords could be guessed without a limit.
    wagtail.admin.views.account:LoginView
    wagtail.admin.views.account:PasswordResetView
    wagtail.views:authenticate_with_password(request, page_view_restriction_id, page_id) as of_page
    wagtail.documents.views.serve:authenticate_with_password(request, restriction_id) as of_document
""")


def has_new_password(user: Any) -> bool:
    """Return whether `user` is being saved with a new password (in plain text until then)."""
    return user._password is not None
