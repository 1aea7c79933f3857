"""Answers are deleted when their period ends, no sooner, and only statistics remain."""

import datetime
import json
import logging
import re
import uuid
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import SummitPage
from sample import files
from signups.emails import enqueue
from signups.form.questions import DAYS_TO_KEEP, DAYS_TO_KEEP_SENSITIVE, read_questions
from signups.models import Letter, PurgeReceipt, RateHit, SignUpPage, Submission
from signups.privacy import tokens
from signups.privacy.encrypted_field import Unreadable
from signups.registration import retention, transitions
from signups.registration.retention import Periods, Stored, TooOld, plan, purge, too_old
from tests.signups.conftest import block, publish
from translations.engine.exchange import po

UTC = datetime.UTC
DAY = datetime.timedelta(days=1)
SECOND = datetime.timedelta(seconds=1)
ENDS = datetime.datetime(2030, 3, 8, 18, 0, tzinfo=ZoneInfo("America/Denver"))
SENT = ENDS.astimezone(UTC)  # for forms without an event, which use UTC
FULL = {"full_name": "Ana Núñez", "email": "ana@example.org"}
SEALED = {"needs": "sealed:1:0a1b2c3d:AAAA"}
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def sign_up(page, **values) -> Submission:
    reference = uuid.uuid4()
    return Submission.everything.create(
        **{
            "page": page,
            "reference": reference,
            "language": "en",
            "answers": FULL,
            "sealed": SEALED,
            "manage_token_hash": tokens.token_hash(tokens.manage_token(reference)),
            "idempotency_key": uuid.uuid4(),
            "created_at": ENDS - 30 * DAY,
            **values,
        }
    )


@pytest.fixture
def form(form_page, event) -> SignUpPage:
    """Return the form of an event that ended at ENDS; clocks go forward two days later."""
    SummitPage.objects.filter(translation_key=event.translation_key).update(
        starts=ENDS - DAY, ends=ENDS, zone="America/Denver"
    )
    return SignUpPage.objects.get(pk=form_page.pk)


@pytest.fixture
def free_form(form_page) -> SignUpPage:
    """Return a form without an event."""
    SignUpPage.objects.filter(pk=form_page.pk).update(event=None)
    return SignUpPage.objects.get(pk=form_page.pk)


def set_days(page: SignUpPage, **days: int | None) -> SignUpPage:
    """Store for how many days the answers to these questions are kept, as an editor would."""
    stream = page.fields.get_prep_value()
    for item in stream:
        if item["value"].get("key") in days:
            item["value"]["days_to_keep"] = days[item["value"]["key"]]
    page.fields = stream
    page.privacy_notice = ""  # it mentions days, and would be compared with these
    return publish(page)


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("purge", *arguments, stdout=out)
    return out.getvalue()


def damage(submission: Submission) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE signups_submission SET answers = 'gAAAAA' WHERE id = %s", [submission.pk]
        )


# ------------------------------------------------------------------ when
def test_days_are_counted_on_the_clock_of_the_event():
    """A week after 18:00 is 18:00 local time, although one night has 23 hours."""
    periods = Periods({}, "America/Denver", ENDS.astimezone(UTC))
    until = periods.until(7, ENDS)
    assert until == datetime.datetime(2030, 3, 16, 0, 0, tzinfo=UTC)
    assert until.astimezone(ZoneInfo("America/Denver")).hour == 18
    assert until - ENDS.astimezone(UTC) == 7 * DAY - datetime.timedelta(hours=1)
    assert periods.until(0, ENDS) == ENDS


@pytest.mark.parametrize("zone", ["America/Mexico_City", "America/Tijuana", "America/New_York"])
@given(
    ends=st.integers(0, 3_000_000_000).map(lambda s: datetime.datetime.fromtimestamp(s, UTC)),
    days=st.integers(0, 3650),
)
def test_whatever_the_zone_and_the_day(zone, ends, days):
    until = Periods({}, zone, ends).until(days, ends)
    assert abs(until - ends - days * DAY) <= datetime.timedelta(hours=1)
    there = [moment.astimezone(ZoneInfo(zone)) for moment in (ends, until)]
    assert there[1].date() - there[0].date() == days * DAY


