"""Django system checks for the keys and forms of sign-ups, to find problems before visitors do."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.db import DatabaseError

from signups.privacy.keys import can_seal, sealing_key
from signups.privacy.sealing import SealError


@register(Tags.security)
def check_answers_keys(app_configs, **kwargs) -> Iterator[CheckMessage]:
    """Report a missing or empty key: answers cannot be stored without one."""
    keys = settings.ANSWERS_KEYS
    if not (isinstance(keys, list) and keys and all(keys)):
        yield Error(
            "There is no key to encrypt the answers of sign-ups with, or one of them is empty.",
            hint="Set ANSWERS_KEYS to a long random text, for example from `openssl rand -hex 32`.",
            id="signups.E001",
        )


@register(Tags.security)
def check_sealing_key(app_configs, **kwargs) -> Iterator[CheckMessage]:
    """Report an invalid key, which would otherwise fail only when someone signs up."""
    try:
        if settings.SEALING_PUBLIC_KEY:
            sealing_key()
    except SealError as error:
        yield Error(
            f"SEALING_PUBLIC_KEY is no key: {error}",
            hint="Copy the line that `make keys` printed, whole. The private key stays out.",
            id="signups.E002",
        )


@register(Tags.security)
def check_trusted_proxies(app_configs, **kwargs) -> Iterator[CheckMessage]:
    """Report a negative number: it is a position in a header, counted from the end."""
    if settings.TRUSTED_PROXIES < 0:
        yield Error(
            "TRUSTED_PROXIES is less than 0.",
            hint="Set it to how many proxies of yours stand before the site; 0 if there is none.",
            id="signups.E003",
        )


def reads_database(check: Callable[[], Iterator[CheckMessage]]) -> Callable:
    """Register a check that runs in `manage.py check --database default` and each `migrate`."""

    def run(app_configs, databases=None, **kwargs) -> list[CheckMessage]:
        try:
            return list(check()) if "default" in (databases or ()) else []
        except DatabaseError:  # not migrated yet, which is what `migrate` is about to do
            return []

    run.__name__, run.__doc__ = check.__name__, check.__doc__
    return register(run, Tags.database)


@reads_database
def check_sealed_forms() -> Iterator[CheckMessage]:
    """Report published forms with sensitive questions: without a key, they are closed."""
    from signups.models import SignUpPage

    pages = SignUpPage.objects.filter(live=True, locale__language_code=settings.LANGUAGE_CODE)
    if not can_seal() and (closed := [page.title for page in pages if page.has_unsealable()]):
        yield Warning(
            "These forms ask sensitive questions and take no sign-ups, because there is no key "
            f"to seal the answers with: {', '.join(closed)}.",
            hint="Let an organizer run `make keys`, and set SEALING_PUBLIC_KEY to what it prints.",
            id="signups.W001",
        )


@reads_database
def check_promises() -> Iterator[CheckMessage]:
    """Report forms, published before texts were checked, that promise more than they keep.

    The site's privacy notice, which is independent of the forms, is compared too.
    """
    from signups.models import SignUpPage
    from signups.publishing.promise_checks import against_privacy_notice, issues

    for page in SignUpPage.objects.filter(live=True).select_related("locale"):
        for fault in issues(page)[:1]:
            quote = fault.found.promise.quote
            yield Warning(
                f"The form “{page.title}” promises more than it keeps: “{quote}”",
                hint="Open it in the editor and publish it: what is wrong is shown at its place.",
                id="signups.W002",
            )
        for found in against_privacy_notice(page)[:1]:
            yield Warning(
                f"The form “{page.title}” keeps answers for longer than the privacy notice of the "
                f"site says: “{found.promise.quote}”",
                hint="Change the notice, or the days of the questions.",
                id="signups.W003",
            )


@reads_database
def check_what_is_agreed_to() -> Iterator[CheckMessage]:
    """Report forms that stay closed because visitors cannot read what they must agree to."""
    from signups.models import SignUpPage
    from signups.publishing.consent_pages import warnings

    pages = SignUpPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    for page in pages.select_related("locale"):
        for text in warnings(page):
            yield Warning(text, id="signups.W006")


@reads_database
def check_stored_sign_ups() -> Iterator[CheckMessage]:
    """Warn of keys that do not match the stored sign-ups, which nobody would notice otherwise.

    Not an error, because that would stop `migrate`: a key that is lost for good must not keep the
    site down.
    """
    from signups.registration.lost_keys import check_keys

    found = check_keys()
    if found.unreadable:
        yield Warning(
            f"Of {found.looked_at} sign-ups looked at, the answers of {found.unreadable} "
            f"cannot be decrypted: ANSWERS_KEYS is not what they were stored with.",
            hint="Put the key that is missing behind the others (docs/privacy.md).",
            id="signups.W004",
        )
    if found.foreign:
        yield Warning(
            f"Of {found.looked_at} sign-ups looked at, {found.foreign} have a personal link of "
            "another SECRET_KEY: links in later mails lead nowhere.",
            hint="Put the earlier key into SECRET_KEY_FALLBACKS.",
            id="signups.W005",
        )
    if found.sealed_elsewhere:
        yield Info(
            f"Of {found.looked_at} sign-ups looked at, {found.sealed_elsewhere} have answers "
            "sealed to another key than SEALING_PUBLIC_KEY.",
            hint="Keep the file of the earlier private key: it opens them.",
            id="signups.I001",
        )
