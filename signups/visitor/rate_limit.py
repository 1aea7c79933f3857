"""Limit how many forms from one IP address are accepted without review.

No address is stored: a hit is kept under a keyed hash whose key changes every day (UTC), and only
as long as it counts. Each hit is committed before it is counted, so that of any number of
simultaneous requests, in any number of processes, no more than the limit pass.
"""

import datetime
import ipaddress

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from pages.limits import IPV6_PREFIX, IpAddress, client_ip
from signups.models.receipt import RateHit, VenueNetwork

WINDOW = datetime.timedelta(hours=1)
# Many people may share one address: a shelter, an organization, the customers of a carrier.
PER_IP = 30
PER_VENUE = 300  # for all of a venue's network


def is_exceeded(request: HttpRequest, now: datetime.datetime) -> bool:
    """Count a submitted form, and return whether it exceeds the limit per hour.

    Must not be called in a transaction. If the address is unknown, there is no limit.
    """
    email = client_ip(request)
    if email is None:
        return False
    subject, limit = _subject(email)
    RateHit.objects.create(trace=_trace(subject, now.date()), at=now)
    traces = {_trace(subject, day.date()) for day in (now, now - WINDOW)}
    hits = RateHit.objects.filter(trace__in=traces, at__gt=now - WINDOW).count()
    RateHit.objects.filter(at__lte=now - WINDOW).delete()
    return hits > limit


def _subject(email: IpAddress) -> tuple[str, int]:
    """Return the network or address that a form counts for, and its limit per hour."""
    for text in VenueNetwork.objects.values_list("network", flat=True):
        try:
            network = ipaddress.ip_network(text.strip(), strict=False)
        except ValueError:
            continue
        if email in network:
            return str(network), PER_VENUE
    if email.version == 6:
        return str(ipaddress.ip_network((email, IPV6_PREFIX), strict=False)), PER_IP
    return str(email), PER_IP


def _trace(subject: str, day: datetime.date) -> str:
    return salted_hmac(f"signups.visitor.rate_limit.{day}", subject, algorithm="sha256").hexdigest()