def test_the_periods_are_what_the_questions_say(form):
    page = set_days(form, full_name=100, email=0)
    periods = retention.periods_of(page)
    assert periods.days["full_name"] == 100
    assert periods.days["email"] == 0
    assert periods.days["country"] == DAYS_TO_KEEP == 30
    assert periods.days["needs"] == DAYS_TO_KEEP_SENSITIVE == 7
    assert periods.event_ends == ENDS
    assert periods.zone == "America/Denver"
    assert (periods.shortest, periods.longest) == (0, 100)


def test_sealed_answers_go_after_a_week_the_rest_after_thirty_days(form):
    submission = sign_up(form)
    kept = [(FULL, SEALED), (FULL, {}), None]
    for days, before, after in ((7, 0, 1), (30, 1, 2)):
        due = (ENDS + days * DAY).astimezone(UTC)
        for moment, state in ((due - SECOND, kept[before]), (due, kept[after])):
            with time_machine.travel(moment, tick=False):
                purge()
            found = Submission.objects.filter(pk=submission.pk).first()
            assert (found and (found.answers, found.sealed)) == state, moment
    assert [r.submissions for r in PurgeReceipt.objects.order_by("pk")] == [0, 0, 0, 1]
    assert [r.answers for r in PurgeReceipt.objects.order_by("pk")] == [0, 1, 0, 2]


def test_zero_days_are_over_when_the_event_is(form):
    page = set_days(form, full_name=0)
    sign_up(page)
    purge(ENDS - SECOND)
    assert Submission.objects.get().answers == FULL
    purge(ENDS)
    assert Submission.objects.get().answers == {"email": "ana@example.org"}


def test_nothing_goes_before_the_event_however_old_it_is(form):
    page = set_days(form, full_name=0, email=0, needs=0)
    sign_up(page, created_at=ENDS - 900 * DAY)
    sign_up(page, answers={}, sealed={}, created_at=ENDS - 900 * DAY)
    assert purge(ENDS - SECOND).submissions == 0
    assert Submission.objects.count() == 2


def test_an_event_that_moves_takes_the_days_with_it(form, event):
    sign_up(form)
    SummitPage.objects.filter(pk=event.pk).update(ends=ENDS + 100 * DAY)
    assert purge(ENDS + 107 * DAY - 2 * SECOND * 3600).answers == 0
    assert purge(ENDS + 107 * DAY).answers == 1
    SummitPage.objects.filter(pk=event.pk).update(ends=ENDS)
    assert purge(ENDS + 107 * DAY).submissions == 1


def test_the_end_in_the_source_language_counts(form, event, spanish_page):
    """The end of the source event counts, not that of a translation that is out of date."""
    sign_up(form)
    SummitPage.objects.filter(translation_key=event.translation_key).exclude(pk=event.pk).update(
        ends=ENDS - 300 * DAY
    )
    assert purge(ENDS).answers == 0


def test_a_cancelled_event_counts_from_the_end_it_would_have_had(form, event):
    sign_up(form)
    SummitPage.objects.filter(pk=event.pk).update(status="cancelled", status_note="Sorry")
    assert purge(ENDS).answers == 0
    assert purge(ENDS + 30 * DAY).submissions == 1


def test_without_an_event_the_days_count_from_when_it_was_sent(free_form):
    old = sign_up(free_form, created_at=SENT)
    new = sign_up(free_form, created_at=SENT + 10 * DAY)
    purge(SENT + 7 * DAY)
    assert [bool(s.sealed) for s in Submission.objects.order_by("pk")] == [False, True]
    purge(SENT + 30 * DAY)
    assert list(Submission.objects.all()) == [new]
    assert old.pk != new.pk
    purge(SENT + 40 * DAY)
    assert not Submission.objects.exists()


def test_a_form_without_an_event_counts_in_its_own_zone(free_form):
    SignUpPage.objects.filter(pk=free_form.pk).update(zone="America/Denver")
    sign_up(free_form, created_at=ENDS)
    due = datetime.datetime(2030, 3, 16, 0, 0, tzinfo=UTC)
    assert purge(due - SECOND).answers == 0
    assert purge(due).answers == 1


