"""Superseded emails are not sent, and the emails of a sign-up are sent in order.

All through a real mail server that fails and recovers.
"""

import datetime
import random
import uuid
from contextlib import suppress

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from events.models import SummitPage
from events.templatetags.events import days
from mailing import outbox
from pages.management.commands.worker import Command
from signups.emails import enqueue, event_changes
from signups.models import Letter, SignUpPage, Submission
from signups.registration import transitions
from tests.seeds import seeds
from tests.signups.conftest import every_kind, publish
from tests.signups.people import sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def work() -> list[str]:
    """Run the ready tasks as the worker does; return the outcomes."""
    before = set(DBTaskResult.objects.finished().values_list("pk", flat=True))
    Command().work(interval=0)
    done = DBTaskResult.objects.finished().exclude(pk__in=before)
    assert not done.failed().exists(), done.failed().first().traceback
    return [str(result.return_value) for result in done.order_by("finished_at")]


def until_nothing_is_owed() -> None:
    """Let hours pass until every email has been sent or dropped."""
    for hours in range(1, 60):
        with time_machine.travel(timezone.now() + hours * HOUR / 3, tick=True):
            outbox.recover()
            while work():
                pass
        if not Letter.objects.pending().exists():
            return
    raise AssertionError(list(Letter.objects.pending().values()))


def subjects(smtp_server, since: int = 0) -> list[str]:
    return [str(letter["Subject"]).partition(":")[0] for letter in smtp_server.letters[since:]]


def text(letter) -> str:
    return letter.get_body(("plain",)).get_content()


@pytest.fixture
def submission(form_page) -> Submission:
    return sign_up(form_page, address="ana@example.org")


@pytest.fixture
def waiting(form_page) -> Submission:
    """Return the first sign-up on the waitlist, whose email about it is enqueued."""
    form_page.capacity = 1
    page = publish(form_page)
    sign_up(page, "First", address="first@example.org")
    return sign_up(page, address="ana@example.org")


def change(event, **values) -> None:
    event.refresh_from_db()
    for name, value in values.items():
        setattr(event, name, value)
    event.save_revision().publish()


def cancel_event(event) -> None:
    change(event, status="cancelled", status_note="Sorry.")


def move_event(event, by=7 * DAY) -> None:
    event.refresh_from_db()
    change(event, starts=event.starts + by, ends=event.ends + by, status="moved", status_note="x")


# ------------------------------------------------------------------ kind by kind
def test_n01_who_cancels_is_not_told_afterwards_that_she_has_a_place(waiting, smtp_server):
    until_nothing_is_owed()
    told = len(smtp_server.letters)
    smtp_server.stop()
    page = SignUpPage.objects.get()
    page.capacity = 2
    publish(page)
    work()
    transitions.cancel(waiting)
    work()
    smtp_server.start()
    until_nothing_is_owed()
    assert subjects(smtp_server, told) == ["Your sign-up was canceled"]
    assert Letter.objects.get(kind="promoted").state == "dropped"


def test_n01_who_is_confirmed_again_is_not_told_that_she_is_cancelled(submission, smtp_server):
    until_nothing_is_owed()
    smtp_server.stop()
    transitions.cancel(submission)
    work()
    transitions.confirm(submission)
    smtp_server.start()
    until_nothing_is_owed()
    assert subjects(smtp_server, 1) == ["You are signed up"]


def test_n01_received_and_promoted_both_waiting_are_one_mail(waiting, smtp_server):
    transitions.cancel(Submission.objects.exclude(pk=waiting.pk).get())
    work()
    assert [subject for subject in subjects(smtp_server) if "sign-up" not in subject] == [
        "You now have a spot"
    ]


def test_n01_who_was_put_back_in_line_before_the_mail_is_told_how_it_is(waiting, smtp_server):
    smtp_server.stop()
    transitions.cancel(Submission.objects.exclude(pk=waiting.pk).get())
    work()
    transitions.wait(waiting)
    # Alone on the waitlist, it would be the next: another sign-up has to take the spot first.
    smtp_server.start()
    until_nothing_is_owed()
    mine = [letter for letter in smtp_server.letters if letter["To"] == "ana@example.org"]
    assert [str(letter["Subject"]).partition(":")[0] for letter in mine] == [
        "You are on the waitlist"
    ]


