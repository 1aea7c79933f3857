"""How many forms an IP address may send, and what is stored of the address."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from signups.models import RateHit, Submission, VenueNetwork
from signups.visitor import rate_limit
from tests.signups.conftest import Visitor

pytestmark = pytest.mark.both_databases

EN = "/en/sign-up/"
TRUE_LIMIT = rate_limit.PER_IP
NOW = datetime.datetime(2030, 2, 1, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def request(address="203.0.113.7", forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory().post("/", REMOTE_ADDR=address, **headers)


@pytest.fixture(autouse=True)
def usual_limits(no_hurry, monkeypatch):
    monkeypatch.setattr("signups.visitor.rate_limit.PER_IP", 10)


# ------------------------------------------------------------------ IP address of the sender
@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "expected"),
    [
        (0, "203.0.113.7", None, "203.0.113.7"),
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),  # anyone can forge this header
        (1, "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "10.0.0.1", "198.51.100.1", "10.0.0.1"),  # not through our proxies
        (1, "10.0.0.1", None, "10.0.0.1"),
        (1, "10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        (1, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        (0, "fe80::1%eth0", None, "fe80::1"),
        (0, "::ffff:203.0.113.7", None, "203.0.113.7"),
        (1, "10.0.0.1", "unknown", "10.0.0.1"),
        (0, "", None, None),
        (0, "unix:", None, None),
    ],
)
def test_who_sends(settings, proxies, peer, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    found = rate_limit.client_ip(request(peer, forwarded))
    assert (str(found) if found else None) == expected


@given(peer=st.text(max_size=60), forwarded=st.text(max_size=60), proxies=st.integers(0, 3))
def test_no_header_is_an_error(peer, forwarded, proxies):
    from django.test import override_settings

    with override_settings(TRUSTED_PROXIES=proxies):
        rate_limit.client_ip(request(peer, forwarded))


# ------------------------------------------------------------------ rate limits
@pytest.mark.django_db
def test_ten_an_hour_from_an_address():
    assert [rate_limit.is_exceeded(request(), NOW) for _ in range(12)] == [False] * 10 + [True] * 2
    assert not rate_limit.is_exceeded(request("203.0.113.8"), NOW)
    assert not rate_limit.is_exceeded(request(), NOW + HOUR)


@pytest.mark.django_db
def test_more_an_hour_from_a_venue(monkeypatch):
    monkeypatch.setattr("signups.visitor.rate_limit.PER_VENUE", 50)
    VenueNetwork.objects.create(network="203.0.113.0/24")
    VenueNetwork.objects.create(network="no network")  # saved without validation
    addresses = [f"203.0.113.{number}" for number in range(1, 53)]
    found = [rate_limit.is_exceeded(request(address), NOW) for address in addresses]
    assert found == [False] * 50 + [True] * 2
    assert [rate_limit.is_exceeded(request("198.51.100.1"), NOW) for _ in range(11)][-1]


@pytest.mark.django_db
def test_a_household_has_one_ipv6_prefix():
    found = [rate_limit.is_exceeded(request(f"2001:db8:0:1::{n:x}"), NOW) for n in range(11)]
    assert found == [False] * 10 + [True]
    assert not rate_limit.is_exceeded(request("2001:db8:0:2::1"), NOW)


@pytest.mark.django_db
def test_an_hour_across_midnight_counts_whole():
    before = datetime.datetime(2030, 2, 1, 23, 50, tzinfo=datetime.UTC)
    for _ in range(10):
        assert not rate_limit.is_exceeded(request(), before)
    assert len(set(RateHit.objects.values_list("trace", flat=True))) == 1
    assert rate_limit.is_exceeded(request(), before + datetime.timedelta(minutes=20))
    assert len(set(RateHit.objects.values_list("trace", flat=True))) == 2


@pytest.mark.django_db
def test_without_an_address_nothing_is_limited_or_kept():
    assert not any(rate_limit.is_exceeded(request(""), NOW) for _ in range(20))
    assert not RateHit.objects.exists()


@pytest.mark.django_db
def test_no_address_is_kept_and_no_hit_for_longer_than_it_counts(settings):
    rate_limit.is_exceeded(request(), NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM signups_ratehit")
        (row,) = cursor.fetchall()
    assert "203.0.113" not in str(row)
    assert len(row[1]) == 64
    one = RateHit.objects.get().trace
    settings.SECRET_KEY = "another-" + "x" * 50
    rate_limit.is_exceeded(request(), NOW)
    assert RateHit.objects.exclude(trace=one).count() == 1
    rate_limit.is_exceeded(request("198.51.100.1"), NOW + HOUR)
    assert RateHit.objects.count() == 1


# ------------------------------------------------------------------ what the visitor sees
@pytest.mark.django_db
def test_n04_what_is_too_much_is_put_aside_and_its_sender_is_told(form_page, spanish_page):
    screens = []
    for number in range(12):
        visitor = Visitor()
        sent = visitor.send(EN, {"full_name": f"Ana {number}", "email": f"a{number}@example.org"})
        assert sent.status_code == 303
        screens.append(visitor.get(sent["Location"]))
    assert {screen.status_code for screen in screens} == {200}
    statuses = Submission.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["confirmed"] * 10 + ["quarantined"] * 2
    assert not Submission.objects.filter(status="quarantined", letters__isnull=False).exists()
    told = ["We are reviewing your sign-up" in screen.content.decode() for screen in screens]
    assert told == [False] * 10 + [True] * 2


def test_n04_a_group_that_somebody_signs_up_is_within_the_usual_limit():
    assert rate_limit.PER_VENUE >= TRUE_LIMIT >= 30


@pytest.mark.django_db
def test_only_what_is_valid_and_new_counts(form_page):
    visitor = Visitor()
    for _ in range(12):
        assert visitor.send(EN, {"full_name": ""}).status_code == 422
    assert not RateHit.objects.exists()
    hidden = visitor.open(EN)
    for _ in range(12):
        assert visitor.send(EN, {"full_name": "Ana"}, hidden).status_code == 303
    assert RateHit.objects.count() == 1
    assert Submission.objects.get().status == "confirmed"


@pytest.mark.django_db
def test_the_address_again_counts_too(form_page):
    for _ in range(2):
        Visitor().send(EN, {"full_name": "Ana", "email": "ana@example.org"})
    assert RateHit.objects.count() == 2


@pytest.mark.django_db
def test_the_key_is_another_each_day():
    with time_machine.travel(NOW):
        rate_limit.is_exceeded(request(), timezone.now())
    first = RateHit.objects.get().trace
    with time_machine.travel(NOW + datetime.timedelta(days=1)):
        rate_limit.is_exceeded(request(), timezone.now())
    assert RateHit.objects.get().trace != first
