"""The outbox: emails enqueued with their change, sent in a real SMTP session, never forgotten."""

import datetime
import re
from collections.abc import Callable

import icalendar
import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mailing import outbox
from mailing.models import Mail
from pages.management.commands.worker import Command
from pages.models import SiteSettings
from signups.emails import enqueue
from signups.models import Letter, SignUpPage, Submission
from signups.registration import transitions
from tests.signups.conftest import ANSWERS, Visitor, publish
from tests.smtp_server import PASSWORD, Hanging

EN, ES = "/en/sign-up/", "/es/inscripcion/"
ADDRESS = ANSWERS["email"]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def work(passing: int = 0) -> list[str]:
    """Run the tasks ready in `passing` seconds as the worker does; return the outcomes."""
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=passing), tick=True):
        before = set(DBTaskResult.objects.finished().values_list("pk", flat=True))
        Command().work(interval=0)
        done = DBTaskResult.objects.finished().exclude(pk__in=before)
        assert not done.failed().exists(), done.failed().first().traceback
        return [str(result.return_value) for result in done.order_by("finished_at")]


def part(letter, kind: str) -> str:
    """Return the text of the first part with this content type."""
    return next(p for p in letter.walk() if p.get_content_type() == kind).get_content()


# ------------------------------------------------------------------ what arrives
def test_the_confirmation_in_each_language(form_page, spanish_page, event, smtp_server):
    SiteSettings.objects.update_or_create(
        site=form_page.get_site(), defaults={"email": "hola@example.org"}
    )
    Visitor().send(ES, ANSWERS)
    submission = Submission.objects.get()
    assert work() == ["sent"]
    (letter,) = smtp_server.letters
    assert smtp_server.logins == [True]
    assert letter["To"] == ADDRESS
    assert letter["Reply-To"] == "hola@example.org"
    assert letter["Content-Language"] == "es"
    assert letter["Auto-Submitted"] == "auto-generated"
    text, html = part(letter, "text/plain"), part(letter, "text/html")
    for words in (text, html):
        assert submission.spaced_code in words
        assert f"http://localhost{ES}mine/" in words
        assert "Allá nos vemos." in words
        assert "La cumbre" in words
        assert "hora de la Ciudad de México" in words
        assert ANSWERS["telephone"] not in words
    assert '<html lang="es">' in html
    assert "<" not in text
    calendar = icalendar.Calendar.from_ical(part(letter, "text/calendar"))
    (entry,) = calendar.walk("VEVENT")
    assert str(entry["SUMMARY"]) == "La cumbre"
    assert entry["UID"].startswith(str(event.translation_key))
    picture = next(p for p in letter.walk() if p.get_content_type() == "image/png")
    assert picture["Content-ID"] == "<code>"
    assert "cid:code" in html
    stored = Letter.objects.get()
    assert (stored.state, stored.attempts) == ("sent", 1)
    assert stored.sent_at is not None

    Visitor().send(EN, ANSWERS | {"email": "b@example.org"})
    work()
    english = smtp_server.letters[1]
    assert english["Content-Language"] == "en"
    assert "See you there." in part(english, "text/plain")


def test_without_an_address_no_letter_is_owed(form_page, visitor):
    visitor.send(EN, {"full_name": "Ana"})
    assert Submission.objects.exists()
    assert not Letter.objects.exists()


def test_the_same_address_gets_its_own_link_and_learns_of_it_alone(form_page, smtp_server):
    first = Visitor().send(EN, ANSWERS)
    again = Visitor().send(EN, ANSWERS | {"full_name": "Somebody else"})
    work()
    original = Submission.objects.get()
    copy = Submission.everything.get(status="repeated")
    assert copy.original == original
    confirmation, notice = smtp_server.letters
    for letter in (confirmation, notice):
        text = part(letter, "text/plain")
        assert original.spaced_code in text
        assert copy.spaced_code not in text
        assert form_page.personal_url(original) in text
    assert "signed up again with this address" in part(notice, "text/plain")
    # Both visitors see the same, except for what is unique to each sign-up.
    pages = []
    for response, submission in ((first, original), (again, copy)):
        html = Visitor().get(response["Location"]).content.decode()
        svg = html[html.index("<svg", html.index("sign-up-picture")) :]
        html = html.replace(svg[: svg.index("</svg>")], "")
        for own in (
            response["Location"],
            submission.spaced_code,
            form_page.personal_url(submission),
        ):
            html = html.replace(own, "")
        pages.append(re.sub(r"another-person=\w+", "", html))
    assert pages[0] == pages[1]


