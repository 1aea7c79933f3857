"""Invisible characters are removed from every text; comparisons work as people expect."""

import unicodedata

import pytest
from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm, UsernameField
from django.http import HttpResponse, QueryDict
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.forms.search import SearchForm
from wagtail.forms import PasswordViewRestrictionForm

from pages.text import alphabetical, clean, folded, seen, without_unseen

ZWNJ, ZWJ = "\u200c", "\u200d"
UNSEEN = [
    "\u200b", "\u2060", "\ufeff", "\u00ad", "\u061c", "\u200e", "\u200f", "\u202a", "\u202e",
    "\u2066", "\u2069", "\u034f", "\u115f", "\u1160", "\u3164", "\uffa0", "\u180e", "\ufe0f",
    "\ufe00", "\u17b4", "\U000e0041", "\U000e007f", "\U000e0100", ZWNJ, ZWJ, "\0", "\x07", "\x1b",
    "\x7f", "\x9c", "\ufff9",
]  # fmt: skip
NEEDED = [
    f"نامه{ZWNJ}ای",  # Persian
    f"می{ZWNJ}خواهم",
    f"क्{ZWJ}ष",  # Devanagari: a half form
    f"ක්{ZWJ}ෂ",  # Sinhala
    f"न्{ZWNJ}",
    f"👩🏽{ZWJ}🚀",
    f"👨{ZWJ}👩{ZWJ}👧",
    f"🏳\ufe0f{ZWJ}🌈",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "葛\U000e0100城",  # a variant of a character that is used in a family name
    "ᠠ\u180bᠯ",
]
TEXT = st.one_of(
    st.text(),
    st.text(alphabet=st.sampled_from([*UNSEEN, *"aéنक👩 \n1", "\u094d"])),
)


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_n11_what_cannot_be_seen_is_taken_out(unseen):
    assert clean(f"{unseen}An{unseen}a{unseen}") == "Ana"
    assert clean(unseen * 3, lines=True) == ""
    assert seen(f"an{unseen}a") == "ana"


@pytest.mark.parametrize("text", NEEDED, ids=ascii)
def test_n11_what_a_script_or_an_emoji_needs_stays(text):
    assert clean(text) == text


@pytest.mark.parametrize("blank", ["\u2800", " \u2800\u200b ", "\u00a0\u3000"], ids=ascii)
def test_n11_blanks_alone_are_nothing(blank):
    assert not clean(blank).strip()


def test_n11_lines_stay_where_there_are_lines():
    assert clean("a\r\nb\u2028c\td", lines=True) == "a\r\nb\nc\td"
    assert clean("a\r\nb\u2028c\td") == "a b\u0020c d"
    assert clean("e\u0301") == "é"


@given(TEXT, st.booleans())
@example(f"क्{ZWJ}{ZWJ}", True)
@example(f"👩{ZWJ}\ufe0f👩", False)
def test_n11_a_clean_text_is_clean(text, lines):
    once = clean(text, lines=lines)
    assert clean(once, lines=lines) == once
    assert unicodedata.is_normalized("NFC", once)
    # No visible character is lost or added.
    visible = seen(once).split()
    assert unicodedata.normalize("NFC", " ".join(visible)) == unicodedata.normalize(
        "NFC", " ".join(seen(text).split())
    )
    if not visible:
        assert not once.strip()


class Plain(forms.Form):
    line = forms.CharField()
    lines = forms.CharField(widget=forms.Textarea)
    address = forms.EmailField()
    web = forms.URLField(assume_scheme="https")
    slug = forms.SlugField()
    regex = forms.RegexField(r"\A[a-z]+\Z")
    user = UsernameField()
    secret = forms.CharField(widget=forms.PasswordInput)


def test_n11_every_kind_of_text_field_is_clean():
    data = {
        "line": "\u200bAna\u202e",
        "lines": "\ufeffa\nb\u00ad",
        "address": "ana\u200b@example.org",
        "web": "https://example.org/\u2060",
        "slug": "a\u200db",
        "regex": "a\u200cb",
        "user": "ana\u200b",
        "secret": "\u200bpass\u200d",
    }
    form = Plain(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "line": "Ana",
        "lines": "a\nb",
        "address": "ana@example.org",
        "web": "https://example.org/",
        "slug": "ab",
        "regex": "ab",
        "user": "ana",
        "secret": "\u200bpass\u200d",
    }
    assert not Plain({**data, "line": "\u200b\u2060"}).is_valid()


