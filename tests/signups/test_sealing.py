"""Sensitive answers are sealed: neither the database nor anything the server knows opens them."""

import base64
import hashlib
import os
import uuid

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, PublicKey

from signups import checks
from signups.models import SignUpPage, Submission
from signups.privacy import keys, sealing
from signups.privacy.sealing import SealError, key_name, seal, sealed_for, unseal, write_public_key
from tests.signups.conftest import ANSWERS, Visitor, publish

EN, ES = "/en/sign-up/", "/es/inscripcion/"
KEY = PrivateKey.generate()
FOR = {"reference": "0f8fad5b-d9cb-469f-a165-70867728950e", "question": "needs"}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def sealed(value) -> str:
    return seal(value, KEY.public_key, **FOR)


# ------------------------------------------------------------------ sealed texts
@given(json_values, st.text(), st.text())
def test_whatever_json_can_hold_comes_back(value, reference, question):
    text = seal(value, KEY.public_key, reference=reference, question=question)
    assert text.isascii()
    assert sealing.is_sealed(text)
    assert sealing.sealed_for(text) == key_name(KEY.public_key)
    assert unseal(text, KEY, reference=reference, question=question) == value


def test_the_length_does_not_tell_the_answer():
    answers = (None, True, False, "yes", "no", [], ["ramp"], ["ramp", "print"], 3)
    assert len({len(sealed(answer)) for answer in answers}) == 1


def test_the_same_answer_looks_different_each_time():
    assert len({sealed("yes") for _n in range(20)}) == 20


@given(st.data())
def test_whatever_is_changed_is_noticed(data):
    text = sealed("yes")
    box = bytearray(base64.urlsafe_b64decode(text.rpartition(":")[2]))
    place = data.draw(st.integers(0, len(box) - 1))
    box[place] ^= data.draw(st.integers(1, 255))
    changed = text.rpartition(":")[0] + ":" + base64.urlsafe_b64encode(box).decode()
    with pytest.raises(SealError):
        unseal(changed, KEY, **FOR)


@pytest.mark.parametrize("rest", ["", ":", ":AAAA", ":***", ":é", ":" + "A" * 400])
def test_what_is_no_box(rest):
    with pytest.raises(SealError):
        unseal(f"sealed:1:{key_name(KEY.public_key)}{rest}", KEY, **FOR)


@pytest.mark.parametrize("content", [b"[]", b"{}", b"no json", b"[" * 100_000, b'"x"', b"\xff"])
def test_what_somebody_else_has_sealed(content):
    """Anyone can seal anything to a public key."""
    box = sealing.SealedBox(KEY.public_key).encrypt(content)
    text = f"sealed:1:{key_name(KEY.public_key)}:{base64.urlsafe_b64encode(box).decode()}"
    with pytest.raises(SealError, match="damaged"):
        unseal(text, KEY, **FOR)


def test_an_answer_cannot_be_moved():
    other = {**FOR, "reference": str(uuid.uuid4())}
    for elsewhere in (other, {**FOR, "question": "visa"}):
        with pytest.raises(SealError, match="another sign-up or question"):
            unseal(sealed("yes"), KEY, **elsewhere)


def test_another_key_is_told_by_name():
    with pytest.raises(SealError, match=key_name(KEY.public_key)):
        unseal(sealed("yes"), PrivateKey.generate(), **FOR)


def test_a_name_that_was_changed_opens_nothing():
    other = PrivateKey.generate()
    text = sealed("yes").replace(key_name(KEY.public_key), key_name(other.public_key))
    with pytest.raises(SealError, match="damaged"):
        unseal(text, other, **FOR)


def test_an_open_answer_is_no_sealed_one():
    assert not sealing.is_sealed("yes")
    with pytest.raises(SealError, match="not a sealed answer"):
        unseal("yes", KEY, **FOR)


# ------------------------------------------------------------------ the public key
def test_a_public_key_is_written_and_read():
    text = write_public_key(KEY.public_key)
    assert len(text) == 44
    assert sealing.read_public_key(f" {text}\n") == KEY.public_key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "é" * 44,
        "A" * 43,
        write_public_key(KEY.public_key)[:-4],
        f"SEALING_PUBLIC_KEY={write_public_key(KEY.public_key)}",
        base64.urlsafe_b64encode(bytes(32)).decode(),  # looks like a key, but cannot seal
        base64.urlsafe_b64encode(b"\1" + bytes(31)).decode(),
    ],
    ids=[
        str(number) for number in range(8)
    ],  # the key differs between processes: the tests need the same names
)
def test_what_is_no_public_key(text, settings):
    with pytest.raises(SealError):
        sealing.read_public_key(text)
    settings.SEALING_PUBLIC_KEY = text
    assert not keys.can_seal()
    assert [error.id for error in checks.check_sealing_key(None)] == ["signups.E002"] * bool(text)


