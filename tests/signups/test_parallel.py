"""Real concurrency on PostgreSQL; SQLite allows one writer at a time.

These tests commit, and the tables are emptied after each, so they have a file of their own, which
runs last.
"""

import contextlib
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from accounts import lockout
from home.models import HomePage
from pages.limits import take
from pages.models import RateCount
from signups.models import Letter, RateHit, SignUpPage, Submission
from signups.privacy import tokens
from signups.registration import transitions
from signups.registration.create import SignUpData, receive
from signups.visitor import rate_limit
from tests.signups.conftest import Visitor, every_kind

pytestmark = pytest.mark.both_databases


@pytest.fixture
def small_form(transactional_db) -> SignUpPage:
    # The tables may have been emptied, so nothing from the migrations is assumed.
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=HomePage(title="Home", slug="home-of-places"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    Site.clear_site_root_paths_cache()
    return home.add_child(
        instance=SignUpPage(title="Sign up", slug="sign-up", fields=every_kind(), capacity=5)
    )


def send(page: SignUpPage, number: int, address: str = "", form: uuid.UUID | None = None):
    return receive(
        SignUpPage.objects.get(pk=page.pk),
        SignUpData(
            reference=uuid.uuid4(),
            idempotency_key=form or uuid.uuid4(),
            language="es" if number % 2 else "en",
            answers={"full_name": str(number), "email": address},
            email=address,
        ),
        now=timezone.now(),
    )


def in_parallel(count: int, work) -> list[BaseException]:
    """Run `work(number)` in `count` threads that start together; return the exceptions."""
    barrier, errors = threading.Barrier(count), []

    def run(number: int):
        try:
            barrier.wait()
            work(number)
        except Exception as error:  # noqa: BLE001 the test checks it
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.postgresql
@pytest.mark.slow
def test_places_are_given_once(small_form):
    errors = in_parallel(24, lambda number: send(small_form, number))
    assert errors == []
    assert Submission.objects.filter(status="confirmed").count() == 5
    waiting = list(Submission.objects.waiting())
    assert [submission.position for submission in waiting] == list(range(1, 20))
    assert [s.place_in_line for s in waiting] == list(range(1, 20))
    by_arrival = sorted(waiting, key=lambda submission: submission.created_at)
    assert by_arrival == waiting


@pytest.mark.postgresql
@pytest.mark.slow
def test_the_same_form_and_the_same_address_in_parallel(small_form):
    form = uuid.uuid4()
    assert in_parallel(8, lambda number: send(small_form, number, form=form)) == []
    assert Submission.objects.count() == 1
    assert in_parallel(8, lambda number: send(small_form, number, "a@example.org")) == []
    assert Submission.objects.count() == 2
    repeated = Submission.everything.filter(status="repeated")
    assert repeated.count() == 7
    assert {each.original_id for each in repeated} == {Submission.objects.latest("pk").pk}
    kinds = Letter.objects.values_list("kind", flat=True)
    # Notified again once an hour (or twice, when a new hour begins meanwhile).
    assert set(kinds) == {"again", "received"}
    assert len(kinds) <= 3


@pytest.mark.postgresql
@pytest.mark.slow
def test_n02_places_are_given_once_also_to_what_repeats(small_form):
    errors = in_parallel(24, lambda number: send(small_form, number, f"{number % 8}@example.org"))
    assert errors == []
    everything = Submission.everything.all()
    assert Submission.objects.count() == 8
    assert everything.holding_places().places() == 5
    line = list(everything.line())
    assert [row.position for row in line] == list(range(1, 20))
    assert [row.place_in_line for row in line] == list(range(1, 20))
    # All spots are freed at the same moment, and each is given once.
    rows = list(everything.holding_places())[:4]
    assert in_parallel(len(rows), lambda number: transitions.cancel(rows[number])) == []
    assert everything.holding_places().places() == 5


@pytest.mark.postgresql
@pytest.mark.slow
def test_n02_of_many_who_confirm_one_address_one_gets_it(small_form):
    """Only one sign-up gets an address that many confirm or sign up with at the same moment."""
    wanted = "wanted@example.org"
    for number in range(6):
        send(small_form, number, f"own{number}@example.org")
    rows = list(Submission.objects.all())
    for row in rows:
        transitions.correct(row, row.answers, {}, wanted, by_sender=True)
    won: list[int] = []

    def confirm(number: int) -> None:
        if number >= len(rows):
            send(small_form, number, wanted)
            return
        with contextlib.suppress(transitions.EmailTaken):
            transitions.confirm_email(rows[number], wanted)
            won.append(number)

    assert in_parallel(8, confirm) == []
    fingerprints = tokens.email_fingerprints(wanted, small_form.translation_key)
    standing = Submission.objects.with_email(fingerprints)
    assert standing.count() == 1
    assert len(won) == (1 if standing.get().pk in {row.pk for row in rows} else 0)


@pytest.mark.postgresql
@pytest.mark.slow
def test_an_impatient_visitor_in_parallel(small_form):
    """The same form, sent twice at the same moment through the whole site, counts once."""
    url = small_form.get_url() or "/en/sign-up/"
    visitor = Visitor()
    hidden = visitor.open(url)
    answers: list[int] = []

    def click(number: int):
        client = Client(enforce_csrf_checks=True)
        client.cookies = visitor.client.cookies
        answers.append(client.post(url, {**hidden, "full_name": "Ana"}).status_code)

    assert in_parallel(4, click) == []
    assert answers == [303] * 4
    assert Submission.everything.count() == 1


@pytest.mark.postgresql
@pytest.mark.slow
def test_no_more_pass_when_all_come_at_once(transactional_db, monkeypatch):
    monkeypatch.setattr(rate_limit, "PER_IP", 10)
    passed = []
    request, now = RequestFactory().post("/", REMOTE_ADDR="203.0.113.7"), timezone.now()
    errors = in_parallel(24, lambda _n: passed.append(not rate_limit.is_exceeded(request, now)))
    assert errors == []
    assert sum(passed) <= 10
    assert RateHit.objects.count() == 24


@pytest.mark.postgresql
@pytest.mark.slow
def test_n22_no_more_passwords_are_tried_when_all_come_at_once(transactional_db):
    passed = []
    counted = [(lockout.ACCOUNT, "admin"), (lockout.NETWORK, "203.0.113.7")]
    errors = in_parallel(24, lambda _n: passed.append(take(counted) is None))
    assert errors == []
    assert sum(passed) == lockout.ACCOUNT.most
    assert sorted(RateCount.objects.values_list("tries", flat=True)) == [10, 10]
