from datetime import timedelta

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from django.contrib.auth import get_user_model
        from django.db.models.signals import post_save

        from accounts import (
            lockout,
            passwords,
        )
        from pages import clock

        post_save.connect(
            lockout.lift_with_new_password,
            sender=get_user_model(),
            dispatch_uid="lock lifted with a new password",
        )
        clock.every(timedelta(minutes=1), passwords.look_again)