# ------------------------------------------------------------------ the proof
@pytest.fixture
def organizer(settings) -> PrivateKey:
    """Return a key pair whose public half is in the settings."""
    key = PrivateKey.generate()
    settings.SEALING_PUBLIC_KEY = write_public_key(key.public_key)
    return key


@pytest.fixture
def dump(tmp_path):
    """Return a function that returns the whole database as text, with answers decrypted."""

    def dump() -> str:
        path = tmp_path / "dump.json"
        with path.open("w") as file:
            call_command("dumpdata", stdout=file)
        decrypted = " ".join(str(s.answers) for s in Submission.everything.all())
        return path.read_text() + decrypted

    return dump


@pytest.fixture
def asked_in_words(form_page):
    """Return the form with a sensitive question whose answer is easy to search for."""
    stream = form_page.fields.get_prep_value()
    next(i for i in stream if i["value"].get("key") == "story")["value"]["sensitive"] = True
    form_page.fields = stream
    return publish(form_page)


def all_that_the_server_knows() -> list[str]:
    """Return every text in the settings and the environment, at any depth."""

    def texts(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, item in value.items():
                yield from (*texts(key), *texts(item))
        elif isinstance(value, list | tuple | set):
            for item in value:
                yield from texts(item)

    of_settings = [
        getattr(django_settings, name) for name in dir(django_settings) if name.isupper()
    ]
    return sorted({*texts(of_settings), *os.environ.values()})


def as_private_keys(text: str):
    """Yield each private key that could be derived from a text."""
    data = text.encode("utf-8", "surrogateescape")
    candidates = [data, data[:32].ljust(32, b"\0"), hashlib.sha256(data).digest()]
    for decode in (base64.urlsafe_b64decode, base64.b64decode, bytes.fromhex):
        try:
            candidates.append(decode(text))
        except ValueError:
            continue
    for candidate in candidates:
        if len(candidate) == 32:
            yield PrivateKey(candidate)


@pytest.mark.django_db
def test_database_and_all_secrets_together_open_nothing(asked_in_words, organizer, dump):
    page = SignUpPage.objects.get(pk=asked_in_words.pk)
    story = "I crossed at night with my sister"
    Visitor().send(EN, ANSWERS | {"story": story, "needs": ["ramp"]})
    submission = Submission.objects.get()
    assert set(submission.sealed) == {"story", "needs"}
    assert not {"story", "needs"} & set(submission.answers)

    everything = dump()
    assert "Ana" in everything  # the dump is decrypted with the server's keys
    for word in (story, "my sister", base64.b64encode(story.encode()).decode()[:20]):
        assert word not in everything

    secrets = all_that_the_server_knows()
    assert {django_settings.SECRET_KEY, *django_settings.ANSWERS_KEYS} <= set(secrets)
    assert django_settings.SEALING_PUBLIC_KEY in secrets
    tried = 0
    words = {piece for secret in secrets for piece in (secret, *secret.split())}
    words |= {*everything.split('"')}
    for text in words:
        for key in as_private_keys(text):
            tried += 1
            for question, box in submission.sealed.items():
                # Even if it claims to be for this key and skips the comparison of names.
                claimed = f"sealed:1:{key_name(key.public_key)}:{box.rpartition(':')[2]}"
                for sealed_text in (box, claimed):
                    with pytest.raises(SealError):
                        unseal(
                            sealed_text,
                            key,
                            reference=str(submission.reference),
                            question=question,
                        )
    assert tried > 1000

    # It opens with the private key, which the server never had.
    known = {"reference": str(submission.reference)}
    assert unseal(submission.sealed["story"], organizer, **known, question="story") == story
    assert unseal(submission.sealed["needs"], organizer, **known, question="needs") == ["ramp"]
    assert page.has_unsealable() is False


@pytest.mark.django_db
def test_an_answer_that_was_not_given_looks_the_same(form_page, organizer):
    for needs in ([], ["ramp"], ["ramp", "print"]):
        Visitor().send(EN, {"full_name": "Ana", "needs": needs})
    boxes = [submission.sealed["needs"] for submission in Submission.objects.order_by("pk")]
    assert len({len(box) for box in boxes}) == 1
    opened = [
        unseal(s.sealed["needs"], organizer, reference=str(s.reference), question="needs")
        for s in Submission.objects.order_by("pk")
    ]
    assert opened == [None, ["ramp"], ["ramp", "print"]]


@pytest.mark.django_db
def test_after_a_new_pair_the_old_answers_open_with_the_old_key(form_page, settings):
    pairs = [PrivateKey.generate() for _n in range(2)]
    for pair in pairs:
        settings.SEALING_PUBLIC_KEY = write_public_key(pair.public_key)
        Visitor().send(EN, {"full_name": "Ana", "needs": ["ramp"]})
    for submission, pair, other in zip(
        Submission.objects.order_by("pk"), pairs, reversed(pairs), strict=True
    ):
        known = {"reference": str(submission.reference), "question": "needs"}
        assert unseal(submission.sealed["needs"], pair, **known) == ["ramp"]
        with pytest.raises(SealError, match=f"the key {key_name(pair.public_key)}"):
            unseal(submission.sealed["needs"], other, **known)


# ------------------------------------------------------------------ without a key
@pytest.mark.django_db
def test_without_a_key_nothing_sensitive_is_published_asked_or_taken(
    form_page, spanish_page, settings, visitor
):
    hidden = visitor.open(EN)
    settings.SEALING_PUBLIC_KEY = ""
    with pytest.raises(ValidationError, match="does not have a key to encrypt the answers yet"):
        publish(SignUpPage.objects.get(pk=form_page.pk))
    for url in (EN, ES):
        assert "<form" not in visitor.get(url).text.split("<main")[1]
    assert visitor.send(EN, ANSWERS, hidden).status_code == 409 or not (Submission.objects.exists())
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_a_form_without_sensitive_questions_needs_no_key(form_page, settings, visitor):
    stream = form_page.fields.get_prep_value()
    for item in stream:
        item["value"].pop("sensitive", None)
    form_page.fields = stream
    settings.SEALING_PUBLIC_KEY = ""
    publish(form_page)
    visitor.send(EN, ANSWERS)
    assert Submission.objects.get().sealed == {}


# ------------------------------------------------------------------ checks
def test_a_key_for_answers_is_demanded(settings):
    assert list(checks.check_answers_keys(None)) == []
    for nothing in ([], [""], ["long-and-random", ""], "a text, not a list"):
        settings.ANSWERS_KEYS = nothing
        assert [error.id for error in checks.check_answers_keys(None)] == ["signups.E001"]


def test_the_number_of_proxies_is_none_below_nothing(settings):
    for number, found in ((0, []), (2, []), (-1, ["signups.E003"])):
        settings.TRUSTED_PROXIES = number
        assert [error.id for error in checks.check_trusted_proxies(None)] == found


@pytest.mark.django_db
def test_forms_that_are_closed_for_want_of_a_key_are_named(form_page, settings):
    def found(databases=("default",)):
        return checks.check_sealed_forms(None, databases=databases)

    assert found() == []
    settings.SEALING_PUBLIC_KEY = ""
    assert found(None) == []  # `manage.py check` alone does not query the database
    [warning] = found()
    assert warning.id == "signups.W001"
    assert form_page.title in warning.msg
    form_page.unpublish()
    assert found() == []


def test_the_checks_are_registered():
    from django.core.checks import registry

    known = registry.registry.get_checks(include_deployment_checks=True)
    assert {
        checks.check_answers_keys,
        checks.check_sealing_key,
        checks.check_trusted_proxies,
        checks.check_sealed_forms,
    } <= set(known)


def test_the_key_of_the_tests_opens_nothing():
    """The key of the tests is a real public key whose private half was never stored."""
    assert isinstance(keys.sealing_key(), PublicKey)


# Sealed in November 2026 for the private key 0, 1, 2, … 31.
STORED_THEN = (
    "sealed:1:eedd883d:MInvnfOQHtop6hlpxejDoMv-BkLVKhI7LMQlSE3Gn1DpWdOLKl16APOb5AoayOsKA6TPy0"
    "_xofY4tkESXvm2UKlvcj3oUK4KstsGWFXZk7br5ez4qH9lOjL5xSH8Crj-D_-7Y5ZDe2g9e2vfwK3hxQZppKZBR1"
    "ifo9D8gL3giwcVozeMZwcl225LVFSDAVwZin50Cz-YePvXAZVhIeROBCMeLaGvEzAaW1X3tdSHiqm1kBndk8aKiX"
    "A8h-hK5aclVdO781eD-RRL3Ae-L-H0mZeq4wahD_bh-_DhhXzfuNXk8i4gETnegifSsm5wx27DkDol0gPqQLGPqn"
    "UqIaTI8tZ3h9G8rVXVC-BJDifxnL6QerOOJRgmpQYG7QY8GIiNmAs36B8_0oUUcYbCaULRWA=="
)


def test_what_was_sealed_before_is_still_opened():
    """Old sealed texts in databases and exports still open: their format and key names stay."""
    key = PrivateKey(bytes(range(32)))
    assert sealed_for(STORED_THEN) == key_name(key.public_key) == "eedd883d"
    assert unseal(STORED_THEN, key, reference="r1", question="food") == "Alergia al maní"
