"""Search input is made harmless before it reaches a database."""

from hypothesis import given
from hypothesis import strategies as st

from search.words import LONGEST, clean, is_searchable


def test_words_are_put_on_one_line_and_composed():
    assert clean("  peace \t\n talks ") == "peace talks"
    assert clean("migracio\u0301n") == "migración"


def test_control_characters_and_what_is_too_long_are_taken_out():
    assert clean("pe\0ace\u202e") == "pe ace"
    assert len(clean("word " * 1000)) <= LONGEST


def test_there_is_nothing_to_look_for_in_signs_alone():
    assert is_searchable("paz 2023")
    assert not is_searchable('"*() — ¿?')


@given(st.text())
def test_whatever_is_typed_comes_out_clean_and_stays_so(text):
    cleaned = clean(text)
    assert len(cleaned) <= LONGEST
    assert "\0" not in cleaned
    assert clean(cleaned) == cleaned
