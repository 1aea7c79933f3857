"""Merging synchronized fields and texts of a program, without a database."""

import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from events.program import find_session, merge
from pages.languages import LocalizedText

ZONE = "America/Mexico_City"


def block(block_type, key, **value):
    return SimpleNamespace(id=key, block_type=block_type, value=value)


def day(key="d1", date=datetime.date(2027, 2, 23), **more):
    return block("day", key, date=date, **({"title": "First day", "introduction": ""} | more))


def session(key="s1", starts=(10, 0), ends=(11, 0), **more):
    value = {
        "starts": datetime.time(*starts),
        "ends": datetime.time(*ends),
        "title": "Opening",
        "kind": "plenary",
        "languages": ["es"],
        "status": "scheduled",
    }
    return block("session", key, **(value | more))


def days(source, translation=None):
    return merge(source, translation, zone=ZONE, source_language="en")


def test_sessions_belong_to_the_day_above_them_in_the_order_of_time():
    second = day("d2", datetime.date(2027, 2, 24))
    merged = days([second, session("b", (12, 0), (13, 0)), session("a"), day(), session("first")])
    assert [item.date.day for item in merged] == [23, 24]
    assert [item.id for item in merged[1].sessions] == ["a", "b"]
    assert merged[0].sessions[0].starts == datetime.datetime(2027, 2, 23, 10, tzinfo=ZoneInfo(ZONE))


def test_the_source_is_in_its_own_words_without_a_mark():
    (merged,) = days([day(), session()])
    assert merged.title == LocalizedText("First day")
    assert merged.sessions[0].title == LocalizedText("Opening", "")


def test_facts_are_those_of_the_source_and_words_those_of_the_translation():
    source = [day(), session(starts=(11, 0), ends=(12, 0), kind="panel", status="moved")]
    old = [day(title="Primer día"), session(title="Apertura", languages=["en"])]
    (merged,) = days(source, old)
    found = merged.sessions[0]
    assert merged.title == LocalizedText("Primer día")
    assert found.title == LocalizedText("Apertura")
    assert (found.kind, found.status, found.languages) == ("panel", "moved", ("es",))
    assert found.starts.hour == 11


def test_words_are_found_by_the_id_of_the_block_not_by_its_place():
    source = [day(), session("new"), session("s1", (12, 0), (13, 0))]
    (merged,) = days(source, [day(), session("s1", title="Apertura")])
    assert [item.title for item in merged.sessions] == [
        LocalizedText("Opening", "en"),
        LocalizedText("Apertura"),
    ]


@pytest.mark.parametrize("translated", ["", "   ", None])
def test_a_text_that_is_missing_stays_in_the_source_language_and_says_so(translated):
    (merged,) = days([day(), session()], [day(), session(title=translated)])
    assert merged.sessions[0].title == LocalizedText("Opening", "en")


def test_a_text_that_the_source_has_no_longer_is_gone_in_the_translation_too():
    (merged,) = days([day(), session(room="")], [day(), session(room="Sala roja")])
    assert not merged.sessions[0].room


def test_a_session_that_the_source_has_no_longer_is_gone():
    (merged,) = days([day()], [day(), session()])
    assert merged.sessions == ()


def test_speakers_are_merged_one_by_one():
    english = [{"name": "Families", "role": "Hosts"}, {"name": "Youth", "role": ""}]
    spanish = [{"name": "Familias", "role": ""}]
    (merged,) = days([day(), session(speakers=english)], [day(), session(speakers=spanish)])
    first, second = merged.sessions[0].speakers
    assert (first.name, first.role) == (LocalizedText("Familias"), LocalizedText("Hosts", "en"))
    assert (second.name, second.role) == (LocalizedText("Youth", "en"), LocalizedText())


def test_what_is_not_ready_is_left_out():
    assert days([session()]) == []
    (merged,) = days([day("x", None), day(), block("session", "s", starts=None, ends=None)])
    assert merged.sessions == ()


def test_a_session_is_found_by_its_id():
    merged = days([day(), session("one"), session("two")])
    assert find_session(merged, "two").id == "two"
    assert find_session(merged, "three") is None
