"""How often forms may come from one address before somebody has to look at them.

No address is stored: a hit is kept under a keyed hash whose key is made anew for each day (UTC),
and for no longer than it counts. Each hit is committed before it is counted, so that of any
number that come at once, in however many processes, no more than the limit pass.
"""

import datetime
import ipaddress

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from pages.limits import IPV6_PREFIX, IpAddress, client_ip
from signups.models.receipt import RateHit, VenueNetwork

WINDOW = datetime.timedelta(hours=1)
# One address is often many people: a shelter, an organization, the customers of a carrier.
PER_IP = 30
PER_VENUE = 300  # for all of a network marked as that of a venue


def is_exceeded(request: HttpRequest, now: datetime.datetime) -> bool:
    """Count a form that was sent, and return whether it is one too many in an hour.

    Not to be called in a transaction. Where the address is not known, nothing is limited.
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
    """Return for what a form counts, and how many of them an hour are usual there."""
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