def test_who_looks_like_spam_is_written_to_only_when_released(form_page, smtp_server):
    Visitor().send(EN, ANSWERS)
    submission = Submission.objects.get()
    Letter.objects.all().delete()
    DBTaskResult.objects.all().delete()
    Submission.objects.update(status="quarantined")
    submission.refresh_from_db()
    assert submission.shown_status == "quarantined"
    transitions.confirm(submission)
    work()
    assert "you have a spot" in part(smtp_server.letters[0], "text/plain")


def test_staff_are_told_that_somebody_came_and_nothing_of_her(form_page, smtp_server):
    form_page.staff_addresses = "one@example.org\ntwo@example.org"
    publish(form_page)
    for number in range(3):
        Visitor().send(EN, ANSWERS | {"email": f"{number}@example.org"})
    assert Letter.objects.filter(kind="staff").count() == 1
    assert work() == ["sent"] * 3  # the visitors' emails; the staff email waits for more
    assert work(passing=16 * 60) == ["sent"]
    notice = smtp_server.letters[-1]
    assert notice["X-RcptTo"] == "one@example.org, two@example.org"
    text = part(notice, "text/plain")
    assert "3 people" in text
    assert f"/admin/sign-ups/{form_page.pk}/" in text
    whole = notice.as_string()
    for answer in ("Ana", "@example.org>", ANSWERS["telephone"]):
        assert answer not in whole.replace("one@example.org", "")


def test_n18_a_server_that_hangs_is_not_waited_for_in_a_transaction(form_page, settings, visitor):
    with Hanging() as server:
        settings.MAILERS = server.options(timeout=0.5)
        visitor.send(EN, ANSWERS)
        assert work() == ["owed"]
        assert server.connections
    assert Letter.objects.get().trouble == "SMTPServerDisconnected"


# ------------------------------------------------------------------ together or not at all
def test_a_sign_up_and_its_letter_are_committed_together(form_page, visitor, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no task can be stored")

    monkeypatch.setattr(type(outbox.deliver), "enqueue", fail)
    with pytest.raises(RuntimeError):
        visitor.send(EN, ANSWERS)
    assert not Submission.everything.exists()
    assert not Letter.objects.exists()


# ------------------------------------------------------------------ errors
def test_a_server_that_is_away_is_tried_later_and_later(form_page, smtp_server, visitor):
    visitor.send(EN, ANSWERS)
    smtp_server.stop()
    start = timezone.now()
    assert work() == ["owed"]
    letter = Letter.objects.get()
    assert letter.trouble == "ConnectionRefusedError"
    assert not Letter.objects.stuck().exists()
    pauses = [letter.due_at - timezone.now()]
    for _attempt in range(11):
        with time_machine.travel(letter.due_at, tick=True):
            assert work() == ["owed"]
            letter.refresh_from_db()
            pauses.append(letter.due_at - timezone.now())
    seconds = [round(pause.total_seconds(), -1) for pause in pauses]
    assert seconds == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600]
    assert Letter.objects.stuck().get() == letter
    smtp_server.start()
    with time_machine.travel(letter.due_at, tick=True):
        assert work() == ["sent"]
    assert timezone.now() - start < datetime.timedelta(minutes=1)
    assert len(smtp_server.letters) == 1
    assert not Letter.objects.stuck().exists()


def test_a_wrong_password_is_our_own_trouble(form_page, smtp_server, settings, visitor):
    settings.MAILERS = smtp_server.options(password="wrong")
    visitor.send(EN, ANSWERS)
    assert work() == ["owed"]
    assert Letter.objects.get().trouble == "SMTPAuthenticationError 535"
    assert smtp_server.letters == []
    settings.MAILERS = smtp_server.options(password=PASSWORD)
    assert work(passing=11) == ["sent"]


