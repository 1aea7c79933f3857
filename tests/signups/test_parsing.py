"""Phone numbers, numbers and dates as people write them."""

import datetime
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from pages.times import typed_dates
from signups.form import parsing
from signups.form.fields import NUMBER_DIGITS


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("+52 (55) 1234-5678", "+52 (55) 1234-5678"),
        ("\u202a+52 55 1234\u20115678\u202c", "+52 55 1234-5678"),
        ("55\u20071234\u20075678", "55 1234 5678"),
        ("+1\u00a0202\u2013555\u22120123", "+1 202-555-0123"),
        ("٠٥٥ ١٢٣٤ ٥٦٧٨", "055 1234 5678"),
        ("＋５２ ５５１２３４５６７８", "+52 5512345678"),
        ("tel:+52-55-1234-5678", "+52-55-1234-5678"),
        ("tel:+1-201-555-0123;ext=12;phone-context=x", "+1-201-555-0123 ext. 12"),
        ("+1 202 555 0123 ext. 12", "+1 202 555 0123 ext. 12"),
        ("2025550123x12", "2025550123x12"),
        ("2025550123 #12", "2025550123 #12"),
        ("55 1234 5678, extensión 4", "55 1234 5678, extensión 4"),
        ("+44 (0)20 7946 0958", "+44 (0)20 7946 0958"),
        ("030/1234567", "030/1234567"),
        ("55.1234.5678.", "55.1234.5678"),
        ("Tel.: 55 1234 5678", "55 1234 5678"),
        ("WhatsApp +52 55 1234 5678", "+52 55 1234 5678"),
        ("55 1234 5678 / 55 8765 4321", "55 1234 5678 / 55 8765 4321"),
        ("55 1234 5678 o 55 8765 4321", "55 1234 5678 o 55 8765 4321"),
    ],
    ids=ascii,
)
def test_n12_telephone_numbers(text, stored):
    assert parsing.telephone(text) == stored
    assert parsing.telephone(stored) == stored


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("call me", "letters"),
        ("1-800-FLOWERS", "letters"),
        ("55 1234 5678 ask for Ana", "letters"),
        ("55 1234 €", "character"),
        ("123", "short"),
        ("()", "invalid"),
        ("1" * 18, "long"),
    ],
)
def test_n12_telephone_numbers_that_are_none(text, code):
    with pytest.raises(ValidationError) as refused:
        parsing.telephone(text)
    assert refused.value.code == code


@given(st.one_of(st.text(), st.text(alphabet="0123456789+-() x#.,/٣\u2011")))
def test_n12_a_telephone_number_that_is_read_stays(text):
    try:
        stored = parsing.telephone(text)
    except ValidationError:
        return
    assert parsing.telephone(stored) == stored
    assert sum(map(str.isdigit, stored)) >= 5


@pytest.mark.parametrize(
    ("text", "value"),
    [("2", 2), (" 2 ", 2), ("２", 2), ("٢", 2), ("+2", 2), ("2.", 2), ("dos", 2), ("Two", 2),
     ("ninguna", 0), ("007", 7), ("2\u200b", 2)],
)  # fmt: skip
def test_n12_numbers(text, value):
    assert parsing.number(text, most_digits=NUMBER_DIGITS) == value


@pytest.mark.parametrize("text", ["1_0", "2.5", "-1", "many", "2 or 3", "9" * 10])
def test_n12_numbers_that_are_none(text):
    with pytest.raises(ValidationError):
        parsing.number(text, most_digits=NUMBER_DIGITS)


@pytest.mark.parametrize(
    "text",
    ["2030-02-23", "2030/2/23", "2030.02.23", "2030‑02‑23", "23/02/2030", "23-2-2030",
     "02/23/2030", "23.02.2030", "23 de febrero de 2030", "23 feb. 2030", "February 23, 2030",
     "Feb 23rd 2030", "the 23rd of February, 2030", "٢٠٣٠-٠٢-٢٣", "\u200e2030-02-23\u200e"],
)  # fmt: skip
def test_n12_days(text):
    assert typed_dates.day(text) == datetime.date(2030, 2, 23)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tomorrow", "invalid"),
        ("2030", "invalid"),
        ("marzipan 3 2030", "invalid"),
        ("03/02/2030", "ambiguous"),  # February 3 in Mexico, March 2 in the United States
        ("2030-02-30", "no_such_day"),
        ("31/31/2030", "no_such_day"),
        ("30 de febrero de 2030", "no_such_day"),
        ("0000-00-00", "no_such_day"),
        ("23/02", "no_year"),
        ("23/02/30", "no_year"),
        ("23 de febrero", "no_year"),
    ],
)
def test_n12_days_that_are_none_or_two(text, code):
    with pytest.raises(ValidationError) as refused:
        typed_dates.day(text)
    assert refused.value.code == code


def test_n12_a_day_that_is_the_same_either_way():
    assert typed_dates.day("03/03/2030") == datetime.date(2030, 3, 3)


@given(st.text())
def test_n12_no_text_is_an_error(text):
    for read in (
        parsing.telephone,
        typed_dates.day,
        lambda each: parsing.number(each, most_digits=9),
    ):
        with suppress(ValidationError):
            assert read(text) is not None
