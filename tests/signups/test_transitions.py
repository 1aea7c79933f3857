"""Transitions of a sign-up: its status, spot and emails, and the sign-ups waiting behind it.

Each transition is tested alone, from rows in the database; the tests of the screens check what
people see.
"""

import datetime
import uuid

import pytest
from django.utils import timezone

from events.models import SummitPage
from signups.models import Letter, SignUpPage, Submission
from signups.privacy import tokens
from signups.registration import email_change, transitions
from signups.registration.transitions import EmailTaken, NoPlace, Over
from tests.signups.conftest import block

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def form(home) -> SignUpPage:
    """Return a form for people and groups, without an event or a capacity."""
    return home.add_child(
        instance=SignUpPage(
            title="Form",
            slug="form",
            fields=[
                block("text", label="Name", key="name"),
                block("email", label="Email", key="email"),
                block("group_size", label="How many?", key="people", largest=9),
            ],
        )
    )


def limit(form: SignUpPage, capacity: int | None, **facts) -> SignUpPage:
    SignUpPage.objects.filter(pk=form.pk).update(capacity=capacity, **facts)
    return SignUpPage.objects.get(pk=form.pk)


def end(form: SignUpPage, ends: datetime.datetime | None = None) -> None:
    """Give the form an event that is over."""
    ends = ends or timezone.now() - DAY
    event = SummitPage(title="Event", slug="event", starts=ends - DAY, ends=ends, zone="UTC")
    form.get_parent().add_child(instance=event)
    SignUpPage.objects.filter(pk=form.pk).update(event=event)


def begin(form: SignUpPage) -> None:
    """Give the form an event that is in the future."""
    end(form, timezone.now() + 9 * DAY)


def row(form: SignUpPage, status: str = "confirmed", name: str = "ana", **values) -> Submission:
    reference, address = uuid.uuid4(), f"{name}@example.org"
    answers = {"name": name, "email": address, "people": values.get("places", 1)}
    return Submission.everything.create(
        **{
            "page": form,
            "status": status,
            "reference": reference,
            "language": "es",
            "answers": answers,
            "email_fingerprint": fingerprint(form, address),
            "manage_token_hash": tokens.token_hash(tokens.manage_token(reference)),
            "idempotency_key": uuid.uuid4(),
            "status_changed_at": LONG_AGO,
            **values,
        }
    )


def fingerprint(form: SignUpPage, address: str) -> str:
    return tokens.email_fingerprints(address, form.translation_key)[0]


def repeat(of: Submission, shown_as: str = "confirmed", after: Submission | None = None, **values):
    """Return a duplicate of a sign-up; `after` is the one that counted for the address then."""
    return row(
        of.page, "repeated", of.answers["name"], shown_as=shown_as, original=of,
        ends_with=after or of, **values,
    )  # fmt: skip


def now(submission: Submission) -> tuple:
    """Return the current status fields of a sign-up, and whether it changed just now."""
    found = Submission.everything.get(pk=submission.pk)
    changed = found.status_changed_at > LONG_AGO
    return found.status, found.shown_as, found.position, changed


def letters() -> list[tuple]:
    """Return the enqueued emails: kind, sign-up, and the address if it is another one."""
    return list(Letter.objects.order_by("pk").values_list("kind", "submission", "to"))


def untouched(submission: Submission) -> tuple:
    return submission.status, submission.shown_as, submission.position, False


# ------------------------------------------------------------------ at check-in
def test_present_and_not_present(form):
    guest = row(form)
    assert transitions.check_in(guest) is True
    assert now(guest) == ("checked_in", "", None, True)
    assert guest.status == "checked_in"  # the object passed in is updated, too
    assert transitions.check_in(guest) is False
    Submission.everything.update(status_changed_at=LONG_AGO)
    assert transitions.undo_check_in(guest) is True
    assert now(guest) == ("confirmed", "", None, True)
    assert transitions.undo_check_in(guest) is False
    assert letters() == []


@pytest.mark.parametrize("status", ["waiting", "cancelled", "quarantined", "declined", "repeated"])
def test_only_who_has_a_place_can_be_present(form, status):
    guest = row(form, status)
    assert transitions.check_in(guest) is False
    assert transitions.undo_check_in(guest) is False
    assert now(guest) == untouched(guest)


