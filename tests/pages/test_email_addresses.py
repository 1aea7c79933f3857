"""Email addresses as people paste them: accepted, or refused with the reason."""

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from hypothesis import given
from hypothesis import strategies as st

from pages.email_addresses import ERRORS, mailbox, read, read_all
from tests.smtp_server import SmtpServer

PLAIN = "ana@example.org"


@pytest.mark.parametrize(
    "text",
    [
        " ana@example.org ",
        "ana@example.org,",
        "ana@example.org;",
        "ana@example.org.",
        "<ana@example.org>",
        "Ana Núñez <ana@example.org>",
        '"Núñez, Ana" <ana@example.org>,',
        "ana@example.org <ana@example.org>",
        "mailto:ana@example.org",
        "<mailto:ana@example.org>",
        "MAILTO:ana@example.org?subject=Hola",
        "“ana@example.org”",
        "«ana@example.org».",
        "(ana@example.org)",
        "ana @ example.org",
        "ana@\u00a0example.org",
        "ana@EXAMPLE.org",
        "ana\u200b@exam\u00adple.org\u202c",
        "ａｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ",
        "ana@example。org",
    ],
    ids=ascii,
)
def test_n12_what_can_be_forgiven_is(text):
    assert read(text) == PLAIN
    assert mailbox(text) == PLAIN


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("o’connor@example.org", "o'connor@example.org"),
        ("ana‑maria@example.org", "ana-maria@example.org"),
        ("Ana.Núñez <Ana.N+cumbre@Example.org>", "Ana.N+cumbre@example.org"),
        ("ana@MÜNCHEN.example", "ana@münchen.example"),
        # Django would send to strasse.example, which may belong to someone else.
        ("ana@straße.example", "ana@xn--strae-oqa.example"),
    ],
)
def test_n12_what_is_stored(text, address):
    assert read(text) == address


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ana", "no_at"),
        ("ana.example.org", "no_at"),
        ("a@example.org, b@example.org", "several"),
        ("a@example.org b@example.org", "several"),
        ("a@example.org <b@example.org>", "several"),
        ("ana@@example.org", "double_at"),
        ("ana@home@example.org", "double_at"),
        ("ana maria@example.org", "space"),
        ("ana@example. org", "space"),
        ("@example.org", "no_name"),
        ("ana@", "no_domain"),
        ("ana@example,org", "comma"),
        ("ana@example", "no_dot"),
        ("ana@localhost", "no_dot"),
        ("ana..maria@example.org", "dots"),
        ("ana@example..org", "dots"),
        (".ana@example.org", "dot_at_edge"),
        ("ana.@example.org", "dot_at_edge"),
        ("peña@example.org", "letters"),
        ("用户@example.org", "letters"),
        ("ana(work)@example.org", "character"),
        ("ana@exa/mple.org", "character"),
        ("ana@-.org", "invalid"),
        ("ana@example.o", "invalid"),
        ("\u200b", "invalid"),
        ("a" * 250 + "@example.org", "invalid"),
    ],
)
def test_n12_each_fault_has_a_sentence_of_its_own(text, code):
    with pytest.raises(ValidationError) as refused:
        read(text)
    assert refused.value.code == code
    assert refused.value.message == ERRORS[code]


def test_n12_the_sentences_differ():
    assert len({str(message) for message in ERRORS.values()}) == len(ERRORS)


@given(st.one_of(st.text(), st.emails(), st.text(alphabet='aé@. ,;<>\u200b’"()', max_size=20)))
def test_n12_what_is_read_can_be_written_to(text):
    try:
        address = read(text)
    except ValidationError:
        return
    validate_email(address)
    assert read(address) == address
    assert mailbox(address) == mailbox(text)
    assert address.split("@")[0].isascii()


@pytest.mark.parametrize(
    "other",
    [
        "ANA@example.org",
        "ana@EXAMPLE.ORG.",
        "an\u200ba@example.org",
        "ana\ufe0f@example.org",
        "\u202aana@example.org\u202c",
        "ana\u200d@example.org",
        "ａna@example．org",
    ],
    ids=ascii,
)
def test_n11_one_mailbox_in_several_ways(other):
    assert mailbox(other) == mailbox(PLAIN)


def test_n11_the_forms_of_a_domain_are_one():
    ways = ["ana@münchen.example", "ana@MÜNCHEN.example.", "ana@mu\u0308nchen.example",
            "ana@xn--mnchen-3ya.example", "ana@XN--MNCHEN-3YA.example"]  # fmt: skip
    assert {mailbox(way) for way in ways} == {"ana@xn--mnchen-3ya.example"}


@pytest.mark.parametrize(
    "other", ["a.na@example.org", "ana+x@example.org", "ana@example.com", "ana@strasse.example"]
)
def test_n11_two_mailboxes_stay_two(other):
    assert mailbox(other) != mailbox(PLAIN)
    assert mailbox("ana@straße.example") != mailbox("ana@strasse.example")


def test_n12_several_where_several_are_wanted():
    text = (
        "a@example.org, Ana B <c@example.org>;\r\ne@example.org g@example.org\r\n\r\na@example.org"
    )
    assert read_all(text) == ["a@example.org", "c@example.org", "e@example.org", "g@example.org"]
    with pytest.raises(ValidationError):
        read_all("a@example.org\nana")


@pytest.mark.parametrize("smtputf8", [True, False])
def test_n12_mail_does_not_reach_letters_before_the_at(settings, smtputf8):
    """Django refuses such letters before the @, whether or not the server supports SMTPUTF8."""
    with SmtpServer(smtputf8=smtputf8) as box:
        settings.MAILERS = box.options()
        with pytest.raises(ValueError, match="non-ASCII"):
            EmailMessage("x", "y", "us@example.org", ["peña@example.org"]).send()
        EmailMessage("x", "y", "us@example.org", [read("ana@münchen.example")]).send()
    assert [each["X-RcptTo"] for each in box.letters] == ["ana@xn--mnchen-3ya.example"]
