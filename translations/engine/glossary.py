"""Find glossary terms in texts."""

import html
import re
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.utils.html import strip_tags
from wagtail.models import Locale

from translations.engine.segments import Segment
from translations.models import Term


def for_texts(texts: Iterable[Segment], locale: Locale) -> dict[str, list[Term]]:
    """Return the glossary terms that occur in each text, by its key. One query."""
    terms = list(Term.objects.filter(locale=locale))
    found = {text.key: terms_in(text.source, terms) for text in texts}
    return {key: terms for key, terms in found.items() if terms}


def terms_in(source: str, terms: Iterable[Term]) -> list[Term]:
    """Return the `terms` that occur in `source` (HTML) as whole words, longest first.

    A term that occurs only within a longer one is left out: "human rights" does not match in
    "human rights defenders" if both are in the glossary.
    """
    rest = plain(source)
    found = []
    for term in sorted(terms, key=lambda term: (-len(term.source), term.source)):
        rest, count = pattern(term.source, term.case_sensitive).subn("\0", rest)
        if count:
            found.append(term)
    return found


def plain(fragment: str) -> str:
    """Return the text of an HTML fragment, with entities decoded."""
    return html.unescape(strip_tags(fragment.replace("<br", " <br")))


@lru_cache(maxsize=4096)
def pattern(source: str, case_sensitive: bool) -> re.Pattern[str]:
    """Return a pattern that finds a source-language word or phrase in a text."""
    words = [re.escape(word) for word in source.split()]
    if not words:
        return re.compile(r"(?!)")
    if settings.LANGUAGE_CODE.startswith("en"):
        last = source.split()[-1]
        words[-1] = (
            f"(?:{words[-1]}|{re.escape(last[:-1])}ies)" if last.endswith("y") else words[-1]
        ) + "(?:e?s)?"
    flags = re.NOFLAG if case_sensitive else re.IGNORECASE
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", flags)
