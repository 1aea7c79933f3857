"""Remove invisible characters from every text that people enter.

They are copied along with texts and make equal texts differ: two sign-ups from one email address, a
name that cannot be found, a name that looks empty. Those that some scripts and emoji need are kept.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.text import slugify

from mailing.upstream import replace

# ------------------------------------------------------------------ invisible characters
# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt) and annotation marks.
_IGNORABLE = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
# Scripts in which letters join or a mark replaces a vowel: Arabic, Syriac, N'Ko, Indic and
# neighboring scripts, Mongolian, and similar ones beyond the Basic Multilingual Plane.
_JOINING = (
    (0x0600, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x18AF), (0x1A20, 0x1AAF), (0x1B00, 0x1BFF),
    (0x1CD0, 0x1CFF), (0xA800, 0xAAFF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0x10A00, 0x10FFF),
    (0x11000, 0x11FFF), (0x1E900, 0x1E95F),
)  # fmt: skip
_MONGOLIAN = ((0x1800, 0x18AF),)
_FREE_VARIATIONS = "\u180b\u180c\u180d\u180e\u180f"
_JOINERS = "\u200c\u200d"
_EMOJI_STYLE = "\ufe0e\ufe0f"
_KEYCAPS, _KEYCAP = "#*0123456789", "\u20e3"
_EMOJI_THAT_ARE_NO_SYMBOLS = "‼⁉ℹ〰"
# Unusual line breaks, and what would break a single-line text.
_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_NOT_ON_ONE_LINE = re.compile("\r\n|[\t\n\r]")
BLANK_BRAILLE = "\u2800"  # a symbol in Unicode that looks like a space


def _class(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


_UNSEEN = re.compile(f"[\0-\x08\x0e-\x1f\x7f-\x9f{_class(_IGNORABLE)}]")
_JOINS = re.compile(f"[{_class(_JOINING)}]")
_IN_MONGOLIAN = re.compile(f"[{_class(_MONGOLIAN)}]")


def clean(text: str, *, lines: bool = False) -> str:
    """Return `text` without invisible characters, in composed form (NFC).

    With `lines`, line breaks and tabs are kept; otherwise they become spaces.
    """
    text = _LINE_ENDS.sub("\n", text)
    if not lines:
        text = _NOT_ON_ONE_LINE.sub(" ", text)
    if _UNSEEN.search(text):
        kept: list[str] = []
        for position, character in enumerate(text):
            following = text[position + 1 : position + 2]
            if not _UNSEEN.match(character) or _is_needed(character, kept, following):
                kept.append(character)
        text = "".join(kept)
    return (
        "" if not text.replace(BLANK_BRAILLE, " ").strip() else unicodedata.normalize("NFC", text)
    )


def seen(text: str) -> str:
    """Return `text` without any invisible characters, including those that scripts need.

    For texts that are compared, not read: addresses, numbers, search terms.
    """
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).replace(BLANK_BRAILLE, " ")


def ordinary(text: str) -> str:
    """Return `text` with ASCII digits, hyphens and spaces, without invisible characters."""
    letters = []
    for letter in unicodedata.normalize("NFKC", seen(text)):
        if letter.isdecimal():
            letters.append(str(unicodedata.decimal(letter)))
        elif unicodedata.category(letter) == "Pd" or letter == "\N{MINUS SIGN}":
            letters.append("-")
        else:
            letters.append(letter)
    return " ".join("".join(letters).split())


def _is_needed(character: str, kept: list[str], following: str) -> bool:
    """Return whether the invisible `character` changes the shape of its neighbors."""
    before = kept[-1] if kept else ""
    if not before:
        return False
    kind = unicodedata.category(before)
    if character in _JOINERS:
        return _joins(character, before, kind, following)
    if character in _FREE_VARIATIONS:
        return bool(_IN_MONGOLIAN.match(before)) and before not in _FREE_VARIATIONS
    if character in _EMOJI_STYLE:
        if before in _KEYCAPS:
            return following == _KEYCAP
        return kind in ("So", "Sm", "Sk") or before in _EMOJI_THAT_ARE_NO_SYMBOLS
    if "\ufe00" <= character <= "\ufe0d" or "\U000e0100" <= character <= "\U000e01ef":
        return kind in ("Lo", "Sm", "So")  # a variant of a Chinese character, as in names
    return False


def _joins(character: str, before: str, kind: str, following: str) -> bool:
    if following and unicodedata.category(following) == "So":  # one emoji of two: a family, a flag
        return character == "\u200d" and (kind in ("So", "Sk") or before == "\ufe0f")
    if not _JOINS.match(before) or kind[0] not in "LM":
        return False
    # After a mark that removes the vowel (RFC 5892, A.1 and A.2), or between two letters.
    return unicodedata.combining(before) == 9 or bool(
        following and _JOINS.match(following) and unicodedata.category(following)[0] in "LM"
    )


# ------------------------------------------------------------------ forms
def is_kept_as_typed(field: forms.CharField) -> bool:
    """Return whether a field holds a password, which must not be changed."""
    return isinstance(field.widget, forms.PasswordInput) or getattr(field, "as_typed", False)


@cache
def clean_every_form() -> None:
    """Make each `forms.CharField` clean its input; called once at startup.

    Slugs also lose their accents, instead of being refused. Every text in a form goes through
    `CharField.to_python`: model fields, page blocks (rich text as HTML), snippets, settings,
    searches, user names, forms of Django and Wagtail. Neither has a setting for this, and replacing
    the field in each form would miss those of the next version.
    """
    to_python = forms.CharField.to_python

    def to_clean_python(self: forms.CharField, value: Any) -> Any:
        if value not in self.empty_values and not is_kept_as_typed(self):
            value = clean(str(value), lines=not isinstance(self.widget, forms.TextInput))
            if isinstance(self, forms.SlugField):
                value = to_slug(value) or value
        return to_python(self, value)

    replace(forms.CharField, "to_python", to_clean_python)


def without_unseen(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: clean the query string of admin URLs, as a form would.

    Wagtail and related packages pass search terms to the database unchanged: PostgreSQL raises an
    error for NUL, and other invisible characters are not in any stored text.
    """

    def cleaned(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith("/admin/"):
            query = QueryDict(mutable=True)
            for name, values in request.GET.lists():
                query.setlist(clean(name), [clean(value, lines=True) for value in values])
            if query != request.GET:
                request.GET = query  # type: ignore[assignment]
                request.META["QUERY_STRING"] = query.urlencode()
        return get_response(request)

    return cleaned


# ------------------------------------------------------------------ comparing and sorting
# Characters used as apostrophes, and letters and marks of a glottal stop (saltillo).
_APOSTROPHES = dict.fromkeys(map(ord, "'`´’‘‛′＇ʹʻʼʽʾʿˈꞋꞌ"))
# Letters that Unicode does not decompose into a basic letter and a mark.
_LIKE = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ɨ": "i", "ʉ": "u",
    "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th", "ẞ": "ss", "ß": "ss",
}  # fmt: skip
_PLAIN = str.maketrans(
    _LIKE
    | {
        letter.upper(): like
        for letter, like in _LIKE.items()
        if len(letter.upper()) == 1 and letter != "ı"
    }
)