@pytest.mark.parametrize(
    ("at", "answer", "outcome"),
    [
        ("RCPT", "450 mailbox busy", "owed"),
        ("RCPT", "550 no such user ana@example.org", "refused"),
        ("DATA", "451 try again later", "owed"),
        ("DATA", "554 looks like spam", "refused"),
    ],
)
def test_what_a_server_answers(form_page, smtp_server, visitor, caplog, at, answer, outcome):
    visitor.send(EN, ANSWERS)
    smtp_server.answers = [(at, answer)]
    assert work() == [outcome]
    letter = Letter.objects.get()
    assert answer[:3] in letter.trouble
    assert ADDRESS not in letter.trouble + caplog.text
    assert Letter.objects.stuck().exists() is (outcome == "refused")
    outbox.send_again(letter)
    assert work()[-1] == "sent"
    assert len(smtp_server.to(ADDRESS)) == 1


def test_a_letter_is_not_sent_by_two(form_page, smtp_server, visitor):
    visitor.send(EN, ANSWERS)
    letter = Letter.objects.get()
    assert outbox._claim(letter.pk) is not None
    assert work() == ["not due"]
    assert smtp_server.letters == []
    # The worker that claimed it died: another continues with the same Message-ID.
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2), tick=True):
        assert outbox.recover() == 1
        assert work() == ["sent"]
        assert outbox.recover() == 0
    assert smtp_server.letters[0]["Message-ID"].startswith(f"<{letter.reference.hex}@")


def test_a_letter_to_somebody_who_left_is_not_sent(form_page, smtp_server, visitor):
    visitor.send(EN, ANSWERS)
    transitions.delete(Submission.objects.get())
    assert not Mail.objects.exists()
    assert work() == ["not due"]
    assert smtp_server.letters == []


def test_a_task_whose_letter_was_rolled_back_does_not_exist(form_page, visitor):
    visitor.send(EN, ANSWERS)
    submission = Submission.objects.get()
    before = DBTaskResult.objects.count()
    with transaction.atomic():
        assert enqueue.enqueue(Letter.Kind.REMINDER, submission)
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == before
    assert Letter.objects.count() == 1


def test_whoever_changes_both_rows_of_a_letter_begins_with_the_same(form_page, visitor):
    """Every change to both rows of an email uses one order, or PostgreSQL could deadlock."""
    visitor.send(EN, ANSWERS)
    submission = Submission.objects.get()
    letter = outbox._claim(Letter.objects.get().pk)

    def touched(what: Callable[[], object]) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            what()
        found = (re.match(r'(?:UPDATE|DELETE FROM) "(\w+)"', query["sql"]) for query in captured)
        tables = [each[1] for each in found if each]
        return [table for table in tables if table in ("signups_letter", "mailing_mail")]

    both = ["signups_letter", "mailing_mail"]
    assert touched(lambda: outbox._end(letter, Letter.State.SENT)) == both
    assert touched(lambda: transitions.delete(submission, tell=False)) == both


# ------------------------------------------------------------------ the waitlist
def test_a_place_that_becomes_free_is_for_the_first_in_line(form_page, spanish_page, smtp_server):
    form_page.capacity = 1
    publish(form_page)
    for number, url in enumerate((EN, ES, EN)):
        Visitor().send(url, ANSWERS | {"email": f"{number}@example.org"})
    work()
    assert "número en la lista de espera: 1" in part(smtp_server.letters[1], "text/plain")
    assert "number on the waitlist: 2" in part(smtp_server.letters[2], "text/plain")
    holder, second, third = Submission.objects.order_by("pk")
    assert transitions.cancel(holder)
    assert not transitions.cancel(holder)
    work()
    told = {letter["To"]: letter for letter in smtp_server.letters[3:]}
    assert set(told) == {"0@example.org", "1@example.org"}
    assert told["1@example.org"]["Content-Language"] == "es"
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.status, third.status, third.place_in_line) == ("confirmed", "waiting", 1)