@pytest.mark.parametrize(
    ("block", "typed", "stored"),
    [
        (blocks.CharBlock(), "\u200bAna", "Ana"),
        (blocks.TextBlock(), "a\nb\u200b", "a\nb"),
        (blocks.URLBlock(), "https://example.org/\u200b", "https://example.org/"),
        (blocks.EmailBlock(), "a\u200b@example.org", "a@example.org"),
        (blocks.BlockQuoteBlock(), "a\u202eb", "ab"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_n11_every_block_of_a_page_is_clean(block, typed, stored):
    value = block.value_from_datadict({"x": typed}, {}, "x")
    assert block.clean(value) == stored
    with pytest.raises(forms.ValidationError):
        block.clean(block.value_from_datadict({"x": "\u200b"}, {}, "x"))


def test_n11_rich_text_keeps_its_marks_where_they_are():
    """Marks in rich text stay: it arrives as JSON with character offsets and is cleaned as HTML."""
    block = blocks.RichTextBlock(features=["bold"])
    content = (
        '{"blocks": [{"key": "a", "text": "x\u200b\u200b bold y", "type": "unstyled", "depth": 0,'
        ' "inlineStyleRanges": [{"offset": 4, "length": 4, "style": "BOLD"}],'
        ' "entityRanges": []}], "entityMap": {}}'
    )
    value = block.clean(block.value_from_datadict({"x": content}, {}, "x"))
    assert "x <b>bold</b> y" in value.source


@pytest.mark.django_db
def test_n11_the_forms_of_django_and_wagtail_are_clean(django_user_model):
    user = django_user_model.objects.create_user("ana", password="\u200bsecret 9Z")
    form = AuthenticationForm(data={"username": "\u200eana\u200b", "password": "\u200bsecret 9Z"})
    assert form.is_valid(), form.errors
    assert not AuthenticationForm(data={"username": "ana", "password": "secret 9Z"}).is_valid()
    new = {"new_password1": "n\u200dew 8Q words", "new_password2": "n\u200dew 8Q words"}
    change = SetPasswordForm(user, new)
    assert change.is_valid(), change.errors
    assert change.save().check_password("n\u200dew 8Q words")
    search = SearchForm({"q": "mi\u00adgración"})
    assert search.is_valid()
    assert search.cleaned_data["q"] == "migración"


@pytest.mark.django_db
@pytest.mark.parametrize("form", [PageViewRestrictionForm, CollectionViewRestrictionForm])
def test_n11_the_password_of_a_page_stays_as_it_was_typed(form):
    typed = "se\u200bcret"
    bound = form({"password": typed})
    bound.is_valid()
    assert bound.cleaned_data["password"] == typed
    restriction = form._meta.model(password=typed)
    asked = PasswordViewRestrictionForm(
        {"password": typed, "return_url": "/"}, instance=restriction
    )
    assert asked.is_valid(), asked.errors


# ------------------------------------------------------------------ comparing and sorting
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Connor", "O’Connor"),
        ("O'Connor", "OʼConnor"),
        ("lukasz", "Łukasz"),
        ("Kꞌicheꞌ", "k'iche'"),
        ("Jean-Paul", "Jean‑Paul"),
        ("García–Núñez", "garcia nunez"),
        ("Straße", "STRASSE"),
        ("Œuvre Ærø Đorđe", "oeuvre aero dorde"),
        ("Işık", "isik"),
        ("Ma. Guadalupe", "MA GUADALUPE"),
        ("An\u00adna\u200b", "anna"),
        ("ﬁn", "fin"),
        ("Zoe\u0308", "Zoë"),
    ],
)
def test_n16_what_people_take_for_one(one, other):
    assert folded(one) == folded(other)
    assert alphabetical(one)[0] == alphabetical(other)[0] or "ñ" in one + other


@given(TEXT)
@example("𝓐 Ｚ ℌ ŉ ｀ ẚ")  # letters that become partly visible only when decomposed
def test_n16_a_folded_text_is_folded(text):
    assert folded(folded(text)) == folded(text)


def test_n16_names_stand_where_people_look_for_them():
    in_order = [
        "Áaron", "Lucía", "Łukasz", "Nunzio", "Nuñez", "Ocampo", "O’Connor", "Ødegaard", "Zapata",
    ]  # fmt: skip
    assert sorted(sorted(in_order), key=alphabetical) == in_order


@pytest.mark.parametrize(
    ("path", "query", "arrives"),
    [
        ("/admin/partners/partner/", "q=Re%E2%80%8Bd%00+de+paz&q=&p=2", {"q": ["Red de paz", ""]}),
        ("/admin/pages/", "a%00=1&b=%EF%BB%BFx%0Ay", {"a": ["1"], "b": ["x\ny"]}),
        ("/admin/pages/", "q=ni%C3%B1os+%E2%80%94+1", {"q": ["niños — 1"]}),
        ("/en/search/", "q=Re%E2%80%8Bd", {"q": ["Re\u200bd"]}),
    ],
)
def test_a_search_of_the_admin_holds_nothing_that_cannot_be_seen(rf, path, query, arrives):
    request = rf.get(path, QUERY_STRING=query)
    without_unseen(lambda request: HttpResponse())(request)
    assert arrives.items() <= dict(request.GET.lists()).items()
    assert QueryDict(request.META["QUERY_STRING"]) == request.GET
