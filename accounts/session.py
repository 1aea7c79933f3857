"""Signing in beside an editor whose session has ended, so that nothing typed is lost.

`static/js/admin-session.js` asks who is signed in before anything is sent, and says so if it is
nobody any more. After that somebody has the token with which the open page may be sent.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.staticfiles import versioned_static


@never_cache
@require_safe
def state(request: HttpRequest) -> JsonResponse:
    """Answer who is signed in to the admin, with a fresh CSRF token; `user` is None for nobody."""
    user = request.user
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return JsonResponse({"user": None})
    name = user.get_full_name() or user.get_username()
    return JsonResponse({"user": user.pk, "name": name, "token": get_token(request)})


def back(request: HttpRequest) -> HttpResponse:
    """Tell who has signed in beside an open page to go back to it."""
    return TemplateResponse(request, "accounts/signed_in_again.html")


def urls() -> list:
    return [path("session/back/", back, name="signed_in_again")]


def styles() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}">', versioned_static("css/admin-session.css")
    )


def script() -> str:
    """Write the script with its words, in the language of the person."""
    words = {
        "title": _("You are signed out"),
        "out": _(
            "Your session has ended. What you wrote is still here. Sign in in another window, "
            "come back to this one, and save."
        ),
        "other": _(
            "Somebody else has signed in to this browser: {name}. What you wrote is still here. "
            "Sign in again with your own account, come back to this window, and save."
        ),
        "link": _("Sign in in another window"),
        "later": _("Go on reading"),
        "back": _("You are signed in again. What you wrote is still here: save it now."),
    }
    again = f"{reverse('wagtailadmin_login')}?next={reverse('signed_in_again')}"
    attributes = {"state": reverse("session_state"), "sign-in": again} | {
        f"say-{name}": text for name, text in words.items()
    }
    return format_html(
        '<script src="{}" id="admin-session"{}></script>',
        versioned_static("js/admin-session.js"),
        format_html_join("", ' data-{}="{}"', attributes.items()),
    )