def test_more_places_are_given_when_they_are_published(form_page):
    form_page.capacity = 1
    page = publish(form_page)
    for number in range(4):
        Visitor().send(EN, ANSWERS | {"email": f"{number}@example.org"})
    page.capacity = 3
    publish(page)
    assert list(Submission.objects.order_by("pk").values_list("status", flat=True)) == [
        "confirmed",
        "confirmed",
        "confirmed",
        "waiting",
    ]
    assert Letter.objects.filter(kind="promoted").count() == 2


def test_nobody_is_promoted_to_an_event_that_is_over(form_page, event):
    form_page.capacity = 1
    publish(form_page)
    for number in range(2):
        Visitor().send(EN, ANSWERS | {"email": f"{number}@example.org"})
    with time_machine.travel(event.ends + datetime.timedelta(hours=1)):
        transitions.cancel(Submission.objects.get(status="confirmed"))
    assert Submission.objects.filter(status="waiting").count() == 1


# ------------------------------------------------------------------ reminders and changes
def test_reminders_go_once_to_who_has_a_place(form_page, event, smtp_server):
    from signups.emails.event_changes import enqueue_reminders

    form_page.capacity = 1
    publish(form_page)
    Visitor().send(EN, ANSWERS)
    Visitor().send(EN, ANSWERS | {"email": "waiting@example.org"})
    work()
    smtp_server.letters.clear()
    day = datetime.timedelta(days=1)
    assert enqueue_reminders(event.starts - 4 * day) == 0
    assert enqueue_reminders(event.starts - 3 * day) == 1
    assert enqueue_reminders(event.starts - 2 * day) == 0
    assert enqueue_reminders(event.starts) == 0
    work()
    (letter,) = smtp_server.letters
    assert letter["To"] == ADDRESS
    assert letter["Subject"] == "Reminder"
    assert part(letter, "text/calendar")
    SignUpPage.objects.filter(pk=form_page.pk).update(reminder_days=None)
    Letter.objects.all().delete()
    assert enqueue_reminders(event.starts - day) == 0


