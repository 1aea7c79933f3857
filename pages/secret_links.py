"""Addresses that open something to whoever knows them: kept out of logs and of `Referer`.

A personal page, the screen after signing up, a password reset: the secret stands in the path. What
begins such a path is named here once; whatever comes behind it is blanked in each line of a log.
"""

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# What stands before a secret, by the routes of `SignUpPage` and of Wagtail's admin. A test reads
# all routes and fails on one that is missing here.
BEFORE = ("mine", "done", "address", "deleted", "password_reset/confirm")
BLANK = "***"
_SLASH = "(?:/|%(?:25)*2f)"  # also as a part of another address, such as ?next=
_PATH = re.compile(
    f"({_SLASH}(?:{'|'.join(BEFORE).replace('/', _SLASH)}){_SLASH}+)" + r"[\s\"'<]*[^\s\"'<>?#&]+",
    re.IGNORECASE,
)
# A secret that was copied without what stands before it: of a personal link, of a signed address,
# of a password reset.
_BARE = re.compile(
    r"[0-9a-f]{40,}|[0-9a-f]{32}/\w{5,8}/[\w-]{40,}|\b[0-9a-z]{5,8}-[0-9a-f]{32}\b", re.IGNORECASE
)


def blank(text: str) -> str:
    """Return `text` with the secret part of each address replaced."""
    return _BARE.sub(BLANK, _PATH.sub(rf"\1{BLANK}", text))


def holds_secret(path: str) -> bool:
    """Return whether the path of an address holds a secret."""
    return _PATH.search(path) is not None


class BlankSecrets(logging.Filter):
    """Blanks the secrets in a record of the log: its message, its traceback, its stack."""

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
    """Middleware: from a page with a secret in its address no request carries it as `Referer`.

    `no-referrer` would keep the host back as well, but then a browser sends forms with
    "Origin: null", and the CSRF check refuses them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if holds_secret(request.path):
            response["Referrer-Policy"] = "strict-origin"
        return response