@pytest.mark.parametrize("kind", ["again", "changed", "reminder", "event_moved", "received"])
def test_n01_nothing_looks_forward_after_a_cancellation(submission, smtp_server, kind):
    Letter.objects.all().delete()
    enqueue.enqueue(kind, submission)
    transitions.cancel(submission, tell=False)
    until_nothing_is_owed()
    assert smtp_server.letters == []
    assert Letter.objects.get().state == "dropped"


@pytest.mark.parametrize(
    "kind", ["again", "changed", "received", "promoted", "reminder", "event_moved"]
)
def test_n01_a_cancelled_event_overtakes_what_speaks_of_it(submission, event, smtp_server, kind):
    Letter.objects.all().delete()
    enqueue.enqueue(kind, submission)
    cancel_event(event)
    until_nothing_is_owed()
    assert subjects(smtp_server) == ["The event has been canceled"]


def test_n01_who_gets_a_place_of_a_cancelled_event_is_told_that_it_is(
    submission, event, smtp_server
):
    transitions.cancel(submission)
    cancel_event(event)
    until_nothing_is_owed()
    transitions.confirm(submission)
    until_nothing_is_owed()
    assert subjects(smtp_server) == [
        "Your sign-up was canceled",
        "The event has been canceled",
    ]


def test_n01_an_event_that_takes_place_after_all(submission, event, smtp_server):
    until_nothing_is_owed()
    smtp_server.stop()
    cancel_event(event)
    work()
    change(event, status="scheduled", status_note="")
    smtp_server.start()
    until_nothing_is_owed()
    assert subjects(smtp_server, 1) == ["There has been a change"]


def test_n01_of_two_moves_the_last_one_is_told(submission, event, smtp_server):
    until_nothing_is_owed()
    smtp_server.stop()
    move_event(event)
    work()
    # A worker that hangs is sending the first email.
    Letter.objects.filter(kind="event_moved").update(claimed_until=timezone.now() + HOUR / 60)
    move_event(event)
    assert Letter.objects.filter(kind="event_moved").count() == 2
    smtp_server.start()
    until_nothing_is_owed()
    assert subjects(smtp_server, 1) == ["There has been a change"]
    event.refresh_from_db()
    assert days(event) in text(smtp_server.letters[1])


def test_n01_a_reminder_of_another_date_is_dropped_and_due_again_on_the_old_one(
    submission, event, smtp_server
):
    until_nothing_is_owed()
    told = len(smtp_server.letters)
    event.refresh_from_db()
    remind = event.starts - DAY
    assert event_changes.enqueue_reminders(remind) == 1
    move_event(event)
    until_nothing_is_owed()
    assert subjects(smtp_server, told) == ["There has been a change"]
    move_event(event, by=-7 * DAY)
    assert event_changes.enqueue_reminders(remind) == 1
    until_nothing_is_owed()
    assert sorted(subjects(smtp_server, told + 1)) == ["Reminder", "There has been a change"]


def test_n01_a_reminder_of_what_has_begun_is_dropped(submission, event, smtp_server):
    until_nothing_is_owed()
    event.refresh_from_db()
    event_changes.enqueue_reminders(event.starts - DAY)
    with time_machine.travel(event.starts + HOUR, tick=True):
        work()
    assert Letter.objects.get(kind="reminder").state == "dropped"


# ------------------------------------------------------------------ in order, one at a time
def test_n01_a_later_letter_waits_behind_one_that_is_being_retried(submission, smtp_server):
    smtp_server.answers = [("RCPT", "451 later")]
    enqueue.enqueue(Letter.Kind.CHANGED, submission)
    assert sorted(work()) == ["not due", "owed"]
    assert smtp_server.letters == []
    assert not Letter.objects.due(timezone.now() + HOUR / 3600).exists()
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=11), tick=True):
        work()
    assert subjects(smtp_server) == ["You are signed up", "Your sign-up was changed"]