def test_an_event_that_moves_is_told_with_a_newer_calendar_file(
    form_page, spanish_page, event, smtp_server
):
    Visitor().send(ES, ANSWERS)
    Visitor().send(EN, ANSWERS | {"email": "b@example.org"})
    Visitor().send(EN, ANSWERS | {"email": "gone@example.org"})
    transitions.cancel(Submission.objects.order_by("pk").last(), tell=False)
    work()
    old = icalendar.Calendar.from_ical(part(smtp_server.letters[0], "text/calendar"))
    smtp_server.letters.clear()

    event.title = "The great summit"  # changes of texts send no email
    event.save_revision().publish()
    assert work() == []

    event.refresh_from_db()
    event.starts += datetime.timedelta(days=7)
    event.ends += datetime.timedelta(days=7)
    event.status, event.status_note = "moved", "A week later."
    event.save_revision().publish()
    assert work() == ["sent", "sent"]
    spanish, english = sorted(smtp_server.letters, key=lambda letter: letter["To"])
    assert spanish["Content-Language"] == "es"
    assert "Your sign-up is still valid" in part(english, "text/plain")
    new = icalendar.Calendar.from_ical(part(spanish, "text/calendar"))
    before, after = old.walk("VEVENT")[0], new.walk("VEVENT")[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt - before["DTSTART"].dt == datetime.timedelta(days=7)


def test_an_event_that_is_cancelled_is_told_to_all(form_page, event, smtp_server):
    form_page.capacity = 1
    publish(form_page)
    for number in range(2):
        Visitor().send(EN, ANSWERS | {"email": f"{number}@example.org"})
    work()
    smtp_server.letters.clear()
    event.refresh_from_db()
    event.status, event.status_note = "cancelled", "We are sorry."
    event.save_revision().publish()
    assert work() == ["sent", "sent"]
    for letter in smtp_server.letters:
        assert letter["Subject"] == "The event has been canceled"
        text = part(letter, "text/plain")
        assert "We are sorry." in text
        assert "image/png" not in [p.get_content_type() for p in letter.walk()]
    event.refresh_from_db()
    event.save_revision().publish()
    assert work() == []


def test_n14_a_place_given_back_meanwhile_is_for_the_first_in_line(form_page, event, smtp_server):
    form_page.capacity = 1
    publish(form_page)
    for number in range(2):
        Visitor().send(EN, ANSWERS | {"email": f"{number}@example.org"})
    first, second = Submission.objects.order_by("pk")
    event.refresh_from_db()
    event.status, event.status_note = "cancelled", "We are sorry."
    event.save_revision().publish()
    transitions.cancel(first)
    second.refresh_from_db()
    assert second.status == "waiting"
    work()
    smtp_server.letters.clear()
    event.refresh_from_db()
    event.status, event.status_note = "scheduled", ""
    event.save_revision().publish()
    second.refresh_from_db()
    assert second.status == "confirmed"
    work()
    assert [letter["To"] for letter in smtp_server.letters] == ["1@example.org"] * 2
    assert "You now have a spot" in part(smtp_server.letters[-1], "text/plain")


def test_what_cannot_be_published_tells_nobody(form_page, event, monkeypatch):
    Visitor().send(EN, ANSWERS)
    event.refresh_from_db()
    event.status, event.status_note = "cancelled", "We are sorry."

    def fail(*args, **kwargs):
        raise RuntimeError("full disk")

    monkeypatch.setattr(enqueue.Letter.objects, "create", fail)
    with pytest.raises(RuntimeError):
        event.save_revision().publish()
    event.refresh_from_db()
    assert event.status == "scheduled"


# ------------------------------------------------------------------ to another address
def test_n01_a_letter_to_another_address_is_kept_encrypted_and_no_longer_than_it_needs(
    form_page, smtp_server, visitor
):
    visitor.send(EN, ANSWERS)
    work()
    submission = Submission.objects.get()
    letter = enqueue.enqueue(Letter.Kind.CHANGED, submission, to="old@example.org")
    assert Letter.objects.filter(pk=letter.pk, to__contains="old").count() == 0
    assert Letter.objects.get(pk=letter.pk).to == "old@example.org"
    assert work() == ["sent"]
    text = part(smtp_server.letters[-1], "text/plain")
    assert smtp_server.letters[-1]["To"] == "old@example.org"
    assert submission.spaced_code not in text
    assert "/mine/" not in text
    assert Letter.objects.get(pk=letter.pk).to == ""


def test_n01_a_letter_to_an_address_whose_sign_up_is_gone(form_page, smtp_server, visitor):
    visitor.send(EN, ANSWERS)
    work()
    transitions.delete(Submission.objects.get(), tell=True)
    smtp_server.answers = [("RCPT", "550 no such user")]
    assert work() == ["refused"]
    letter = Letter.objects.get()
    assert letter.to == ""
    assert not Letter.objects.stuck().exists(), "there is no address to which it could go"


def test_n01_an_address_that_cannot_be_reached_for_a_day_is_forgotten(
    form_page, smtp_server, visitor
):
    visitor.send(EN, ANSWERS)
    work()
    letter = enqueue.enqueue(Letter.Kind.CHANGED, Submission.objects.get(), to="old@example.org")
    smtp_server.stop()
    assert work() == ["owed"]
    assert outbox.give_up(letter.created_at + datetime.timedelta(hours=23)) == 0
    assert outbox.give_up(letter.created_at + datetime.timedelta(hours=25)) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.to) == ("dropped", "")


def test_an_event_that_is_only_saved_tells_nobody(form_page, event):
    Visitor().send(EN, ANSWERS)
    event.refresh_from_db()
    event.starts += datetime.timedelta(hours=1)
    event.ends += datetime.timedelta(hours=1)
    owed = Letter.objects.count()
    event.save()
    assert Letter.objects.count() == owed, "letters belong to a publication, not to a save"
    event.refresh_from_db()
    event.starts += datetime.timedelta(hours=1)
    event.ends += datetime.timedelta(hours=1)
    event.save_revision().publish()
    assert Letter.objects.count() == owed + 1
