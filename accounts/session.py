"""Signing in beside an editor whose session has ended, so that nothing typed is lost.

`static/js/admin-session.js` asks who is signed in before anything is sent, and says so if it is
nobody any more. After that somebody has the token with which the open page may be sent.
"""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def state(request: HttpRequest) -> JsonResponse:
    """Answer who is signed in to the admin, with a fresh CSRF token; `user` is None for nobody."""
    user = request.user
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return JsonResponse({"user": None})
    name = user.get_full_name() or user.get_username()
    return JsonResponse({"user": user.pk, "name": name, "token": get_token(request)})
