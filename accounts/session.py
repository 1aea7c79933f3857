"""Sign in again next to an editor whose session has expired, without losing unsaved changes.

`static/js/admin-session.js` checks who is signed in before it submits a form and warns if nobody
is. After a new sign-in it gets the token with which to submit the open page.
"""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def state(request: HttpRequest) -> JsonResponse:
    """Return who is signed in to the admin, and a new CSRF token; `user` is None if nobody is."""
    user = request.user
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return JsonResponse({"user": None})
    name = user.get_full_name() or user.get_username()
    return JsonResponse({"user": user.pk, "name": name, "token": get_token(request)})
