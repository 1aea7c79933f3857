"""Whatever is typed into any kind of question is stored as it is or refused, never an error."""

import html as html_module
import uuid
from urllib.parse import urlencode

import pytest
from django.utils import translation
from django.utils.html import escape
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pages import email_addresses
from pages.text import clean
from pages.times import typed_dates
from signups.form import parsing
from signups.models import Submission
from tests.signups.conftest import KINDS, WORDS, Visitor

EN = "/en/sign-up/"
pytestmark = pytest.mark.django_db

ODD = [
    "\0", "a\0b", "\x01\x1b\x7f\x85", "\ud800", "a\udfff", "\ufffd", "\u202eabc\u202c", "\u2066x",
    "שלום עולם", "مرحبا ١٢٣", "é", "e\u0301", "ﬁ", "\ufeffx", "\u200b", "\u00a0x\u00a0", "  x\t",
    "a\r\nb\rc\n", "👩🏽‍🚀", "=1+1", "<b>&amp;</b>", "1_0", "1.0", "+5", "007", "١٢", "-1",
    "9" * 10, "2030-02-30", "2030-2-3", "0000-00-00", "off", "yes", "x" * 301,
    "ñ" * 5001, "x" * 20000,
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=300),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn"])),
    st.text(alphabet="0123456789-+._ "),
    st.text(alphabet="\u0590\u05d0\u0627\u202e\u2067\u202b a1", max_size=60),
)


def encoded(text: str) -> bytes:
    """Encode as a browser does, or as a client that deliberately sends half a surrogate pair."""
    return text.encode("utf-8", "surrogatepass")


def send(visitor: Visitor, url: str, data: dict):
    """Send `data` as a browser does; the test client would treat bytes as many values."""
    response = visitor.client.post(
        url, urlencode(data, doseq=True), content_type="application/x-www-form-urlencoded"
    )
    translation.activate("en")
    return response


@pytest.fixture
def opened(form_page, spanish_page):
    """Return a visitor who has opened the form, with its hidden inputs."""
    visitor = Visitor()
    return visitor, visitor.open(EN)


def anew() -> tuple[Visitor, dict[str, str], uuid.UUID]:
    """Return a visitor who has just opened the form, its hidden inputs and its number."""
    visitor = Visitor()
    hidden = visitor.open(EN)
    return visitor, hidden, uuid.UUID(hidden["form-number"])


def is_whole(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def expected(kind: str, text: str):
    """Return how `text` is stored where it is accepted."""
    match kind:
        case "paragraph":
            return clean(text, lines=True).strip().replace("\r\n", "\n").replace("\r", "\n")
        case "number":
            return parsing.number(text, most_digits=9)
        case "date":
            return typed_dates.day(text).isoformat()
        case "consent":
            return True
        case "telephone":
            return parsing.telephone(text)
        case "email":
            return email_addresses.read(text)
        case _:
            return clean(text).strip()


@pytest.mark.parametrize("key", [key for key in WORDS if key != "needs"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT)
@example(text="a\0b")
@example(text="\ud800")
@example(text="1_0")
def test_stored_as_typed_or_refused(form_page, spanish_page, key, text):
    visitor, hidden, number = anew()
    data = {**hidden, "full_name": "Ana", key: encoded(text)}
    response = send(visitor, EN, data)
    found = Submission.everything.filter(idempotency_key=number).first()
    if response.status_code == 422:
        page = response.content.decode()
        assert found is None
        assert f'href="#id_{key}' in page
        assert f'id="id_{key}_error"' in page
        return
    assert response.status_code == 303
    stored = found.answers.get(key)
    if not clean(text).strip():  # empty, or nothing visible
        assert stored in (None, False)
        return
    assert is_whole(text)
    assert stored == expected(KINDS[key], text)
    assert visitor.get(response["Location"]).status_code == 200


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.one_of(st.sampled_from(["ramp", "print"]), TEXT), max_size=4))
def test_boxes_hold_what_is_offered_or_nothing(form_page, spanish_page, chosen):
    visitor, hidden, number = anew()
    needs = [encoded(each) for each in chosen]
    data = {**hidden, "full_name": "Ana", "needs": needs}
    response = send(visitor, EN, data)
    offered = set(chosen) <= {"ramp", "print"}
    assert response.status_code == (303 if offered else 422)
    assert Submission.everything.filter(idempotency_key=number).exists() == offered


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.fixed_dictionaries({}, optional=dict.fromkeys(WORDS, TEXT)))
def test_what_was_typed_comes_back(opened, answers):
    """Everything a page can show is still in the form, also after changing the language."""
    visitor, hidden = opened
    data = {key: encoded(text) for key, text in answers.items()}
    response = send(visitor, "/es/inscripcion/", {**hidden, **data, "switch-language": "es"})
    assert response.status_code == 200
    page = response.content.decode()
    for key in ("full_name", "story", "email"):
        text = answers.get(key, "")
        if is_whole(text) and "\0" not in text:
            assert escape(text) in page
    assert not Submission.everything.exists()


@pytest.mark.parametrize("body", [b"full_name=%ED%A0%80", b"full_name=%ff%fe"])
def test_bytes_that_are_no_text_are_refused(form_page, visitor, body):
    hidden = visitor.open(EN)
    parts = [f"{name}={value}".encode() for name, value in hidden.items()]
    response = visitor.client.post(
        EN, b"&".join([*parts, body]), content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 422
    assert 'id="id_full_name_error"' in response.content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_refusal_says_what_to_do(form_page, spanish_page, language):
    """Each error message is our own, in the language of the page, beside its question."""
    from signups.form import fields

    url = {"en": EN, "es": "/es/inscripcion/"}[language]
    refused = {
        "full_name": ("x" * 301, fields.ERRORS["max_length"]),
        "story": ("a\ufffdb", fields.ERRORS["null_characters_not_allowed"]),
        "email": ("no address", email_addresses.ERRORS["no_at"]),
        "telephone": ("call me", parsing.TELEPHONE_ERRORS["letters"]),
        "companions": ("some", fields.NUMBER_ERRORS["invalid"]),
        "arrival": ("tomorrow", fields.DATE_ERRORS["invalid"]),
        "language": ("zz", fields.ERRORS["invalid_choice"]),
        "country": ("zz", fields.ERRORS["invalid_choice"]),
        "needs": ("zz", fields.ERRORS["invalid_choice"]),
        "visa": ("perhaps", fields.ERRORS["invalid_choice"]),
        "consent": ("no", fields.CONSENT_ERRORS["invalid"]),
    }
    assert set(refused) == set(WORDS)
    response = Visitor().send(url, {key: value for key, (value, _m) in refused.items()})
    assert response.status_code == 422
    page = html_module.unescape(response.content.decode())
    with translation.override(language):
        for key, (_value, message) in refused.items():
            start = page.index(f'id="id_{key}_error"')
            words = str(message).replace("%(limit_value)d", "300")
            assert words in page[start : start + 400], key
