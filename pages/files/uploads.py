"""Limit the size of request bodies before any of it is read."""

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
    """Middleware, after that of sessions: answer 413 if the body exceeds the sender's limit.

    Only signed-in users may upload files. Chunked bodies need no check: Django reads only as much
    as Content-Length says.
    """

    def limited(request: HttpRequest) -> HttpResponseBase:
        length = _length(request)
        if length <= settings.MOST_SENT_BY_VISITORS:
            return get_response(request)
        signed_in = get_user(request).is_active  # the cookie alone could be forged
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
    """Read and discard the body: browsers show no response before they have sent all of it."""
    left = min(length, 4 * settings.MOST_SENT_BY_STAFF)
    while left > 0 and (piece := request.read(min(STEP, left))):
        left -= len(piece)