# ------------------------------------------------------------------ what
keys_of_answers = st.frozensets(st.sampled_from(["a", "b", "c"]))


@given(
    keys_of_answers,
    keys_of_answers,
    st.booleans(),
    st.dictionaries(st.sampled_from("ab"), st.integers(0, 60)),
    st.integers(-5, 70),
)
def test_what_is_kept_is_within_its_period_and_what_goes_is_not(
    answers, sealed, readable, days, age
):
    periods = Periods(days, "UTC", SENT)
    stored = Stored(SENT, answers if readable else frozenset(), sealed, readable)
    old = too_old(stored, periods, SENT + age * DAY)
    for key in stored.answers:
        assert (key in old.answers) == (days.get(key, 30) <= age)
    for key in stored.sealed:
        assert (key in old.sealed) == (days.get(key, 7) <= age)
    nothing_left = (old.answers, old.sealed) == (stored.answers, stored.sealed)
    all_had_their_time = age >= max(days.values(), default=30)
    if readable and (stored.answers or stored.sealed):
        assert old.whole == nothing_left
    else:
        assert old.whole == (nothing_left and all_had_their_time)
    if age < 0:
        assert not old
    if age >= max([*days.values(), 30]):
        assert old.whole


def test_whatever_the_state_it_goes(form):
    original = sign_up(form)
    for status in Submission.Status.values:
        sign_up(form, status=status, original=original if status == "repeated" else None)
    assert purge(ENDS + 30 * DAY).submissions == 1 + len(Submission.Status)
    assert not Submission.everything.exists()


def test_a_sign_up_of_which_nothing_is_left_goes(form):
    page = set_days(form, full_name=2, email=100)
    only_name = sign_up(page, answers={"full_name": "Ana"}, sealed={})
    empty = sign_up(page, answers={}, sealed={})
    sealed_only = sign_up(page, answers={})
    both = sign_up(page)

    def left_after(days):
        purge(ENDS + days * DAY)
        return list(Submission.objects.order_by("pk"))

    assert left_after(1) == [only_name, empty, sealed_only, both]
    assert left_after(2) == [empty, sealed_only, both]
    assert left_after(7) == [empty, both]
    assert left_after(99) == [empty, both]
    assert left_after(100) == []


def test_the_address_goes_with_its_fingerprint(form):
    page = set_days(form, full_name=50, email=3)
    sign_up(page, email_fingerprint="f" * 64)
    purge(ENDS + 2 * DAY)
    assert Submission.objects.get().email_fingerprint == "f" * 64
    purge(ENDS + 3 * DAY)
    submission = Submission.objects.get()
    assert submission.answers == {"full_name": "Ana Núñez"}
    assert submission.email_fingerprint == ""


def test_a_fingerprint_stays_while_other_answers_go(form):
    page = set_days(form, full_name=3, email=50)
    sign_up(page, email_fingerprint="f" * 64)
    purge(ENDS + 8 * DAY)
    submission = Submission.objects.get()
    assert (submission.answers, submission.sealed) == ({"email": "ana@example.org"}, {})
    assert submission.email_fingerprint == "f" * 64


def test_letters_go_with_the_sign_up(form):
    submission = sign_up(form)
    enqueue.enqueue(Letter.Kind.RECEIVED, submission)
    staff = Letter.objects.create(page=form, kind=Letter.Kind.STAFF)
    purge(ENDS + 30 * DAY)
    assert list(Letter.objects.all()) == [staff]


def test_questions_given_up_and_questions_that_are_gone(form):
    """Retired questions keep their period; keys without a question get the usual one."""
    stream = form.fields.get_prep_value()
    item = next(item for item in stream if item["value"].get("key") == "story")
    item["value"] |= {"retired": True, "days_to_keep": 3}
    SignUpPage.objects.filter(pk=form.pk).update(fields=json.dumps(stream))
    sign_up(form, answers={"story": "x", "nowhere": "y"}, sealed={"elsewhere": SEALED["needs"]})
    purge(ENDS + 3 * DAY)
    assert Submission.objects.get().answers == {"nowhere": "y"}
    purge(ENDS + 7 * DAY)
    assert (Submission.objects.get().answers, Submission.objects.get().sealed) == (
        {"nowhere": "y"},
        {},
    )
    purge(ENDS + 30 * DAY)
    assert not Submission.objects.exists()