# ------------------------------------------------------------------ the waitlist
def test_places_go_to_the_first_in_line_and_nobody_overtakes(form):
    row(form, name="guest")
    third = row(form, "waiting", "third", position=3)
    second = row(form, "waiting", "second", position=2, places=2)
    first = row(form, "waiting", "first", position=1)
    page = limit(form, 3)
    assert transitions.fill_places(page) == 1  # two spots: one is taken, one is too few
    assert now(first) == ("confirmed", "", None, True)
    assert now(second) == untouched(second)
    assert now(third) == untouched(third)
    assert letters() == [("promoted", first.pk, "")]
    assert transitions.fill_places(limit(form, 4)) == 1
    assert now(second)[0] == "confirmed"
    assert now(third) == untouched(third)
    assert transitions.fill_places(page) == 0
    assert transitions.fill_places(limit(form, None)) == 1
    assert now(third)[0] == "confirmed"


@pytest.mark.parametrize("repeated", [False, True])
def test_who_moves_up_keeps_what_was_written_meanwhile(form, monkeypatch, repeated):
    """The waitlist is not locked: links and keys may be renewed while it moves, and are kept."""
    first = row(form)
    guest = (
        repeat(first, "waiting", position=1)
        if repeated
        else row(form, "waiting", "guest", position=1)
    )
    set_status = transitions._set

    def late(submission, *args, **values):
        Submission.everything.filter(pk=guest.pk).update(manage_token_hash="x" * 64)
        set_status(submission, *args, **values)

    monkeypatch.setattr(transitions, "_set", late)
    assert transitions.fill_places(limit(form, 2)) == 1
    found = Submission.everything.get(pk=guest.pk)
    assert found.shown_status == "confirmed"
    assert found.manage_token_hash == "x" * 64
    assert found.updated_at > guest.updated_at


def test_several_are_given_as_many_as_there_are(form):
    line = [row(form, "waiting", f"p{n}", position=n, places=n) for n in (1, 2, 3)]
    assert transitions.fill_places(limit(form, 5)) == 2
    assert [now(each)[0] for each in line] == ["confirmed", "confirmed", "waiting"]
    assert [kind for kind, *_rest in letters()] == ["promoted"] * 2


def test_what_only_repeats_moves_up_without_a_mail(form):
    first = row(form)
    again = repeat(first, "waiting", position=5)
    before = Submission.everything.get(pk=again.pk).updated_at
    assert transitions.fill_places(limit(form, 2)) == 1
    assert now(again) == ("repeated", "confirmed", None, True)
    assert Submission.everything.get(pk=again.pk).updated_at > before
    assert letters() == []


def test_no_place_is_given_when_the_event_is_over(form):
    waits = row(form, "waiting", position=1)
    end(form)
    assert transitions.fill_places(SignUpPage.objects.get(pk=form.pk)) == 0
    assert now(waits) == untouched(waits)


# ------------------------------------------------------------------ canceled
@pytest.mark.parametrize("status", ["confirmed", "checked_in", "waiting"])
@pytest.mark.parametrize("tell", [True, False])
def test_cancelled_its_place_goes_to_the_next(form, status, tell):
    limit(form, 1)
    guest = row(form, status, position=1 if status == "waiting" else None)
    waits = row(form, "waiting", "bea", position=2)
    assert transitions.cancel(guest, tell=tell) is True
    assert now(guest) == ("cancelled", "", None, True)
    assert now(waits) == ("confirmed", "", None, True)
    expected = [("cancelled", guest.pk, "")] if tell else []
    assert letters() == [*expected, ("promoted", waits.pk, "")]
    assert transitions.cancel(guest) is False
    assert len(letters()) == len(expected) + 1


def test_cancelling_is_told_unless_it_is_said_otherwise(form):
    guest = row(form)
    transitions.cancel(guest)
    assert letters() == [("cancelled", guest.pk, "")]


def test_cancelled_in_quarantine_without_a_word(form):
    limit(form, 1)
    suspect, waits = row(form, "quarantined"), row(form, "waiting", "bea", position=1)
    assert transitions.cancel(suspect) is True
    assert now(suspect) == ("cancelled", "", None, True)
    assert now(waits) == untouched(waits)  # no spot was freed
    assert letters() == []


