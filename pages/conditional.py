"""Answers to programs that ask for the same again and again: feed readers, calendars."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag


def unless_known(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Return `answer`, or 304 to whoever has it already (RFC 9110, 13).

    Only the ETag decides: what was taken down leaves no later date behind, and would stay with
    those who ask by date alone.
    """
    set_response_etag(answer)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
