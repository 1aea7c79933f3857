"""What the ways in use of Django and Wagtail that they do not promise to keep.

See `mailing.upstream`, which asks for each point when the site starts.
"""

from typing import Any

_UNLIMITED = "Passwords could be guessed without a limit."

#: Where it is, and what the site relies on.
POINTS = {
    "django.contrib.auth.base_user:AbstractBaseUser._password": (
        "Whoever gets a new password would stay locked out."
    ),
    "wagtail.admin.forms.auth:PasswordResetForm.get_users(self, email)": (
        "A link for a new password could not be sent by the worker."
    ),
    "wagtail.admin.views.account:LoginView": _UNLIMITED,
    "wagtail.admin.views.account:PasswordResetView": _UNLIMITED,
    "wagtail.views:authenticate_with_password(request, page_view_restriction_id, page_id)": (
        _UNLIMITED
    ),
    "wagtail.documents.views.serve:authenticate_with_password(request, restriction_id)": (
        _UNLIMITED
    ),
}


def has_new_password(user: Any) -> bool:
    """Return whether `user` is being saved with a new password.

    Relies on `AbstractBaseUser._password`, the password in the clear until that is done.
    """
    return user._password is not None
