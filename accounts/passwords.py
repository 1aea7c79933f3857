"""Password reset links, emailed by the worker.

The response must not depend on whether an account exists. The view therefore only enqueues the
encrypted email address; the worker looks for accounts.
"""

import datetime
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.tasks.base import TaskResultStatus
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult
from wagtail.users.models import UserProfile

from accounts.compat import upstream
from mailing import encryption, outbox
from mailing.composers import composer
from mailing.messages import build

LOST = datetime.timedelta(minutes=2)  # a search that has run longer has lost its worker


class NewPasswordForm(upstream.PasswordResetForm):
    """Leave all work except one database row to the worker."""

    def save(self, **kwargs: Any) -> None:
        """Enqueue the search for accounts; ignore Django's arguments for sending at once."""
        look_for_accounts.enqueue(encryption.encrypt(self.cleaned_data["email"]))


@task(backend="worker")
def look_for_accounts(typed: str) -> int:
    """Enqueue an email for each account with the encrypted address `typed`; return how many."""
    try:
        email = encryption.decrypt(typed)
    except InvalidToken:  # the keys were changed in the meantime
        return 0
    users = list(NewPasswordForm().get_users(email))
    with transaction.atomic():
        for user in users:
            outbox.enqueue(new_password, user=user.pk)
    return len(users)


def look_again(now: datetime.datetime) -> int:
    """Requeue searches whose worker was killed; return how many.

    The queue gives a task to only one worker. An account whose email was already enqueued gets two.
    """
    running = DBTaskResult.objects.running().filter(task_path=look_for_accounts.module_path)
    return running.filter(started_at__lt=now - LOST).update(status=TaskResultStatus.READY)


@composer("accounts.new_password", gettext_lazy("Password reset link"))
def new_password(user: int) -> EmailMessage | None:
    """Return the password reset email, or None if the account may not reset its password."""
    account = get_user_model().objects.filter(pk=user, is_active=True).exclude(email="").first()
    if account is None or not account.has_usable_password():
        return None
    with translation.override(language_of(account)):
        uid = urlsafe_base64_encode(force_bytes(account.pk))
        token = default_token_generator.make_token(account)
        context = {
            "name": account.get_username(),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
            "link": settings.SITE_URL
            + reverse("wagtailadmin_password_reset_confirm", args=[uid, token]),
        }
        text = render_to_string("accounts/new_password.txt", context)
        return build(_("Choose a new password"), text.strip() + "\n", [account.email])


def language_of(user) -> str:
    """Return the language that `user` has chosen for the admin."""
    return UserProfile.get_for_user(user).preferred_language or settings.LANGUAGE_CODE
