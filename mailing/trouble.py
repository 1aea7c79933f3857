"""Interpret errors of the mail server: whether and when to try again, and how to log them."""

import datetime
import smtplib

FIRST_PAUSE = datetime.timedelta(seconds=10)
LONGEST_PAUSE = datetime.timedelta(hours=1)


def pause(attempts: int) -> datetime.timedelta:
    """Return how long to wait after the given number of attempts."""
    return min(FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 20), LONGEST_PAUSE)


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def is_final(error: Exception) -> bool:
    """Return whether the mail server refused a message or recipient permanently (RFC 5321, 5yz).

    A refused login or sender is a problem of our own configuration, which can be fixed.
    """
    ours = (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPConnectError)
    numbers = _codes(error)
    return not isinstance(error, ours) and bool(numbers) and all(500 <= n < 600 for n in numbers)


def describe(error: Exception) -> str:
    """Return what went wrong, without the text of the error, which may contain an address."""
    numbers = ", ".join(str(number) for number in _codes(error))
    return f"{type(error).__name__} {numbers}".strip()
