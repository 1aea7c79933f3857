"""Answer conditional requests of clients that poll, such as feed readers and calendars."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag


def unless_known(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Return `answer`, or 304 if the client already has it (RFC 9110, section 13).

    Only the ETag counts: unpublishing leaves no later date, so clients that ask by date alone would
    keep showing unpublished content.
    """
    set_response_etag(answer)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
