"""Questions as plain data: keys, merging, reading. No database."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signups.form.questions import (
    KEY_LENGTH,
    LocalizedStr,
    frozen_changes,
    merge,
    propose_key,
    read_questions,
    with_keys,
)
from tests.signups.conftest import CHOICES, WORDS, block, every_kind, in_spanish


@pytest.mark.parametrize(
    ("label", "taken", "key"),
    [
        ("Full name", (), "full_name"),
        ("Full name", ("full_name",), "full_name_2"),
        ("¿Cuántos años tienes?", (), "cuantos_anos_tienes"),
        ("2nd language", (), "q_2nd_language"),
        ("名前", (), "answer"),
        ("", ("answer",), "answer_2"),
        ("csrfmiddlewaretoken", (), "csrfmiddlewaretoken_2"),
    ],
)
def test_a_key_is_made_from_the_label(label, taken, key):
    assert propose_key(label, taken) == key


@given(st.lists(st.text(max_size=80), max_size=12))
def test_proposed_keys_are_unique_and_sound(labels):
    stream = with_keys([block("text", label=label) for label in labels])
    keys = [item["value"]["key"] for item in stream]
    assert len(set(keys)) == len(keys)
    for key in keys:
        assert len(key) <= KEY_LENGTH
        assert key[0].isalpha()
        assert key.isascii()
        assert key.replace("_", "").isalnum()
        assert key == key.lower()


def test_keys_stay_when_the_label_changes():
    known = with_keys([block("radio", label="Language", choices=[{"label": "Spanish"}])])
    edited = copy.deepcopy(known)
    edited[0]["value"] |= {"label": "Tongue", "key": ""}
    edited[0]["value"]["choices"][0]["value"] = {"label": "Castilian", "key": ""}
    assert read_questions(with_keys(edited, known))[0].key == "language"
    assert read_questions(with_keys(edited, known))[0].choices[0].key == "spanish"


def test_what_has_answers_is_frozen():
    known = every_kind()
    assert frozen_changes(known, known) == {}
    renamed = copy.deepcopy(known)
    renamed[1]["value"]["label"] = "Name in full"
    assert frozen_changes(renamed, known) == {}
    other_key = copy.deepcopy(known)
    other_key[1]["value"]["key"] = "name"
    assert frozen_changes(other_key, known) == {"keys": {"Full name"}}
    other_kind = copy.deepcopy(known)
    other_kind[1]["type"] = "paragraph"
    assert frozen_changes(other_kind, known) == {"keys": {"Full name"}}
    assert frozen_changes(known[2:], known) == {"removed": {"Full name"}}
    fewer = copy.deepcopy(known)
    country = next(item for item in fewer if item["value"].get("key") == "country")
    country["value"]["choices"].pop()
    assert frozen_changes(fewer, known) == {"choices": {"Country"}}
    more = [*known, block("text", label="Organization")]
    assert frozen_changes(more, known) == {}


def test_reordering_is_allowed():
    known = every_kind()
    assert frozen_changes(known[::-1], known) == {}


def test_words_come_from_the_translation():
    english = every_kind()
    fields = merge(read_questions(english, "en"), read_questions(in_spanish(english)))
    assert [f.label for f in fields if f.key] == [spanish for _english, spanish in WORDS.values()]
    country = next(f for f in fields if f.key == "country")
    assert [c.label for c in country.choices] == [w[1] for w in CHOICES["country"].values()]
    assert all(f.label.lang == "" for f in fields)


def test_what_is_not_translated_is_marked():
    english = every_kind()
    spanish = in_spanish(english)[:2]
    fields = merge(read_questions(english, "en"), read_questions(spanish))
    assert fields[1].label == "Nombre completo"
    assert (fields[2].label, fields[2].label.lang) == ("Your story", "en")


LABELS = st.text(max_size=30)


@st.composite
def wrong_translations(draw):
    """Generate broken translations: blocks lost, doubled or reordered, keys and choices changed."""
    stream = in_spanish(BASE)
    stream = draw(st.lists(st.sampled_from(stream), max_size=15))
    stream = copy.deepcopy(stream)
    for item in stream:
        value = item["value"]
        value["label"] = draw(LABELS)
        if draw(st.booleans()):
            value["key"] = draw(st.sampled_from(["", "full_name", "country", "x"]))
        value["required"] = draw(st.booleans())
        if "choices" in value and draw(st.booleans()):
            value["choices"] = value["choices"][:1] * draw(st.integers(0, 3))
        if draw(st.booleans()):
            item["type"] = draw(st.sampled_from(["text", "radio", "consent", "section", "gone"]))
    return stream


BASE = every_kind()


@given(wrong_translations())
def test_no_translation_changes_what_is_stored(translation):
    canonical = read_questions(BASE, "en")

    def shape(fields):
        return [
            (f.id, f.kind, f.key, f.required, f.sensitive, f.days_to_keep)
            + tuple(c.key for c in f.choices)
            for f in fields
        ]

    merged = merge(canonical, read_questions(translation))
    assert shape(merged) == shape(canonical)
    for field, source in zip(merged, canonical, strict=True):
        assert field.label or not source.label
        assert all(choice.label for choice in field.choices)


def test_text_keeps_its_language():
    assert LocalizedStr("Hola", "es").lang == "es"
    assert LocalizedStr("Hola", "es") == "Hola"
