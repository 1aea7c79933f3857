"""Keep URLs that grant access by a secret out of logs and of `Referer`.

Personal pages, sign-up confirmations and password resets have a secret in the path. This module
lists the path segments before a secret; what follows them is blanked in all logs.
"""

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Segments before a secret, in the routes of `SignUpPage` and of Wagtail's admin. A test reads all
# routes and fails if one is missing.
BEFORE = ("mine", "done", "address", "deleted", "password_reset/confirm")
BLANK = "***"
_SLASH = "(?:/|%(?:25)*2f)"  # also encoded within another URL, such as ?next=
_PATH = re.compile(
    f"({_SLASH}(?:{'|'.join(BEFORE).replace('/', _SLASH)}){_SLASH}+)" + r"[\s\"'<]*[^\s\"'<>?#&]+",
    re.IGNORECASE,
)
# Secrets copied without their path: of personal links, signed URLs and password resets.
_BARE = re.compile(
    r"[0-9a-f]{40,}|[0-9a-f]{32}/\w{5,8}/[\w-]{40,}|\b[0-9a-z]{5,8}-[0-9a-f]{32}\b", re.IGNORECASE
)


def blank(text: str) -> str:
    """Return `text` with the secret part of each URL replaced."""
    return _BARE.sub(BLANK, _PATH.sub(rf"\1{BLANK}", text))


def holds_secret(path: str) -> bool:
    """Return whether a URL path contains a secret."""
    return _PATH.search(path) is not None


class BlankSecrets(logging.Filter):
    """Blanks the secrets in a log record: message, traceback and stack."""

    _formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = blank(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = blank(record.exc_text)
        if record.stack_info:
            record.stack_info = blank(record.stack_info)
        return True


class KeepSecretLinks:
    """Middleware: keep secrets in the URL of a page out of the `Referer` of its requests.

    `no-referrer` would hide the host as well, but browsers then send forms with "Origin: null",
    which the CSRF check refuses.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if holds_secret(request.path):
            response["Referrer-Policy"] = "strict-origin"
        return response
