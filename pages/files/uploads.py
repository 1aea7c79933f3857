"""How much may be sent at once, refused before any of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from pages import errors

STEP = 64 * 1024


def limit_body(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, behind that of sessions: answer 413 to what is larger than its sender may send.

    Only who is signed in may send files. What comes in pieces, without a length, is nothing to
    Django: it reads as much as the length says.
    """

    def limited(request: HttpRequest) -> HttpResponseBase:
        length = _length(request)
        if length <= settings.MOST_SENT_BY_VISITORS:
            return get_response(request)
        signed_in = get_user(request).is_active  # a cookie alone may be invented
        most = settings.MOST_SENT_BY_STAFF if signed_in else settings.MOST_SENT_BY_VISITORS
        if length <= most:
            return get_response(request)
        if signed_in:
            _pass_over(request, length)
        return errors.too_large(request, most)

    return limited


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _pass_over(request: HttpRequest, length: int) -> None:
    """Read what is sent and keep nothing: a browser shows no answer before it has sent all."""
    left = min(length, 4 * settings.MOST_SENT_BY_STAFF)
    while left > 0 and (piece := request.read(min(STEP, left))):
        left -= len(piece)
