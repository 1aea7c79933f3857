"""Quality checks of translations, shown to translators as they type and to reviewers.

`problems` is a pure function of two HTML fragments. Few false alarms matter more than finding
every fault: after three false alarms, nobody reads the fourth.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bs4 import BeautifulSoup
from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.strings import StringValue, extract_ids, validate_translation_links

from pages.text import unaccented
from translations.engine import glossary, number_checks
from translations.engine.labels import SegmentLocation, length_of
from translations.engine.segments import Segment
from translations.models import Term


@dataclass(frozen=True)
class Problem:
    """A problem: its code, a message, and whether the text is certainly wrong or broken.

    A problem that is not serious may be intended; it is shown but blocks nothing.
    """

    code: str
    message: str
    serious: bool = False


def check(
    text: Segment, data: str, locale: Locale, terms: Iterable[Term], place: SegmentLocation
) -> list[Problem]:
    """Return the problems of `data` as the translation of `text` at `place`; no query."""
    if not text.counts:
        return []
    found = problems(text.source, data, locale.language_code, terms)
    length = length_of(data)
    if place.limit and length > place.limit:
        message = _("Too long: %(length)d characters. The limit is %(limit)d.")
        named = {"length": length, "limit": place.limit}
        return [Problem("length", message % named, serious=True), *found]
    if place.advised and length > place.advised:
        message = _("%(length)d characters: search engines show only about %(limit)d.")
        named = {"length": length, "limit": place.advised}
        return [Problem("length", message % named), *found]
    return found


def problems(source: str, data: str, language: str, terms: Iterable[Term] = ()) -> list[Problem]:
    """Return the problems of `data`, a translation of `source` into `language`.

    Both are HTML fragments as wagtail-localize stores them; an empty one has no problem. `terms`
    are the glossary terms that occur in the source.
    """
    if not data.strip():
        return []
    here, there = settings.LANGUAGE_CODE.split("-")[0], language.split("-")[0]
    source_words, words = glossary.plain(source), glossary.plain(data)
    return [
        *_markup(source, data),
        *_check_urls(source_words, words, here, there),
        *_placeholders(source_words, words),
        *_check_numbers(source_words, words, here, there),
        *_left_over(source_words, words, here, there),
        *_opening_marks(words, there),
        *_spaces(source, data),
        *_doubled_words(source_words, words, there),
        *_terms(source_words, words, terms),
    ]


# ------------------------------------------------------------------ markup
def _markup(source: str, data: str) -> Iterable[Problem]:
    try:
        StringValue.from_translated_html(data)
        validate_translation_links(source, data)
    except ValueError as error:
        yield Problem("tags", str(error), serious=True)
        return
    if lost := extract_ids(source) - extract_ids(data):
        names = ", ".join(f"“{_words_of_link(source, name)}”" for name in sorted(lost))
        yield Problem("link", _("This link is missing: %(names)s") % {"names": names}, serious=True)
    before, after = _tags(source), _tags(data)
    if before != after:
        names = ", ".join(f"<{name}>" for name in sorted(before ^ after))
        yield Problem(
            "tags", _("Formatting or line breaks do not match: %(names)s") % {"names": names}
        )


def _words_of_link(source: str, name: str) -> str:
    link = BeautifulSoup(source, "html.parser").find("a", id=name)
    return link.get_text() if link else name


def _tags(fragment: str) -> set[str]:
    """Return the kinds of tags in a fragment, except links; <b> is <strong>, <i> is <em>."""
    names = {tag.name for tag in BeautifulSoup(fragment, "html.parser").find_all(True)} - {"a"}
    return {{"b": "strong", "i": "em"}.get(name, name) for name in names}


# ------------------------------------------------------------------ what must not change
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”»]+", re.IGNORECASE)
_PRINTF = re.compile(r"%\(\w+\)[sdif]|%(?:\d+\$)?[sd](?!\w)")
_PLACEHOLDER = re.compile(r"\{\w*\}|" + _PRINTF.pattern)
_BRACES = re.compile(r"\{\{|\}\}|(\{[^{}]*\}+)")


def _urls(words: str) -> list[str]:
    return [url.rstrip(".,;:!?)]’'") for url in _URL.findall(words)]


def _check_urls(source: str, words: str, here: str, there: str) -> Iterable[Problem]:
    emails = set(_EMAIL.findall(words))
    for email in dict.fromkeys(_EMAIL.findall(source)):
        if email.rstrip(".") not in {found.rstrip(".") for found in emails}:
            message = _("The email address %(email)s is missing.") % {"email": email}
            yield Problem("email", message, serious=True)
    urls = _urls(words)
    hosts = {_host(url, there) for url in urls}
    for url in dict.fromkeys(_urls(source)):
        # The same page in the other language is another URL on the same host.
        if url not in urls and _host(url, here) not in hosts:
            yield Problem(
                "url", _("The web address %(url)s is missing.") % {"url": url}, serious=True
            )


def _host(url: str, language: str) -> str:
    host = url.lower().partition("://")[2] or url.lower()
    return host.partition("/")[0].removeprefix("www.").removeprefix(f"{language}.")


def _fields(words: str) -> set[str]:
    """Return the fields of `str.format`: "{name}", "{when:%d}"; doubled braces are text."""
    return {field for field in _BRACES.findall(words) if field}


def _placeholders(source: str, words: str) -> Iterable[Problem]:
    expected, found = _PLACEHOLDER.findall(source), _PLACEHOLDER.findall(words)
    lost = [name for name in dict.fromkeys(expected) if found.count(name) < expected.count(name)]
    added = [name for name in dict.fromkeys(found) if found.count(name) > expected.count(name)]
    messages = []
    if lost:
        messages.append(_("This placeholder is missing: %(names)s") % {"names": ", ".join(lost)})
    if added:
        message = _("The source does not have this placeholder: %(names)s")
        messages.append(message % {"names": ", ".join(added)})
    if not messages and _fields(source) != _fields(words):
        messages.append(_("The placeholders in braces do not match the source."))
    for message in messages:
        yield Problem("placeholder", message, serious=True)


def _without_urls(words: str) -> str:
    for pattern in (_EMAIL, _URL, _PLACEHOLDER):
        words = pattern.sub(" ", words)
    return words


def _check_numbers(source: str, words: str, here: str, there: str) -> Iterable[Problem]:
    source, words = _without_urls(source), _without_urls(words)
    found = number_checks.differences(source, words, here, there)
    for number in dict.fromkeys(found.missing):
        yield Problem(
            "number",
            _("“%(number)s” is in the source but not in the translation.") % {"number": number},
            serious=True,
        )
    for number in dict.fromkeys(found.added):
        message = _("“%(number)s” is not in the source.") % {"number": number}
        yield Problem("number", message, serious=bool(found.missing))
    for time in found.half_of_day:
        message = _("“%(time)s” does not match in the translation: check a.m. and p.m.") % {
            "time": time
        }
        yield Problem("number", message, serious=True)
    for said, name in dict.fromkeys(number_checks.lost_dates(source, words, here, there)):
        yield Problem(
            "date",
            _("The source says “%(date)s,” but the translation does not say “%(name)s.”")
            % {"date": said, "name": name},
            serious=True,
        )


# ------------------------------------------------------------------ language
def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


#: English words that do not occur in any likely target language.
_ENGLISH = _words(
    "the of and with from that this these those their which your have has been they them what "
    "when where who how should would could there about into are was were will shall we you he "
    "she it its our is be by to for not or at as if than then only because through"
)
#: Words that also occur in other languages, and prove nothing on their own.
_SHARED = _words("he we is be by to or as if are at was not")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NAME = re.compile(
    r"[A-Z][\w'’&-]*(?:,?\s+(?:(?:of|the|and|for|in|to|on|with|at|from|by|&|de|la|del|los|las|y)"
    r"\s+)*[A-Z][\w'’&-]*)+"
)


def _shared_names(source: str, words: str) -> list[str]:
    """Return the names ("Voices of the Border") that source and translation share."""
    names = []
    for match in _NAME.findall(source):
        # The capital at the start of a sentence may not belong to the name: "Led by Voices …".
        starts = [start.start() for start in re.finditer(r"(?<!\w)[A-Z]", match)]
        suffixes = (match[start:] for start in starts)
        names.append(next((name for name in suffixes if name in words), ""))
    return sorted({name for name in names if name}, key=len, reverse=True)


def _without(names: list[str], words: str) -> str:
    for name in names:
        words = words.replace(name, " ")
    return words


def _left_over(source: str, words: str, here: str, there: str) -> Iterable[Problem]:
    if here != "en" or there == "en":
        return
    same = " ".join(words.split()) == " ".join(source.split())
    tokens = [
        token.lower() for token in _TOKEN.findall(_without(_shared_names(source, words), words))
    ]
    if same and len(tokens) > 2 and _ENGLISH & set(tokens):
        yield Problem("untranslated", _("This text is still in the source language."), serious=True)
        return
    for first, second in pairwise(tokens):
        if {first, second} <= _ENGLISH and not {first, second} <= _SHARED:
            message = _("“%(words)s” appears to be in the source language.") % {
                "words": f"{first} {second}"
            }
            yield Problem("untranslated", message)
            return


def _opening_marks(words: str, there: str) -> Iterable[Problem]:
    if there != "es":
        return
    prose = _without_urls(words)
    for closing, opening in (("?", "¿"), ("!", "¡")):
        # "¡¿…?!" and "!!!" count as a single closing mark.
        ends = len(re.findall(rf"{re.escape(closing)}+", prose))
        if ends > prose.count(opening):
            message = _("“%(opening)s” is missing at the start of a sentence.")
            yield Problem("opening", message % {"opening": opening})


def _spaces(source: str, data: str) -> Iterable[Problem]:
    if "  " in data.strip() and "  " not in source.strip():
        yield Problem("spaces", _("There are two spaces in a row."))
    if data != data.strip() and source == source.strip():
        yield Problem("spaces", _("There is a space at the start or end."))


#: Words that may occur twice in a row, by language: "nous nous voyons".
_MAY_REPEAT = {"fr": ("nous", "vous")}


def _doubled_words(source: str, words: str, there: str) -> Iterable[Problem]:
    tokens = words.lower().replace(".", "").split()
    word = next((first for first, second in pairwise(tokens) if first == second), "")
    if word in _MAY_REPEAT.get(there, ()) or not _TOKEN.fullmatch(word):
        return
    if f"{word} {word}" not in " ".join(source.lower().split()):
        yield Problem("repeated", _("“%(word)s” appears twice in a row.") % {"word": word})


# ------------------------------------------------------------------ glossary
def _terms(source: str, words: str, terms: Iterable[Term]) -> Iterable[Problem]:
    if source.strip() == words.strip():
        return  # a name, or a text already reported as untranslated
    names = _shared_names(source, words)
    bare, plain = _without(names, source), unaccented(_without(names, words))
    for term in terms:
        finder = glossary.pattern(term.source, term.case_sensitive)
        if finder.search(source) and not finder.search(bare):
            continue  # only in a name that is not translated
        rest = plain
        for variant in term.translation.split(" / "):
            rest = _inflected(variant, any_ending=True).sub(" ", rest)
        used = [word for word in term.forbidden_variants if _inflected(word).search(rest)]
        named = {"term": term.source, "translation": term.translation}
        for word in used:
            message = _(
                "Do not translate “%(term)s” as “%(word)s”: the agreed translation is "
                "“%(translation)s.”"
            )
            yield Problem("forbidden", message % {**named, "word": word})
        if rest == plain and not used:
            message = _("In the glossary, “%(term)s” is “%(translation)s.”")
            yield Problem("term", message % named)


@lru_cache(maxsize=4096)
def _inflected(phrase: str, any_ending: bool = False) -> re.Pattern[str]:
    """Return a pattern for a phrase in unaccented text, in the plural and other gender too.

    With `any_ending`, it also matches other inflections with the same stem.
    """
    words = []
    for word in unaccented(phrase).split():
        stem = re.sub(r"(?:es|[aeo]s?|s)$", "", word) if len(word) > 4 else word
        ending = r"\w{0,3}" if any_ending and len(word) > 4 else "(?:es|[aeo]s?|s)?"
        last = f"{re.escape(stem[:-1])}[zc]" if stem.endswith("z") else re.escape(stem)
        words.append(last + ending)
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)") if words else re.compile("(?!)")