def test_a_form_that_was_unpublished_is_purged_too(form):
    sign_up(form)
    form.unpublish()
    assert purge(ENDS + 30 * DAY).submissions == 1


def test_repetitions_go_with_what_they_repeat(free_form):
    original = sign_up(free_form, created_at=SENT)
    sign_up(free_form, created_at=SENT + 20 * DAY, status="repeated", original=original)
    sign_up(free_form, created_at=SENT + 20 * DAY)
    [count] = plan(SENT + 30 * DAY)
    receipt = purge(SENT + 30 * DAY)
    # Two sign-ups with three answers each, and the sealed answer of the third.
    assert (count.submissions, count.answers.total()) == (2, 7)
    assert (receipt.submissions, receipt.answers) == (2, 7)
    assert Submission.everything.count() == 1


def test_a_place_that_becomes_free_goes_to_the_first_in_line(free_form):
    SignUpPage.objects.filter(pk=free_form.pk).update(capacity=1)
    sign_up(free_form, created_at=SENT)
    waiting = sign_up(free_form, created_at=SENT + 20 * DAY, status="waiting", position=1)
    with time_machine.travel(SENT + 30 * DAY):
        purge()
    waiting.refresh_from_db()
    assert waiting.status == "confirmed"
    assert Letter.objects.get().kind == Letter.Kind.PROMOTED


def test_nobody_is_promoted_after_the_event(form):
    SignUpPage.objects.filter(pk=form.pk).update(capacity=1)
    sign_up(form, answers={"email": "a@example.org"}, sealed={})
    page = set_days(SignUpPage.objects.get(pk=form.pk), email=2)
    waiting = sign_up(page, status="waiting", position=1)
    with time_machine.travel(ENDS + 3 * DAY):
        purge()
    waiting.refresh_from_db()
    assert waiting.status == "waiting"
    assert not Letter.objects.exists()


# ------------------------------------------------------------------ a key is lost
def test_what_cannot_be_read_is_kept_until_all_is_too_old(form, caplog):
    page = set_days(form, full_name=60)
    submission, fine = sign_up(page), sign_up(page)
    damage(submission)
    receipt = purge(ENDS + 30 * DAY)
    assert receipt.forms[0]["unreadable"] == 1
    found = Submission.objects.get(pk=submission.pk)
    assert isinstance(found.answers, Unreadable)
    assert found.answers.stored == "gAAAAA"
    assert found.sealed == {}  # its period is over, whether or not it can be read
    with time_machine.travel(ENDS + 31 * DAY):
        said = command("--dry-run")
    assert "cannot be read, a key is missing; kept until all is too old: 1" in said
    assert purge(ENDS + 60 * DAY).submissions == 2
    assert fine.pk
    assert "gAAAAA" not in caplog.text


def test_an_address_that_cannot_be_read_is_not_overwritten(form, settings):
    page = set_days(form, full_name=60)
    sign_up(page, new_address="new@example.org", address_asked_at=ENDS + 6 * DAY)
    stored = Submission.everything.values_list(Cast("new_address", TextField()), flat=True)
    before = stored.get()
    assert before
    settings.ANSWERS_KEYS = [Fernet.generate_key().decode()]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", []
    assert Submission.everything.get().new_address == ""
    assert purge(ENDS + 7 * DAY).answers == 1  # the sealed answer
    assert stored.get() == before


