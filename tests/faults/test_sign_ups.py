"""Under load and at the worst moments no spot is given twice, and no accepted sign-up is lost."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.site import FEW, OPEN, PLACES, POSTGRESQL, Person, copy_of, site_with_forms
from tests.smtp_server import Hanging, SmtpServer

MANY = 4 * PLACES
READING = 3.5  # seconds between loading and sending a form; anyone faster looks like a bot
PATIENCE = 240  # seconds
pytestmark = [pytest.mark.slow, pytest.mark.both_databases]


@pytest.fixture(scope="module")
def forms(shared_folder):
    return site_with_forms(shared_folder)


def loaded(site, many: int, paths: tuple[str, str]) -> list[Person]:
    people = [Person(site, number, paths) for number in range(many)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(Person.load, people))
    time.sleep(READING)
    return people


def wait_until(true: Callable[[], bool], what: str) -> float:
    """Wait until `true()` and return how many seconds it took."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < PATIENCE, what
        time.sleep(0.5)
    return time.monotonic() - start


def test_many_at_once_for_few_places(forms, tmp_path):
    """200 people sign up for 50 spots in two languages at the same moment (SQLite: 40 and 10)."""
    processes = {"WEB_CONCURRENCY": "2"} if POSTGRESQL else {}
    with copy_of(forms, tmp_path, **processes) as running:
        running.start("web")
        people = loaded(running.site, MANY, FEW)
        barrier = threading.Barrier(MANY)

        def send(person: Person) -> bool:
            barrier.wait()
            return person.send()

        with ThreadPoolExecutor(MANY) as pool:
            accepted = list(pool.map(send, people))
        rows = running.site.query(
            "SELECT status, position, language, email_fingerprint FROM signups_submission"
            " ORDER BY created_at, id"
        )
    assert all(accepted)
    assert len(rows) == len({row[3] for row in rows}) == MANY
    assert Counter(row[0] for row in rows) == {"confirmed": PLACES, "waiting": MANY - PLACES}
    # In order of arrival: first all who have a spot, then the waitlist from its start.
    assert [row[1] for row in rows] == [None] * PLACES + list(range(1, MANY - PLACES + 1))
    assert Counter(row[2] for row in rows) == {"en": MANY / 2, "es": MANY / 2}


def test_killed_at_any_moment(forms, tmp_path, capsys):
    """Nothing is lost when web server, worker and mail server die under load."""
    count = 60
    with (
        SmtpServer() as smtp_server,
        copy_of(forms, tmp_path, EMAIL_URL=smtp_server.url) as running,
    ):
        running.start("web")
        running.start("worker")
        people = loaded(running.site, count, OPEN)
        accepted: dict[str, float] = {}
        tries = Counter()
        begin = time.monotonic()

        def insist(person: Person) -> None:
            """Send until the site confirms receipt, as a person who sees an error would."""
            while person.address not in accepted:
                tries[person.address] += 1
                if person.send():
                    accepted[person.address] = time.monotonic() - begin
                else:
                    time.sleep(0.3)

        kills = 0
        with ThreadPoolExecutor(4) as pool:
            work = [pool.submit(insist, person) for person in people]
            for progress in (0.15, 0.35, 0.55, 0.75):
                wait_until(lambda p=progress: len(accepted) >= count * p, "nothing comes in")
                running.kill("worker")
                running.kill("web")
                kills += 2
                if progress < 0.5:
                    smtp_server.stop()
                else:
                    smtp_server.start()
                running.start("worker")
                running.start("web")
            for future in work:
                future.result()
        smtp_server.start()

        def owed() -> int:
            return running.site.query("SELECT count(*) FROM mailing_mail WHERE state <> 'sent'")[0][
                0
            ]

        seconds = wait_until(lambda: owed() == 0, "letters are still owed")
        stored = running.site.query(
            "SELECT count(*), count(DISTINCT email_fingerprint),"
            " count(DISTINCT idempotency_key), count(DISTINCT code) FROM signups_submission"
        )[0]
        told = Counter(letter["To"] for letter in smtp_server.letters)
        different = {letter["Message-ID"] for letter in smtp_server.letters}

    with capsys.disabled():
        print(
            f"\n{kills} kills; {len(accepted)} of {count} accepted after {sum(tries.values())} "
            f"attempts; {stored[0]} stored; {len(told)} told in {sum(told.values())} messages, "
            f"{len(different)} of them different; all sent {seconds:.0f} s after the last kill"
        )
    assert len(accepted) == count
    assert stored == (count, count, count, count)
    assert set(told) == {person.address for person in people}
    assert len(different) == count


NOTICE = """
import uuid
import django
django.setup()
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Locale
from translations.models import Notice
for number in range(3):
    person = User.objects.create_user(f"told{number}", f"told{number}@example.org")
    Notice.objects.create(
        user=person, kind="sent", translation_key=uuid.uuid4(), title="A page",
        locale=Locale.objects.get(language_code="es"),
    )
Notice.objects.update(created_at=timezone.now() - timedelta(hours=1))
"""


def test_n18_a_mail_server_that_hangs_keeps_nobody_from_signing_up(forms, tmp_path):
    """A mail server that accepts connections and never answers delays notices, not sign-ups."""
    with Hanging() as server, copy_of(forms, tmp_path, EMAIL_URL=server.url) as running:
        running.run("-c", NOTICE)
        running.start("web")
        people = loaded(running.site, 4, OPEN)
        running.start("worker")
        wait_until(lambda: server.connections, "no mail is tried")
        accepted = [person.send() for person in people]
        still_hanging = server.hangs()
        stored = running.site.query("SELECT count(*) FROM signups_submission")[0][0]
        # Waiting for the first connection to end would have taken its whole time limit.
        assert still_hanging, "the first mail had been given up before all had signed up"
    assert accepted == [True] * 4
    assert stored == 4
