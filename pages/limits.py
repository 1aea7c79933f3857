"""How often something may be tried, counted in the database: right in any number of processes.

No address and no name is stored. What is counted is known by a keyed hash whose key is made anew
for each day (UTC). A count begins with the first try and is over when its time has passed.
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

IPV6_PREFIX = 64  # what one household or telephone is given
KEPT = datetime.timedelta(days=1)

type IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of one subject in `window`; `name` says what is tried."""

    name: str
    most: int
    window: datetime.timedelta


#: What is counted: under which limit, and whose try it is.
type Counted = tuple[Limit, str]


def take(counted: Iterable[Counted]) -> datetime.timedelta | None:
    """Count one try under each limit; return None if it is allowed, else how long to wait.

    A try that is refused is not counted anywhere: whoever goes on trying waits no longer for it.
    Not to be called in a transaction.
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
    # Each of these is one statement: of any number that come at once, no more than `most` pass.
    own.filter(since__lte=now - limit.window).update(tries=0, since=now)
    if own.filter(tries__lt=limit.most).update(tries=F("tries") + 1):
        return None
    since = own.values_list("since", flat=True).first()
    if since is None:  # forgotten in between
        return None
    return max(since + limit.window - now, datetime.timedelta(seconds=1))


def give_back(counted: Iterable[Counted]) -> None:
    """Do not count a try after all."""
    now = timezone.now()
    for limit, subject in counted:
        trace = pseudonym(limit.name, subject, now)
        RateCount.objects.filter(trace=trace, tries__gt=0).update(tries=F("tries") - 1)


def forget(counted: Iterable[Counted]) -> int:
    """Begin to count anew; return how many counts there were."""
    now = timezone.now()
    traces = [pseudonym(limit.name, subject, now) for limit, subject in counted]
    return RateCount.objects.filter(trace__in=traces, tries__gt=0).delete()[0]


def forget_old(now: datetime.datetime) -> int:
    """Delete what counts no more; return how many counts."""
    return RateCount.objects.filter(since__lte=now - KEPT).delete()[0]


def pseudonym(name: str, subject: str, now: datetime.datetime | None = None) -> str:
    """Return by what `subject` is known today, for the purpose `name`."""
    day = (now or timezone.now()).date()
    return salted_hmac(f"pages.limits.{day}.{name}", subject, algorithm="sha256").hexdigest()


# ------------------------------------------------------------------ who asks
def network_of(request: HttpRequest) -> str:
    """Return the network that a request comes from, "" where that cannot be told."""
    ip = client_ip(request)
    if ip is not None and ip.version == 6:
        return str(ipaddress.ip_network((ip, IPV6_PREFIX), strict=False))
    return str(ip or "")


def client_ip(request: HttpRequest) -> IpAddress | None:
    """Return who sent a request, or None where that cannot be told.

    Each proxy adds whom it got the request from to the end of X-Forwarded-For; what stands
    before the entries of our own proxies is anybody's invention.
    """
    peer = _read(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
    if not proxies or len(chain) < proxies:
        return peer
    return _read(chain[-proxies]) or peer


def _read(text: str) -> IpAddress | None:
    """Return the address in `text`, which may have a port or a zone, or None."""
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