def test_what_repeats_is_cancelled_for_its_sender_alone(form):
    limit(form, 2)
    first = row(form)
    again = repeat(first)
    waits = row(form, "waiting", "bea", position=3)
    assert transitions.cancel(again) is True
    assert now(again) == ("repeated", "cancelled", None, True)
    assert now(first) == untouched(first)
    assert now(waits)[0] == "confirmed"
    assert letters() == [("cancelled", again.pk, ""), ("promoted", waits.pk, "")]
    assert transitions.cancel(again) is False


def test_what_came_after_it_and_while_it_stood_ends_with_it(form):
    first = row(form)
    second = repeat(first)
    third = repeat(first, "waiting", after=second, position=4)
    fourth = repeat(first, "waiting", after=third, position=5)
    beside = repeat(first, after=first)
    stranger = repeat(row(form, name="bea"))
    ended = repeat(first, "cancelled", after=second)
    transitions.cancel(third)
    assert now(third) == ("repeated", "cancelled", None, True)
    assert now(fourth) == ("repeated", "cancelled", None, True)
    for each in (first, second, beside, stranger, ended):
        assert now(each) == untouched(each)
    transitions.cancel(first)
    for each in (second, beside):
        assert now(each) == ("repeated", "cancelled", None, True)
    assert now(stranger) == untouched(stranger)
    assert now(ended) == untouched(ended)  # it had ended before


# ------------------------------------------------------------------ by an organizer
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("waiting", "promoted"),
        ("cancelled", "received"),
        ("declined", "received"),
        ("quarantined", "received"),
    ],
)
def test_a_place_out_of_turn(form, status, kind):
    limit(form, 2)
    row(form, "waiting", "bea", position=1)
    guest = row(form, status, position=7, places=2)
    assert transitions.confirm(guest) is True
    assert now(guest) == ("confirmed", "", None, True)
    assert letters() == [(kind, guest.pk, "")]
    assert transitions.confirm(guest) is False


def test_a_place_that_is_not_there(form):
    limit(form, 3)
    row(form, name="bea")
    group = row(form, "waiting", "carla", position=1, places=3)
    with pytest.raises(NoPlace) as refused:
        transitions.confirm(group)
    assert refused.value.left == 2
    assert refused.value.args == (2,)
    assert now(group) == untouched(group)
    assert (NoPlace().left, NoPlace().args) == (0, (0,))


@pytest.mark.parametrize("act", [transitions.confirm, transitions.wait, transitions.admit])
def test_an_address_that_somebody_else_has_by_now(form, act):
    guest = row(form, "quarantined")
    row(form)
    with pytest.raises(EmailTaken):
        act(guest)
    assert now(guest) == untouched(guest)
    nameless = row(form, "quarantined", email_fingerprint="")
    row(form, "confirmed", "nobody", email_fingerprint="")
    assert act(nameless) is True


def test_what_repeated_and_stands_for_itself_now(form):
    first = row(form, "cancelled")
    one, two = repeat(first, "cancelled"), repeat(first, "cancelled", email_fingerprint="")
    assert transitions.confirm(one) is True
    assert now(one) == ("confirmed", "", None, True)
    assert transitions.wait(two) is True
    assert now(two) == ("waiting", "", 1, True)


def test_put_at_the_end_of_the_line(form):
    limit(form, 1)
    guest = row(form)
    waits = row(form, "waiting", "bea", position=3)
    assert transitions.wait(guest) is True
    assert now(guest) == ("waiting", "", 4, True)
    assert now(waits)[0] == "confirmed"
    assert letters() == [("received", guest.pk, ""), ("promoted", waits.pk, "")]
    assert transitions.wait(guest) is False


def test_put_in_line_alone_one_stays_there(form):
    limit(form, 1)
    guest = row(form)
    assert transitions.wait(guest) is True
    assert now(guest) == ("waiting", "", 1, True)


def test_put_in_line_who_had_no_place_nobody_moves_up(form):
    waits, guest = row(form, "waiting", "bea", position=1), row(form, "cancelled")
    assert transitions.wait(guest) is True
    assert now(guest) == ("waiting", "", 2, True)
    assert now(waits) == untouched(waits)


# ------------------------------------------------------------------ out of quarantine
def test_admitted_with_a_place(form):
    limit(form, 3, closes_at=timezone.now() - DAY, opens_at=timezone.now() + DAY)
    begin(form)
    row(form, name="bea")
    suspect = row(form, "quarantined", places=2, position=9, shown_as="waiting")
    assert transitions.admit(suspect) is True
    assert now(suspect) == ("confirmed", "", None, True)
    assert letters() == [("received", suspect.pk, "")]
    assert transitions.admit(suspect) is False


@pytest.mark.parametrize("there", ["confirmed", "waiting"])
def test_admitted_behind_those_who_are_there(form, there):
    limit(form, 3)
    row(form, there, "bea", position=6 if there == "waiting" else None, places=3)
    suspect = row(form, "quarantined", shown_as="confirmed")
    assert transitions.admit(suspect) is True
    assert now(suspect) == ("waiting", "", 7 if there == "waiting" else 1, True)
    assert letters() == [("received", suspect.pk, "")]


def test_not_admitted_where_no_place_is_left(form):
    limit(form, 3, waiting_list=False)
    row(form, name="bea")
    suspect = row(form, "quarantined", places=3)
    with pytest.raises(NoPlace) as refused:
        transitions.admit(suspect)
    assert refused.value.left == 2
    assert now(suspect) == untouched(suspect)
    limit(form, 1)
    with pytest.raises(NoPlace) as refused:
        transitions.admit(suspect)
    assert refused.value.left == 0


def test_not_admitted_when_the_event_is_over(form):
    suspect = row(form, "quarantined")
    end(form)
    with pytest.raises(Over):
        transitions.admit(suspect)
    assert now(suspect) == untouched(suspect)
    assert letters() == []


def test_declined(form):
    one, two = row(form, "quarantined", position=3), row(form, "quarantined", shown_as="confirmed")
    assert transitions.decline(one) is True
    assert now(one) == ("declined", "", None, True)
    assert letters() == [("declined", one.pk, "")]
    assert transitions.decline(one) is False
    assert transitions.decline(two, tell=False) is True
    assert now(two) == ("declined", "", None, True)
    guest = row(form)
    assert transitions.decline(guest) is False
    assert now(guest) == untouched(guest)
    assert len(letters()) == 1


# ------------------------------------------------------------------ deleted with its duplicates
def test_deleted_with_what_repeats_it(form):
    limit(form, 2)
    guest = row(form)
    repeat(guest)
    waits = [row(form, "waiting", f"p{n}", position=n) for n in (1, 2, 3)]
    transitions.delete(guest)
    assert set(Submission.everything.all()) == set(waits)
    assert [now(each)[0] for each in waits] == ["confirmed", "confirmed", "waiting"]
    assert [kind for kind, *_rest in letters()] == ["promoted"] * 2


def test_deleted_and_told(form):
    guest, nobody = row(form), row(form, name="bea", answers={"name": "bea"})
    code = guest.spaced_code
    transitions.delete(nobody, tell=True)
    assert letters() == []
    transitions.delete(guest, tell=True)
    [letter] = Letter.objects.all()
    assert (letter.kind, letter.submission, letter.to) == ("deleted", None, "ana@example.org")
    assert (letter.page_id, letter.language, letter.once) == (form.pk, "es", code)


# ------------------------------------------------------------------ corrected
def correct(submission, *, by_sender=False, sealed=None, **changes) -> bool:
    answers = {**submission.answers, **changes}
    address = answers["email"]
    return transitions.correct(submission, answers, sealed or {}, address, by_sender=by_sender)


def test_other_answers(form):
    guest = row(form, sealed={"kept": "x", "old": "y"})
    before = Submission.everything.get(pk=guest.pk).updated_at
    assert correct(guest) is False
    assert letters() == []
    assert Submission.everything.get(pk=guest.pk).updated_at == before
    assert correct(guest, name="Ana N.", sealed={"old": "z", "new": "w"}) is True
    assert guest.answers["name"] == "Ana N."
    assert guest.sealed == {"kept": "x", "old": "z", "new": "w"}
    assert letters() == [("changed", guest.pk, "")]
    Letter.objects.all().delete()
    assert correct(guest, sealed={"more": "v"}) is True
    assert letters() == [("changed", guest.pk, "")]
    assert now(guest) == untouched(guest)


def test_a_group_that_grows_needs_places_that_nobody_waits_for(form):
    limit(form, 5)
    guest = row(form, places=2)
    row(form, "waiting", "bea", position=1)
    with pytest.raises(NoPlace) as refused:
        correct(guest, people=5)
    assert refused.value.left == 4
    assert correct(guest, people=4) is True
    assert guest.places == 4
    with pytest.raises(NoPlace) as refused:
        correct(guest, people=5)  # one too many
    assert refused.value.left == 4
    waits = row(form, "waiting", "carla", position=2, places=1)
    assert correct(waits, people=9) is True
    assert waits.places == 9


def test_where_it_is_not_asked_any_more_it_is_for_as_many_as_before(form):
    guest = row(form, places=3)
    stream = form.fields.get_prep_value()
    stream[2]["value"]["retired"] = True
    form.fields = stream
    form.save()
    assert correct(guest, name="Ana N.") is True
    assert guest.places == 3


def test_it_is_an_organizer_who_corrects_unless_it_is_said_otherwise(form):
    guest = row(form)
    answers = {**guest.answers, "email": "nueva@example.org"}
    assert transitions.correct(guest, answers, {}, "nueva@example.org") is True
    assert guest.answers == answers


def test_a_group_that_grows_where_nobody_counts(form):
    guest = row(form)
    assert correct(guest, people=9) is True
    assert guest.places == 9


def test_a_group_that_shrinks_leaves_places(form):
    limit(form, 2)
    guest, waits = row(form, places=2), row(form, "waiting", "bea", position=1)
    assert correct(guest, name="Ana N.") is True
    assert now(waits) == untouched(waits)
    assert correct(guest, people=1) is True
    assert guest.places == 1
    assert now(waits)[0] == "confirmed"


def test_as_many_as_before_need_no_place_even_where_there_are_too_many(form):
    limit(form, 1)
    guest = row(form, places=3)
    assert correct(guest, name="Ana N.") is True
    assert guest.places == 3


def test_another_address_from_an_organizer_counts_at_once(form):
    guest = row(form, new_address="asked@example.org", address_asked_at=timezone.now())
    link = guest.manage_token_hash
    assert correct(guest, email="nueva@example.org") is True
    assert guest.email_fingerprint == fingerprint(form, "nueva@example.org")
    assert (guest.new_address, guest.address_asked_at) == ("", None)
    assert guest.manage_token_hash != link
    assert letters() == [
        ("changed", guest.pk, ""),
        ("other_address", guest.pk, "ana@example.org"),
    ]


def test_written_in_another_way_it_is_the_same_address(form):
    guest = row(form)
    link = guest.manage_token_hash
    assert correct(guest, email="Ana@Example.org") is True
    assert guest.manage_token_hash == link
    assert letters() == [("changed", guest.pk, "")]


def test_without_a_fingerprint_it_is_the_same_address_too(form):
    guest = row(form, email_fingerprint="")
    link = guest.manage_token_hash
    assert correct(guest, name="Ana N.") is True
    assert guest.manage_token_hash == link


def test_an_address_that_is_taken_out_or_put_in(form):
    guest = row(form)
    link = guest.manage_token_hash
    assert correct(guest, email="") is True
    assert (guest.email_fingerprint, guest.manage_token_hash) == ("", link)
    assert [(kind, to) for kind, _who, to in letters()] == [("other_address", "ana@example.org")]
    Letter.objects.all().delete()
    assert correct(guest, email="bea@example.org") is True
    assert guest.email_fingerprint == fingerprint(form, "bea@example.org")
    assert guest.manage_token_hash == link  # nobody received it by email
    assert letters() == [("changed", guest.pk, "")]


def test_an_address_that_another_sign_up_has(form):
    guest, _other = row(form), row(form, name="bea")
    with pytest.raises(EmailTaken):
        correct(guest, email="bea@example.org")
    assert Submission.everything.get(pk=guest.pk).answers["email"] == "ana@example.org"
    released = row(form, "cancelled", "carla")
    assert correct(released, email="bea@example.org") is True  # a canceled sign-up may have it, too
    again = repeat(guest)
    with pytest.raises(EmailTaken):
        correct(again, email="bea@example.org")


def test_what_its_sender_asks_for_waits(form):
    guest = row(form)
    assert correct(guest, by_sender=True, email="nueva@example.org") is False
    assert guest.answers["email"] == "ana@example.org"
    assert guest.new_address == "nueva@example.org"
    assert [kind for kind, *_rest in letters()] == ["confirm_address", "other_address"]
    Letter.objects.all().delete()
    assert correct(guest, by_sender=True, name="Ana N.") is True
    assert guest.new_address == ""
    assert letters() == [("changed", guest.pk, "")]


def test_an_address_that_its_sender_takes_back_is_all_that_changes(form):
    guest = row(form)
    correct(guest, by_sender=True, email="nueva@example.org")
    assert correct(guest, by_sender=True) is False
    assert (guest.new_address, guest.address_asked_at) == ("", None)


def test_in_quarantine_nothing_is_mailed(form):
    suspect = row(form, "quarantined")
    assert correct(suspect, by_sender=True, email="nueva@example.org") is True
    assert suspect.answers["email"] == "nueva@example.org"
    assert suspect.email_fingerprint == fingerprint(form, "nueva@example.org")
    assert letters() == []


def test_an_organizer_tells_the_former_address_but_the_sender_did_already(form):
    guest = row(form, answers={"name": "ana", "email": "ana@example.org"})
    assert correct(guest, by_sender=True, email="", name="Ana N.") is True
    assert letters() == [("other_address", guest.pk, "ana@example.org")]


# ------------------------------------------------------------------ another address
def asked(form, status="confirmed", **values) -> Submission:
    values = {"new_address": "nueva@example.org", "address_asked_at": timezone.now(), **values}
    return row(form, status, **values)


def test_an_address_that_was_asked_for_is_kept_or_not(form):
    guest = asked(form)
    transitions.keep_email(guest)
    guest.refresh_from_db()
    assert (guest.new_address, guest.address_asked_at) == ("", None)
    with pytest.raises(email_change.LinkGone):
        transitions.confirm_email(guest, "nueva@example.org")


def test_an_address_is_confirmed(form):
    guest = asked(form)
    link, since = guest.manage_token_hash, guest.address_asked_at
    with pytest.raises(email_change.LinkGone):
        transitions.confirm_email(guest, "other@example.org")
    transitions.confirm_email(guest, "nueva@example.org")
    assert guest.answers == {"name": "ana", "email": "nueva@example.org", "people": 1}
    assert guest.email_fingerprint == fingerprint(form, "nueva@example.org")
    assert (guest.new_address, guest.address_asked_at) == ("", since)
    assert guest.manage_token_hash != link
    assert letters() == [
        ("received", guest.pk, ""),
        ("other_address", guest.pk, "ana@example.org"),
    ]


def test_an_address_is_confirmed_where_there_was_none(form):
    guest = asked(form, answers={"name": "ana"}, email_fingerprint="")
    link = guest.manage_token_hash
    transitions.confirm_email(guest, "nueva@example.org")
    assert guest.answers["email"] == "nueva@example.org"
    assert guest.manage_token_hash == link
    assert letters() == [("received", guest.pk, "")]


def test_an_address_that_another_sign_up_has_meanwhile(form):
    guest = asked(form)
    row(form, name="nueva")
    with pytest.raises(EmailTaken):
        transitions.confirm_email(guest, "nueva@example.org")


def test_what_repeated_stands_for_itself_with_another_address(form):
    first = row(form)
    again = repeat(first, "waiting", position=3)
    assert correct(again, email="nueva@example.org") is True
    again.refresh_from_db()
    assert now(again)[:3] == ("waiting", "", 3)
    assert (again.original, again.ends_with) == (None, None)
    assert now(first) == untouched(first)


def test_the_next_one_of_an_address_stands_for_it_when_the_first_moves_on(form):
    first = row(form)
    over = repeat(first, "cancelled")
    heir = repeat(first, "waiting", position=2)
    last = repeat(first, after=heir)
    beside = repeat(first, after=first)
    assert correct(first, email="nueva@example.org") is True
    assert now(heir) == ("waiting", "", 2, True)
    heir.refresh_from_db()
    assert (heir.original, heir.ends_with) == (None, None)
    for each, ends_with in ((over, heir), (last, heir), (beside, heir)):
        each.refresh_from_db()
        assert (each.status, each.original, each.ends_with) == ("repeated", heir, ends_with)
    assert ("received", heir.pk, "") in letters()


def test_nobody_inherits_where_nothing_holds_a_place(form):
    first = row(form)
    over = repeat(first, "cancelled")
    assert correct(first, email="nueva@example.org") is True
    over.refresh_from_db()
    assert (over.status, over.original) == ("repeated", first)
