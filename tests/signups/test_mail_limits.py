"""Nobody can flood a mailbox: every path that sends email, tried twenty-five times."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pages import limits
from pages.email_addresses import mailbox
from signups.emails.composer import TO_ONE_RECIPIENT
from signups.models import Letter, Submission
from tests.signups.conftest import ANSWERS, Visitor, publish
from tests.signups.people import organizer
from tests.signups.test_email_change import link_in, press
from tests.signups.test_outbox import work
from tests.signups.test_personal import answers, path_of, post

EN, FOREIGN = "/en/sign-up/", "foreign@example.org"
TIMES = 25
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(no_hurry):
    """Start at 06:00 UTC, so that enough hours of the day are left for the daily limit."""
    with time_machine.travel(timezone.now().replace(hour=6, minute=0), tick=True):
        yield


def sent(address=FOREIGN) -> tuple[Visitor, Submission]:
    visitor = Visitor()
    visitor.send(EN, ANSWERS | {"email": address})
    return visitor, Submission.everything.latest("pk")


def fill(address: str) -> None:
    """Use up the hourly limit of emails to an address."""
    while limits.take([(TO_ONE_RECIPIENT, mailbox(address))]) is None:
        pass


def sign_ups(page, client):
    for _time in range(TIMES):
        yield sent()


def sign_ups_that_are_deleted(page, client):
    for _time in range(TIMES):
        visitor, row = sent()
        yield
        post(visitor, path_of(page, row), action="delete")
        yield


def sign_ups_that_are_cancelled(page, client):
    for _time in range(TIMES):
        visitor, row = sent()
        yield
        post(visitor, path_of(page, row), action="cancel")
        yield


def corrections(page, client):
    visitor, row = sent()
    for time in range(TIMES):
        post(visitor, path_of(page, row), action="correct", **answers(full_name=str(time)))
        yield


def corrections_of_repeated_ones(page, client):
    sent()
    for time in range(TIMES):
        visitor, row = sent()
        changed = answers(full_name=str(time), email=FOREIGN)
        post(visitor, path_of(page, row), action="correct", **changed)
        yield


def questions_to_a_new_address(page, client):
    """Switch the address of one sign-up back and forth."""
    visitor, row = sent("own@example.org")
    for time in range(TIMES):
        changed = answers(email=FOREIGN if time % 2 else "own@example.org")
        post(visitor, path_of(page, row), action="correct", **changed)
        yield


def questions_of_many_to_a_new_address(page, client):
    for time in range(TIMES):
        visitor, row = sent(f"own{time}@example.org")
        post(visitor, path_of(page, row), action="correct", **answers(email=FOREIGN))
        yield


def other_addresses(page, client):
    """Request other addresses: each time, the current address is notified."""
    visitor, row = sent()
    for time in range(TIMES):
        post(visitor, path_of(page, row), action="correct", **answers(email=f"{time}@example.org"))
        yield


def mails_sent_again_by_an_organizer(page, client):
    _visitor, row = sent()
    client.force_login(organizer())
    for _time in range(TIMES):
        client.post(reverse("signups_action", args=[row.pk, "resend"]))
        yield


def corrections_by_an_organizer(page, client):
    _visitor, row = sent("own@example.org")
    client.force_login(organizer())
    for time in range(TIMES):
        changed = answers(email="own@example.org" if time % 2 else FOREIGN)
        client.post(reverse("signups_correct", args=[row.pk]), changed)
        yield


def notices_to_organizers(page, client):
    page.staff_addresses = FOREIGN
    publish(page)
    for time in range(TIMES):
        yield sent(f"own{time}@example.org")


PATHS = (
    sign_ups,
    sign_ups_that_are_deleted,
    sign_ups_that_are_cancelled,
    corrections,
    corrections_of_repeated_ones,
    questions_to_a_new_address,
    questions_of_many_to_a_new_address,
    other_addresses,
    mails_sent_again_by_an_organizer,
    corrections_by_an_organizer,
    notices_to_organizers,
)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_n06_no_path_sends_twenty_five_mails_to_one_address(
    path, form_page, spanish_page, client, mailoutbox
):
    for _step in path(form_page, client):
        work()
    count = sum(FOREIGN in message.recipients() for message in mailoutbox)
    assert count <= 10
    # Waiting emails need no manual action, and the last one is not lost.
    assert not Letter.objects.stuck().exists()
    for hours in (3, 6, 9, 12, 15):
        work(passing=hours * 3600)
    count = sum(FOREIGN in message.recipients() for message in mailoutbox)
    assert 1 <= count <= 20


@pytest.mark.both_databases
def test_n06_a_mail_that_had_to_wait_is_sent_later_and_says_what_is_so_then(form_page, mailoutbox):
    with time_machine.travel(timezone.now() - datetime.timedelta(minutes=50)):
        fill(FOREIGN.upper())
    visitor, row = sent()
    assert work() == ["waits"]
    assert mailoutbox == []
    post(visitor, path_of(form_page, row), action="cancel")
    done = work(passing=11 * 60)
    assert (done.count("sent"), done.count("dropped")) == (1, 1)
    assert ["canceled" in message.subject for message in mailoutbox] == [True]


@pytest.mark.both_databases
def test_n06_addresses_asked_for_are_few_a_day_and_the_answer_is_the_same(
    form_page, spanish_page, smtp_server
):
    """The sixth request is told to wait, whether the address has a sign-up or not."""
    for name in ("known", "unknown"):
        if name == "known":
            sent("known@example.org")
        visitor, row = sent(f"own-of-{name}@example.org")
        path = path_of(form_page, row)
        for number in range(5):
            changed = answers(email=f"{number}-of-{name}@example.org")
            assert post(visitor, path, action="correct", **changed).status_code == 303
        changed = answers(email=f"{name}@example.org", full_name="Kept on the screen")
        answer = post(visitor, path, action="correct", **changed)
        assert answer.status_code == 422
        html = answer.content.decode()
        assert "Please try again tomorrow" in html
        assert "Kept on the screen" in html
        row.refresh_from_db()
        assert row.new_address == f"4-of-{name}@example.org"
        with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1)):
            assert post(visitor, path, action="correct", **changed).status_code == 303


@pytest.mark.both_databases
def test_n06_what_organizers_cause_does_not_wait(form_page, event, mailoutbox):
    sent()
    work()
    fill(FOREIGN)
    event.refresh_from_db()
    event.venue = "Social media"
    event.save_revision().publish()
    work()
    assert len(mailoutbox) == 2


@pytest.mark.both_databases
def test_n06_confirming_an_address_is_one_mail_to_each(form_page, smtp_server):
    visitor, row = sent("own@example.org")
    post(visitor, path_of(form_page, row), action="correct", **answers(email=FOREIGN))
    work()
    link = link_in(smtp_server.to(FOREIGN)[0])
    smtp_server.letters.clear()
    press(Visitor(), link)
    for _time in range(TIMES):
        Visitor().get(link)
        work()
    assert len(smtp_server.to(FOREIGN)) == 1
    assert len(smtp_server.to("own@example.org")) == 1
