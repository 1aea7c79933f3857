"""Read email addresses as people type and paste them, with a clear message for each mistake.

Addresses are stored in a form that email can be sent to: no invisible characters, plain letters and
digits, a lowercase domain. Letters such as ñ before the @ (RFC 6531) are refused: a mail server on
the way may reject them, and nobody would be notified.
"""

import re
import unicodedata
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from pages.text import seen

ERRORS = {
    "invalid": _("Enter an email address, such as name@example.org."),
    "no_at": _("This email address is missing the @. Write it like name@example.org."),
    "several": _("You entered several email addresses. Enter just one."),
    "double_at": _("This email address has more than one @. Leave only one."),
    "space": _("Remove the space from this email address."),
    "no_name": _("Add the part before the @, as in name@example.org."),
    "no_domain": _("Add the part after the @, as in name@example.org."),
    "comma": _("There is a comma in this email address. Did you mean a dot?"),
    "no_dot": _("The part after the @ needs a dot, as in name@example.org."),
    "dots": _("This email address has two dots in a row. Remove one."),
    "dot_at_edge": _(
        "An email address cannot start with a dot or have one right next to the @. Remove that dot."
    ),
    "letters": _(
        "We cannot send email to addresses with letters such as ñ or é before the @. Please "
        "enter another address."
    ),
    "character": _("“%(character)s” is not allowed in an email address. Remove it."),
}
LONGEST = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ´′ꞌ＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_PAIRS = (("<", ">"), ('"', '"'), ("'", "'"), ("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
_BEHIND = ".,;:"
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]")
_DOMAIN = re.compile(r"[\w.-]")
_is_sound = EmailValidator(allowlist=[])


def read(text: str) -> str:
    """Return the address in `text`: "Ana <ana@Example.org>," → "ana@example.org".

    Raises ValidationError, with a specific message and code for each mistake.
    """
    address = _bare(text)
    if not address:
        raise _error("invalid")
    parts = [part for part in re.split(r"[\s,;]+", address) if part]
    if sum("@" in part for part in parts) > 1:
        raise _error("several")
    if "@" not in address:
        raise _error("no_at")
    if address.count("@") > 1:
        raise _error("double_at")
    name, domain = address.split("@")
    if not name:
        raise _error("no_name")
    if not domain:
        raise _error("no_domain")
    if re.search(r"\s", address):
        raise _error("space")
    if "," in address:
        raise _error("comma")
    if ".." in address:
        raise _error("dots")
    if name.startswith(".") or name.endswith(".") or domain.startswith("."):
        raise _error("dot_at_edge")
    for character in name:
        if not _NAME.match(character):
            is_letter = unicodedata.category(character)[0] in "LMN"
            raise _error("letters") if is_letter else _error("character", character)
    for character in domain:
        if not _DOMAIN.match(character):
            raise _error("character", character)
    if "." not in domain:
        raise _error("no_dot")
    domain = domain.lower()
    try:
        ascii_domain = _ascii(domain)
        _is_sound(f"{name}@{ascii_domain}")
        # Django encodes domains by an older rule that maps "ß" to "ss", a different domain.
        same = domain.encode("idna").decode() == ascii_domain
    except (UnicodeError, ValidationError) as error:
        raise _error("invalid") from error
    if len(name) + 1 + len(ascii_domain) > LONGEST:
        raise _error("invalid")
    return f"{name}@{domain if same else ascii_domain}"


def mailbox(address: str) -> str:
    """Return a key that is equal for all spellings of an address that a mail server treats alike.

    It has the domain as in the DNS, and no capitals. Rules of single providers, such as ignored
    dots or "+" suffixes, are not applied: they differ, and people who use them have two addresses
    on purpose.
    """
    name, at, domain = _bare(address).lower().rpartition("@")
    with suppress(UnicodeError):  # no domain, so no email is sent: compare it unchanged
        domain = _ascii(domain)
    return f"{name}{at}{domain}"


def same(one: str, other: str) -> bool:
    """Return whether two addresses reach the same mailbox, or both are empty."""
    return mailbox(one) == mailbox(other)


def read_all(text: str) -> list[str]:
    """Return the addresses in `text`, separated by line breaks, commas or semicolons."""
    found: list[str] = []
    for part in re.split(r"[\n;,]+", text.replace("\r", "\n")):
        lone = part.split()
        # Several addresses on a line; "Name <address>" also contains spaces.
        several = len(lone) > 1 and all("@" in each for each in lone)
        for each in lone if several else [part]:
            if each.strip() and (address := read(each)) not in found:
                found.append(address)
    return found


def _bare(text: str) -> str:
    """Return `text` without anything around the address, with characters normalized."""
    text = seen(text).translate(_APOSTROPHES).translate(_DASHES)
    text = unicodedata.normalize("NFKC", text).strip().replace("。", ".")
    if text[:7].lower() == "mailto:":
        text = unquote(text[7:].partition("?")[0])
    brackets = re.fullmatch(r"(?P<before>[^<>]*)<(?P<address>[^<>]*)>[\s.,;:]*", text)
    if brackets:
        before, inner = brackets["before"].strip().strip("\"'"), brackets["address"]
        if "@" not in before or before.lower() == inner.strip().lower():
            text = inner
    previous = None
    while text != previous:
        previous = text
        text = text.strip().rstrip(_BEHIND).lstrip(",;:")
        for left, right in _PAIRS:
            if len(text) > 1 and text.startswith(left) and text.endswith(right):
                text = text[1:-1]
        if text[:7].lower() == "mailto:":
            text = text[7:]
    return re.sub(r"\s*@\s*", "@", text)


def _ascii(domain: str) -> str:
    """Return a domain as in the DNS (IDNA 2008). Raises UnicodeError if it has no such form."""
    domain = domain.rstrip(".").lower()
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()


def _error(code: str, character: str = "") -> ValidationError:
    return ValidationError(ERRORS[code], code=code, params={"character": character})


class EmailAddressField(forms.EmailField):
    """A form field for an email address, parsed with `read`."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return read(text) if text else ""