# ------------------------------------------------------------------ receipts
def test_a_receipt_holds_figures_alone(form):
    for number in range(3):
        sign_up(form, answers={**FULL, "story": "At night"} if number else FULL)
    receipt = purge(ENDS + 30 * DAY)
    assert PurgeReceipt.objects.get() == receipt
    receipt.refresh_from_db()
    assert (receipt.submissions, receipt.answers) == (3, 11)
    assert receipt.forms == [
        {
            "page": form.pk,
            "title": "Sign up",
            "submissions": 3,
            "answers": {"email": 3, "full_name": 3, "needs": 3, "story": 2},
        }
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM signups_purgereceipt")
        row = str(cursor.fetchall())
    for word in ("Ana", "ana@", "At night", "sealed:1"):
        assert word not in row


def test_a_night_with_nothing_to_delete_leaves_a_receipt_too(form):
    sign_up(form)
    receipt = purge(ENDS - DAY)
    assert (receipt.submissions, receipt.answers, receipt.forms) == (0, 0, [])
    assert PurgeReceipt.objects.count() == 1


def test_a_second_purge_finds_nothing(form):
    sign_up(form)
    sign_up(form, answers={"full_name": "Ana"})
    for days in (7, 30):
        assert purge(ENDS + days * DAY).answers
        assert purge(ENDS + days * DAY).answers == 0


def test_several_forms_have_one_receipt(form, home):
    other = home.add_child(
        instance=SignUpPage(
            title="Another", slug="another", fields=[block("text", key="city", label="City")]
        )
    )
    sign_up(form)
    sign_up(other, answers={"city": "Tijuana"}, sealed={}, created_at=ENDS)
    receipt = purge(ENDS + 31 * DAY)
    assert [f["title"] for f in receipt.forms] == ["Another", "Sign up"]
    assert (receipt.submissions, receipt.answers) == (2, 4)


# ------------------------------------------------------------------ batches, concurrency, errors
@pytest.mark.parametrize("batch", [1, 2, 100])
def test_many_go_in_batches(form, monkeypatch, batch):
    monkeypatch.setattr(retention, "BATCH", batch)
    original = sign_up(form)
    for number in range(5):
        sign_up(
            form,
            status="repeated" if number % 2 else "confirmed",
            original=original if number % 2 else None,
        )
    assert plan(ENDS + 30 * DAY)[0].submissions == 6
    receipt = purge(ENDS + 30 * DAY)
    assert (receipt.submissions, receipt.answers) == (6, 18)
    assert not Submission.everything.exists()


def meanwhile(monkeypatch, what) -> None:
    """Call `what` once after the purge has selected what to delete, before it takes its locks."""
    batch, done = retention._purge_batch, []

    def wait(*args):
        if not done:
            done.append(True)
            what()
        return batch(*args)

    monkeypatch.setattr(retention, "_purge_batch", wait)


def test_what_is_corrected_meanwhile_is_not_lost(form, monkeypatch):
    page = set_days(form, full_name=60)
    submission = sign_up(page)
    new = {"full_name": "Ana de la O", "story": "Corrected"}
    meanwhile(monkeypatch, lambda: transitions.correct(submission, new, {}, ""))
    purge(ENDS + 7 * DAY)
    found = Submission.objects.get()
    assert (found.answers, found.sealed) == (new, {})


def test_an_event_that_moves_meanwhile(form, event, monkeypatch):
    sign_up(form)
    later = SummitPage.objects.filter(pk=event.pk)
    meanwhile(monkeypatch, lambda: later.update(ends=ENDS + 300 * DAY))
    assert purge(ENDS + 30 * DAY).answers == 0
    assert Submission.objects.get().answers == FULL


def test_of_two_purges_one_deletes(form, monkeypatch):
    for _number in range(3):
        sign_up(form)
    meanwhile(monkeypatch, lambda: purge(ENDS + 30 * DAY))
    purge(ENDS + 30 * DAY)
    assert sorted(r.submissions for r in PurgeReceipt.objects.all()) == [0, 3]
    assert sorted(r.answers for r in PurgeReceipt.objects.all()) == [0, 9]


def test_a_purge_that_is_broken_off_has_told_what_it_did(form, monkeypatch, caplog):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _number in range(5):
        sign_up(form)
    batch, done = retention._purge_batch, []

    def fail_at_the_second(*args):
        batch(*args)
        done.append(True)
        if len(done) == 2:
            raise RuntimeError("the machine was switched off")

    monkeypatch.setattr(retention, "_purge_batch", fail_at_the_second)
    with caplog.at_level(logging.CRITICAL), pytest.raises(ExceptionGroup):
        purge(ENDS + 30 * DAY)
    receipt = PurgeReceipt.objects.get()
    assert (receipt.submissions, Submission.objects.count()) == (2, 3)
    assert purge(ENDS + 30 * DAY).submissions == 3


def test_trouble_with_one_form_does_not_keep_the_others(form, home, monkeypatch, caplog):
    other = home.add_child(
        instance=SignUpPage(
            title="Another", slug="another", fields=[block("text", key="city", label="City")]
        )
    )
    sign_up(other, answers={"city": "Tijuana"}, sealed={}, created_at=ENDS)
    sign_up(form)
    SignUpPage.objects.filter(pk=other.pk).update(zone="Nowhere/At_All")
    with (
        caplog.at_level(logging.CRITICAL),
        time_machine.travel(ENDS + 31 * DAY),
        pytest.raises(CommandError, match="Not every form"),
    ):
        command()
    assert [s.page_id for s in Submission.objects.all()] == [other.pk]
    assert PurgeReceipt.objects.get().submissions == 1


def test_what_was_taken_back_is_not_told(form, home, monkeypatch, caplog):
    other = home.add_child(
        instance=SignUpPage(
            title="Another", slug="another", fields=[block("text", key="city", label="City")]
        )
    )
    sign_up(other, answers={"city": "Tijuana"}, sealed={})
    sign_up(form)
    save, failed = PurgeReceipt.save, []

    def fail_once(self, **options):
        if "update_fields" in options and not failed:
            failed.append(True)
            raise RuntimeError("the disk is full")
        save(self, **options)

    monkeypatch.setattr(PurgeReceipt, "save", fail_once)
    with caplog.at_level(logging.CRITICAL), pytest.raises(ExceptionGroup):
        purge(ENDS + 31 * DAY)
    assert [s.page_id for s in Submission.objects.all()] == [other.pk]
    [told] = PurgeReceipt.objects.get().forms
    assert told["page"] == form.pk


# ------------------------------------------------------------------ dry run
one_sign_up = st.fixed_dictionaries(
    {
        "status": st.sampled_from(Submission.Status.values),
        "sent": st.integers(0, 60),
        "answers": st.sets(st.sampled_from(["full_name", "email", "story", "nowhere"])),
        "sealed": st.sets(st.sampled_from(["needs", "elsewhere"])),
        "readable": st.sampled_from([True, True, True, False]),
        "of_first": st.booleans(),
    }
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(one_sign_up, max_size=6),
    age=st.integers(-1, 70),
    days=st.fixed_dictionaries(
        {"full_name": st.integers(0, 60), "email": st.none() | st.integers(0, 60)}
    ),
    with_event=st.booleans(),
    batch=st.sampled_from([1, 2, 100]),
)
def test_what_is_planned_is_what_is_done(form, rows, age, days, with_event, batch):
    now = ENDS + age * DAY
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(retention, "BATCH", batch)
        stream = form.fields.get_prep_value()
        for item in stream:
            if item["value"].get("key") in days:
                item["value"]["days_to_keep"] = days[item["value"]["key"]]
        SignUpPage.objects.filter(pk=form.pk).update(
            fields=json.dumps(stream), event=form.event if with_event else None
        )
        first = None
        for row in rows:
            submission = sign_up(
                form,
                status=row["status"],
                created_at=ENDS - row["sent"] * DAY,
                answers=dict.fromkeys(row["answers"], "x"),
                sealed=dict.fromkeys(row["sealed"], SEALED["needs"]),
                original=first if row["status"] == "repeated" and row["of_first"] else None,
            )
            first = first or submission
            if not row["readable"]:
                damage(submission)
        before = Submission.everything.count()

        planned = plan(now)
        assert Submission.everything.count() == before
        assert not PurgeReceipt.objects.exists()
        receipt = purge(now)
        assert receipt.forms == [count.as_json() for count in planned if count]
        assert receipt.submissions == before - Submission.everything.count()
        assert not any(count.submissions or count.answers for count in plan(now))
        transaction.set_rollback(True)


def test_dry_run_says_what_would_go_and_from_when(form):
    page = set_days(form, story=3)
    sign_up(page)
    with time_machine.travel(ENDS + 8 * DAY):
        said = command("--dry-run")
    assert said.splitlines() == [
        "Sign up",
        "  the days count from 2030-03-08 18:00 MST",
        "  first answers go from 2030-03-11 18:00 MDT",
        "  the last from 2030-04-07 18:00 MDT",
        "  sign-ups: 0",
        "  answers to needs: 1",
        "Would delete 0 sign-ups and 1 answers.",
    ]
    assert Submission.objects.get().sealed == SEALED
    assert not PurgeReceipt.objects.exists()


def test_dry_run_names_forms_of_which_nothing_goes_yet(free_form):
    sign_up(free_form, created_at=SENT)
    with time_machine.travel(SENT):
        said = command("--dry-run")
    assert "no event: the days count from when each sign-up was sent" in said
    assert "Would delete 0 sign-ups and 0 answers." in said


def test_the_command_says_what_it_did(form):
    sign_up(form)
    with time_machine.travel(ENDS + 30 * DAY):
        said = command()
    assert said.splitlines() == [
        "Sign up",
        "  sign-ups: 1",
        "  answers to email: 1",
        "  answers to full_name: 1",
        "  answers to needs: 1",
        f"Deleted 1 sign-ups and 3 answers. Receipt no. {PurgeReceipt.objects.get().pk}.",
    ]
    for word in (*FULL.values(), SEALED["needs"]):
        assert word not in said


# ------------------------------------------------------------------ other records
def test_traces_notices_and_receipts_have_their_time(form):
    now = timezone.now()
    for age in (0, 23, 25):
        RateHit.objects.create(trace="x", at=now - datetime.timedelta(hours=age))
    for age in (1, 89, 91):
        long_ago = now - age * DAY
        Letter.objects.create(
            page=form, kind="staff", state="sent", created_at=long_ago, sent_at=long_ago
        )
    Letter.objects.create(page=form, kind=Letter.Kind.STAFF, created_at=now - 200 * DAY)
    told = sign_up(form, created_at=now - 200 * DAY)
    Letter.objects.create(
        page=form, submission=told, kind="received", state="sent", sent_at=now - 200 * DAY
    )
    for age in (399, 401):
        PurgeReceipt.objects.create(made_at=now - age * DAY)
    purge(now)
    assert RateHit.objects.count() == 2
    assert Letter.objects.filter(submission=None).count() == 3
    assert Letter.objects.filter(submission=told).count() == 1
    assert PurgeReceipt.objects.count() == 2


def test_the_task_that_the_worker_runs_every_night(form):
    sign_up(form)
    task = retention.purge_task
    assert task.module_path == "signups.registration.retention.purge_task"
    task.enqueue()  # its arguments can be stored
    assert DBTaskResult.objects.filter(task_path=task.module_path).count() == 1
    with time_machine.travel(ENDS + 30 * DAY):
        result = task.call()
    assert json.loads(json.dumps(result)) == {"submissions": 1, "answers": 3}
    assert not Submission.objects.exists()


# ------------------------------------------------------------------ promises
def test_the_sample_promises_what_is_kept():
    """The notices of the sample site name the same periods as the code, in both languages.

    Its forms leave that to the computed sentences.
    """
    for folder in ("home", "news"):
        texts = [
            text
            for path in (files.TRANSLATIONS / "es" / folder).glob("*.po")
            for entry in po.read(path.read_bytes()).entries
            for text in (entry.source, entry.data)
        ]
        said = "\n".join(texts)
        for words in (
            rf"{DAYS_TO_KEEP} days after",
            rf"{DAYS_TO_KEEP} días después",
            rf"\b{DAYS_TO_KEEP_SENSITIVE}\b",
        ):
            assert re.search(words, said), (folder, words)
        named = set(re.findall(r"(\d+)\s+(?:days after|días después)", said))
        assert named <= {str(DAYS_TO_KEEP), str(DAYS_TO_KEEP_SENSITIVE)}, folder


def test_what_a_question_says_nothing_about():
    open_one, sealed_one = read_questions(
        [block("text", key="a"), block("text", key="b", sensitive=True)]
    )
    assert (open_one.days_to_keep, sealed_one.days_to_keep) == (30, 7)
    assert not TooOld()
