"""Limit password guessing for accounts and private pages, and limit password reset requests.

Each view that accepts a password or reset request is wrapped by a function of this module (see
`peacesummit.urls`). Too many failed attempts get a 429 page that is the same for every name and
password. A successful sign-in sets a cookie, so that attempts by others under the same name do not
lock that browser out. docs/decisions/the-numbers-of-the-lockout.md explains the limits.
"""

import datetime
import functools
import logging
import unicodedata
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.crypto import get_random_string, salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.models import Page

from accounts import compat
from pages import errors, limits
from pages.limits import Counted, Limit

logger = logging.getLogger(__name__)

QUARTER = datetime.timedelta(minutes=15)
HOUR = datetime.timedelta(hours=1)

ACCOUNT = Limit("sign-in to an account", 10, QUARTER)
DEVICE = Limit("sign-in from a known browser", 10, QUARTER)
NETWORK = Limit("sign-in from a network", 60, QUARTER)
PRIVATE = Limit("password of a page or document", 200, QUARTER)
PRIVATE_NETWORK = Limit("password of a page from a network", 30, QUARTER)
RESET = Limit("reset of a password", 3, HOUR)
RESET_NETWORK = Limit("resets from a network", 20, HOUR)

DEVICE_COOKIE = "known"
DEVICE_AGE = datetime.timedelta(days=90)
DEVICE_ACCOUNTS = 5  # how many people may share a browser

type View = Callable[..., HttpResponseBase]


# ------------------------------------------------------------------ views
def sign_in(view: View) -> View:
    """Limit a view that checks `username` and `password` and redirects on success."""

    @sensitive_post_parameters("password")
    @functools.wraps(view)
    def limited(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        typed = request.POST.get("username", "")
        name, known = account_name(typed), _known(request)
        if _mark(name) in known["accounts"]:
            counted = [(DEVICE, f"{known['device']} {name}")]
        else:
            counted = [(ACCOUNT, name), *_of_network(NETWORK, request)]
        response = _try(request, counted, lambda: view(request, *args, **kwargs))
        if response.status_code == 302:
            limits.forget([(ACCOUNT, name), counted[0]])
            limits.give_back(counted[1:])
            _remember(response, name, known)
        else:
            _log("Failed sign-in", request, response, account=_pk(typed))
        return response

    return never_cache(limited)


def private(view: View) -> View:
    """Limit a view that checks the shared password of a page or of documents."""

    @sensitive_post_parameters("password")
    @functools.wraps(view)
    def limited(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        _demand_that_it_belongs(**kwargs)
        if request.method != "POST":
            return view(request, *args, **kwargs)
        what = f"{_where(request)} {next(iter(kwargs.values()))}"
        counted = [(PRIVATE, what), *_of_network(PRIVATE_NETWORK, request)]
        response = _try(request, counted, lambda: view(request, *args, **kwargs))
        if response.status_code == 302:
            limits.give_back(counted)
        else:
            _log("Wrong password of a private page", request, response, restriction=what)
        return response

    return never_cache(limited)


def _demand_that_it_belongs(
    page_view_restriction_id: int = 0, page_id: int = 0, **others: object
) -> None:
    """Raise Http404 if the page lacks this restriction, so as not to reveal that it exists."""
    if page_id:
        page = get_object_or_404(Page, pk=page_id, live=True)
        get_object_or_404(page.get_view_restrictions(), pk=page_view_restriction_id)


def reset(view: View) -> View:
    """Limit a view that emails a password reset link to `email`."""

    @functools.wraps(view)
    def limited(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        email = account_name(request.POST.get("email", ""))
        counted = [(RESET, email), *_of_network(RESET_NETWORK, request)]
        response = _try(request, counted, lambda: view(request, *args, **kwargs))
        _log("Password reset asked for", request, response)
        return response

    return never_cache(limited)


def _try(
    request: HttpRequest, counted: list[Counted], view: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    wait = limits.take(counted)
    return view() if wait is None else errors.too_many_tries(request, wait)


def _of_network(limit: Limit, request: HttpRequest) -> list[Counted]:
    network = limits.network_of(request)
    return [(limit, network)] if network else []


def account_name(typed: str) -> str:
    """Return the normalized name or email address under which attempts are counted."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def lift(name: str) -> bool:
    """Unlock an account; return whether there were recent attempts."""
    return bool(limits.forget([(ACCOUNT, account_name(name))]))


# ------------------------------------------------------------------ known browsers
def _mark(name: str) -> str:
    return salted_hmac("accounts.lockout.account", name, algorithm="sha256").hexdigest()[:32]


def _known(request: HttpRequest) -> dict:
    """Return the `device` and the `accounts` that signed in from it, according to the cookie."""
    try:
        return signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt=__name__, max_age=DEVICE_AGE
        )
    except signing.BadSignature:
        return {"device": get_random_string(22), "accounts": []}


def _remember(response: HttpResponseBase, name: str, known: dict) -> None:
    others = [mark for mark in known["accounts"] if mark != _mark(name)]
    known = {**known, "accounts": [_mark(name), *others][:DEVICE_ACCOUNTS]}
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps(known, salt=__name__),
        max_age=DEVICE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


# ------------------------------------------------------------------ log
def _log(what: str, request: HttpRequest, response: HttpResponseBase, **details: object) -> None:
    """Log an event without the IP address, the password, or a name that may be a password."""
    if response.status_code == 429:
        what += ", refused: too many"
    network = limits.pseudonym("log", limits.network_of(request))[:12]
    said = "".join(f"; {key} {value}" for key, value in details.items())
    logger.warning("%s (%s); network %s%s", what, _where(request), network, said)


def _where(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _pk(typed: str) -> object:
    """Return the primary key of the account, or "unknown": the name may be a mistyped password."""
    users = get_user_model()
    found = users.objects.filter(**{users.USERNAME_FIELD: typed.replace("\0", "")})
    return found.values_list("pk", flat=True).first() or "unknown"


def lift_with_new_password(sender, instance, **kwargs) -> None:
    """Unlock an account whose password was changed, by anyone (signal handler)."""
    if compat.has_new_password(instance):
        lift(instance.get_username())
