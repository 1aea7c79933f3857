"""Every view of Wagtail that signs in or asks for a password is limited, at each of its URLs."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import URLResolver, get_resolver, resolve, reverse
from wagtail.admin.views.account import LoginView, PasswordResetView

from accounts import compat

ARGUMENTS = {
    "wagtailadmin_login": [],
    "wagtailadmin_password_reset": [],
    "wagtailcore_login": [],
    "wagtailcore_authenticate_with_password": [1, 1],
    "wagtaildocs_authenticate_with_password": [1],
}


def is_limited(view) -> bool:
    """Return whether a view is one of those that `accounts.lockout` wraps."""
    while view is not None:
        if "lockout" in getattr(view, "__qualname__", "") or view.__code__.co_filename.endswith(
            "lockout.py"
        ):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def class_of(view):
    """Return the class of a view, however it is wrapped."""
    while view is not None and not hasattr(view, "view_class"):
        view = getattr(view, "__wrapped__", None)
    return getattr(view, "view_class", None)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_the_way_in_is_limited(name):
    address = reverse(name, args=ARGUMENTS[name])
    assert is_limited(resolve(address).func), f"{address} lets people guess without a limit."


def test_wagtail_has_no_other_address_for_it():
    """Wagtail has no URL that bypasses the limit."""
    found = {LoginView: set(), PasswordResetView: set()}

    def walk(patterns, above=""):
        for each in patterns:
            route = above + str(each.pattern)
            if isinstance(each, URLResolver):
                walk(each.url_patterns, route)
            elif (view := class_of(each.callback)) in found:
                found[view].add(route)

    walk(get_resolver().url_patterns)
    assert found[LoginView] == {"admin/login/"}, "Wagtail signs in at another address too."
    assert found[PasswordResetView] == {"admin/password_reset/"}, "Wagtail resets elsewhere too."


def test_a_user_with_a_new_password_is_known():
    user = get_user_model()(username="new")
    assert not compat.has_new_password(user)
    user.set_password("x")
    assert compat.has_new_password(user), "Django keeps a new password somewhere else until saved."