def unaccented(text: str) -> str:
    """Return `text` in lowercase without accents: "Łukasz Núñez" → "lukasz nunez"."""
    # Decomposed twice: "𝓐" has a lowercase only as "A", and "ǰ" an accent only in lowercase.
    letters = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    letters = unicodedata.normalize("NFKD", letters)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def to_slug(text: str) -> str:
    """Return a text as a slug: "Ciudad Juárez" → "ciudad-juarez"; may be empty."""
    return slugify(unaccented(seen(text)))


def folded(text: str) -> str:
    """Return a text normalized for search: "O’Connor-Łuk" → "oconnor luk".

    Case, accents, apostrophes and invisible characters are removed; any other separator of words
    becomes one space.
    """
    # Twice: "´" decomposes into a space and an accent, and "ŉ" contains an apostrophe.
    plain = unaccented(seen(text).translate(_APOSTROPHES)).translate(_APOSTROPHES)
    return " ".join("".join(" " if _parts(letter) else letter for letter in plain).split())


def _parts(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "P" or letter == "\N{MINUS SIGN}"


def alphabetical(text: str) -> tuple[str, str]:
    """Return the sort key of a text: accents are ignored, but ñ follows n, as in Spanish."""
    letters = unicodedata.normalize("NFC", text).replace("ñ", "n\uffff").replace("Ñ", "N\uffff")
    return folded(letters), text