def test_n01_one_that_is_refused_keeps_no_other_waiting(submission, smtp_server):
    smtp_server.answers = [("RCPT", "550 no")]
    enqueue.enqueue(Letter.Kind.CHANGED, submission)
    work()
    assert subjects(smtp_server) == ["Your sign-up was changed"]


def test_n01_one_whose_worker_hangs_keeps_the_next_waiting(submission, smtp_server):
    first = Letter.objects.get()
    assert outbox._claim(first.pk)
    second = enqueue.enqueue(Letter.Kind.CHANGED, submission)
    assert outbox._claim(second.pk) is None
    # The email being sent may be out of date, so the same kind is enqueued again.
    again = enqueue.enqueue(Letter.Kind.RECEIVED, submission)
    assert again.pk not in (first.pk, second.pk)


def test_n01_who_has_lost_a_letter_to_another_worker_does_not_mark_it(submission, smtp_server):
    late = outbox._claim(Letter.objects.get().pk)
    with time_machine.travel(timezone.now() + HOUR / 30, tick=True):
        outbox._claim(late.pk)
    outbox._put_off(late, ConnectionError())
    letter = Letter.objects.get()
    assert (letter.attempts, letter.trouble) == (2, "")
    assert letter.claimed_until is not None


# ------------------------------------------------------------------ how often
def test_n06_many_corrections_make_one_mail_an_hour(submission, smtp_server):
    until_nothing_is_owed()
    for number in range(25):
        answers = {**submission.answers, "full_name": f"Ana {number}"}
        transitions.correct(submission, answers, {}, "ana@example.org")
        work()
    assert subjects(smtp_server, 1) == ["Your sign-up was changed"]
    assert Letter.objects.pending().count() == 1
    with time_machine.travel(timezone.now() + 61 * HOUR / 60, tick=True):
        work()
    assert subjects(smtp_server, 1) == ["Your sign-up was changed"] * 2
    assert not Letter.objects.pending().exists()


def test_n06_what_waits_for_its_hour_keeps_no_news_waiting(submission, event, smtp_server):
    for name in ("Ana", "Eva"):
        until_nothing_is_owed() if name == "Ana" else work()
        transitions.correct(
            submission, {**submission.answers, "full_name": name}, {}, "ana@example.org"
        )
    assert Letter.objects.pending().count() == 1
    move_event(event)
    work()
    assert subjects(smtp_server)[-1] == "There has been a change"


def test_n06_one_address_gets_ten_mails_an_hour_over_all_forms_and_loses_none(
    form_page, home, event, smtp_server
):
    pages = [form_page] + [
        home.add_child(
            instance=SignUpPage(title=f"Form {n}", slug=f"form-{n}", fields=every_kind())
        )
        for n in range(12)
    ]
    for page in pages:
        sign_up(page, address="ana@example.org")
    sign_up(form_page, "Eva", address="eva@example.org")
    while work():
        pass
    mine = [letter for letter in smtp_server.letters if letter["To"] == "ana@example.org"]
    assert len(mine) == 10
    assert len(smtp_server.letters) == 11, "others get theirs"
    # It does not delay messages from organizers.
    move_event(event)
    work()
    assert subjects(smtp_server)[-1] == "There has been a change"
    until_nothing_is_owed()
    assert len([x for x in smtp_server.letters if x["To"] == "ana@example.org"]) == 10 + 3 + 1


def test_n06_what_could_not_be_sent_does_not_count(submission, smtp_server):
    smtp_server.stop()
    for minutes in range(15):
        with time_machine.travel(timezone.now() + minutes * HOUR / 60, tick=True):
            work()
            outbox.recover()
    smtp_server.start()
    with time_machine.travel(timezone.now() + 50 * HOUR / 60, tick=True):
        while work():
            pass
    assert len(smtp_server.letters) == 1


