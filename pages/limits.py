"""Limit how often something may be tried, with counters shared by all processes.

No IP address or name is stored. Subjects are identified by a keyed hash with a new key each day
(UTC). A counter starts at the first try and ends after its window.
"""

import datetime
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from pages.models import RateCount

IPV6_PREFIX = 64  # bits; usually assigned to one household or phone
KEPT = datetime.timedelta(days=1)

type IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Limit:
    """At most `most` tries per subject in `window`; `name` identifies the action."""

    name: str
    most: int
    window: datetime.timedelta


#: A limit, and the subject whose tries it counts.
type Counted = tuple[Limit, str]


def take(counted: Iterable[Counted]) -> datetime.timedelta | None:
    """Count one try under each limit; return None if allowed, else how long to wait.

    A refused try is not counted, so further attempts do not prolong the wait. Must not be called in
    a transaction.
    """
    now = timezone.now()
    taken: list[Counted] = []
    for limit, subject in counted:
        wait = _take(limit, subject, now)
        if wait is not None:
            give_back(taken)
            return wait
        taken.append((limit, subject))
    return None


def _take(limit: Limit, subject: str, now: datetime.datetime) -> datetime.timedelta | None:
    trace = pseudonym(limit.name, subject, now)
    RateCount.objects.get_or_create(trace=trace, defaults={"since": now})
    own = RateCount.objects.filter(trace=trace)
    # Single atomic statements: of any number of simultaneous tries, at most `most` pass.
    own.filter(since__lte=now - limit.window).update(tries=0, since=now)
    if own.filter(tries__lt=limit.most).update(tries=F("tries") + 1):
        return None
    since = own.values_list("since", flat=True).first()
    if since is None:  # deleted in the meantime
        return None
    return max(since + limit.window - now, datetime.timedelta(seconds=1))


def give_back(counted: Iterable[Counted]) -> None:
    """Undo the counting of a try."""
    now = timezone.now()
    for limit, subject in counted:
        trace = pseudonym(limit.name, subject, now)
        RateCount.objects.filter(trace=trace, tries__gt=0).update(tries=F("tries") - 1)


def forget(counted: Iterable[Counted]) -> int:
    """Reset the counters; return how many there were."""
    now = timezone.now()
    traces = [pseudonym(limit.name, subject, now) for limit, subject in counted]
    return RateCount.objects.filter(trace__in=traces, tries__gt=0).delete()[0]


def forget_old(now: datetime.datetime) -> int:
    """Delete expired counters; return how many."""
    return RateCount.objects.filter(since__lte=now - KEPT).delete()[0]


def pseudonym(name: str, subject: str, now: datetime.datetime | None = None) -> str:
    """Return the pseudonym of `subject` for today and the purpose `name`."""
    day = (now or timezone.now()).date()
    return salted_hmac(f"pages.limits.{day}.{name}", subject, algorithm="sha256").hexdigest()


# ------------------------------------------------------------------ clients
def network_of(request: HttpRequest) -> str:
    """Return the network of a request's client, or "" if it is unknown."""
    ip = client_ip(request)
    if ip is not None and ip.version == 6:
        return str(ipaddress.ip_network((ip, IPV6_PREFIX), strict=False))
    return str(ip or "")


def client_ip(request: HttpRequest) -> IpAddress | None:
    """Return the IP address of the client, or None if it is unknown.

    Each proxy appends its client to X-Forwarded-For; anything before the entries of our own proxies
    may be forged.
    """
    peer = _read(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
    if not proxies or len(chain) < proxies:
        return peer
    return _read(chain[-proxies]) or peer


def _read(text: str) -> IpAddress | None:
    """Return the IP address in `text`, which may have a port or a zone, or None."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip
