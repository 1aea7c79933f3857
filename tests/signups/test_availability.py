"""When a form is open: each rule at its exact moment."""

from datetime import UTC, datetime, timedelta

import pytest

from signups.models.availability import GRACE, Availability, Terms, availability_at

NOW = datetime(2030, 2, 23, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("terms", "in_line", "expected"),
    [
        (Terms(), 10**6, Availability.OPEN),
        (Terms(opens_at=NOW), 0, Availability.OPEN),
        (Terms(opens_at=NOW + MOMENT), 0, Availability.NOT_YET),
        (Terms(closes_at=NOW + MOMENT), 0, Availability.OPEN),
        (Terms(closes_at=NOW), 0, Availability.CLOSED),
        (Terms(event_ends=NOW), 0, Availability.CLOSED),
        (Terms(closes_at=NOW + MOMENT, event_ends=NOW), 0, Availability.CLOSED),
        (Terms(closes_at=NOW, event_ends=NOW + MOMENT), 0, Availability.CLOSED),
        (Terms(event_cancelled=True, closes_at=NOW), 0, Availability.CANCELLED),
        (Terms(capacity=5), 4, Availability.OPEN),
        (Terms(capacity=5), 5, Availability.FULL),
        (Terms(capacity=5, waiting_list=True), 5, Availability.WAITING),
        (Terms(capacity=0), 0, Availability.FULL),
    ],
)
def test_the_state_at_its_very_moment(terms, in_line, expected):
    assert availability_at(NOW, terms, in_line) is expected


def test_who_needs_more_places_finds_it_full_before():
    assert availability_at(NOW, Terms(capacity=5), 3, needed=2) is Availability.OPEN
    assert availability_at(NOW, Terms(capacity=5), 4, needed=2) is Availability.FULL


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (Terms(), False),
        (Terms(closes_at=NOW + MOMENT), False),
        (Terms(closes_at=NOW), True),
        (Terms(event_cancelled=True), True),
        (Terms(opens_at=NOW + MOMENT), False),
    ],
)
def test_over_is_what_nobody_can_sign_up_for_ever_again(terms, expected):
    assert terms.are_over(NOW) is expected


def test_who_had_the_form_before_it_closed_may_finish_it():
    terms = Terms(closes_at=NOW, event_ends=NOW + timedelta(days=1))
    assert terms.for_a_form_shown(NOW - MOMENT).closes_at == NOW + GRACE
    for shown in (None, NOW, NOW + MOMENT):
        assert terms.for_a_form_shown(shown) == terms
    assert Terms().for_a_form_shown(NOW) == Terms()