# ------------------------------------------------------------------ random sequences
class Walk:
    """People, organizers, an event and a mail server that act at random."""

    def __init__(self, page: SignUpPage, event, smtp_server, seed: int):
        self.random = random.Random(seed)  # noqa: S311
        self.page, self.event, self.smtp_server = page, event, smtp_server
        self.people: list[Submission] = []
        self.hours = 0.0

    def steps(self):
        return [
            self.come, self.come, self.cancel, self.cancel, self.confirm, self.wait, self.correct,
            self.capacity, self.move, self.end_event, self.revive_event, self.remind, self.away,
            self.back, self.busy, self.work, self.work, self.work, self.later,
        ]  # fmt: skip

    def step(self) -> None:
        self.random.choice(self.steps())()

    def somebody(self) -> Submission | None:
        if not self.people:
            return None
        chosen = self.random.choice(self.people)
        chosen.refresh_from_db()
        return chosen

    def come(self) -> None:
        event_is_on = not SummitPage.objects.get(pk=self.event.pk).is_cancelled
        if len(self.people) < 4 and event_is_on:
            address = f"p{len(self.people)}@example.org"
            page = SignUpPage.objects.get(pk=self.page.pk)
            self.people.append(sign_up(page, str(uuid.uuid4()), address=address))

    def cancel(self) -> None:
        if who := self.somebody():
            transitions.cancel(who)

    def confirm(self) -> None:
        if who := self.somebody():
            with suppress(transitions.NoPlace):
                transitions.confirm(who)

    def wait(self) -> None:
        if who := self.somebody():
            transitions.wait(who)

    def correct(self) -> None:
        if who := self.somebody():
            answers = {**who.answers, "full_name": str(self.random.random())}
            transitions.correct(who, answers, {}, answers["email"])

    def capacity(self) -> None:
        page = SignUpPage.objects.get(pk=self.page.pk)
        page.capacity = self.random.choice((1, 2, 3))
        page.accepted_changes = [f"capacity={page.capacity}"]
        publish(page)

    def move(self) -> None:
        move_event(self.event, by=self.random.choice((-2, 3, 5)) * DAY)

    def end_event(self) -> None:
        cancel_event(self.event)

    def revive_event(self) -> None:
        change(self.event, status="scheduled", status_note="")

    def remind(self) -> None:
        event = SummitPage.objects.get(pk=self.event.pk)
        event_changes.enqueue_reminders(event.starts - DAY)

    def away(self) -> None:
        self.smtp_server.stop()

    def back(self) -> None:
        self.smtp_server.start()

    def busy(self) -> None:
        self.smtp_server.answers.append((self.random.choice(("RCPT", "DATA")), "451 later"))

    def work(self) -> None:
        work()

    def later(self) -> None:
        self.hours += self.random.choice((0.01, 0.2, 1.5))

    # ------------------------------------------------------------ invariants
    def check(self) -> None:
        event = SummitPage.objects.get(pk=self.event.pk)
        for who in self.people:
            who.refresh_from_db()
            mine = [x for x in self.smtp_server.letters if x["To"] == who.answers["email"]]
            assert mine, "she was told nothing"
            assert self.says(mine[-1], event) == self.stands(who, event), [
                str(letter["Subject"]) for letter in mine
            ]

    @staticmethod
    def stands(who: Submission, event) -> str:
        if who.status == Submission.Status.CANCELLED:
            return "cancelled"
        return "no event" if event.is_cancelled else str(who.status)

    @staticmethod
    def says(letter, event) -> str:
        subject, body = str(letter["Subject"]), text(letter)
        if subject.startswith("Your sign-up was canceled"):
            return "cancelled"
        if subject.startswith("The event has been canceled"):
            return "no event"
        assert days(event) in body, "it names another date"
        if any(part.get_content_type() == "image/png" for part in letter.walk()):
            return "confirmed"
        return "waiting" if "waitlist" in body else "nothing"


@pytest.mark.random
@pytest.mark.parametrize("seed", seeds(12))
def test_n01_whatever_happened_the_last_mail_says_what_is_so(form_page, event, smtp_server, seed):
    form_page.capacity = 2
    walk = Walk(publish(form_page), event, smtp_server, seed)
    start = timezone.now()
    for _step in range(60):
        with time_machine.travel(start + walk.hours * HOUR, tick=True):
            walk.step()
    smtp_server.start()
    smtp_server.answers.clear()
    with time_machine.travel(start + walk.hours * HOUR, tick=True):
        until_nothing_is_owed()
    walk.check()
