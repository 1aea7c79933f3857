"""The translation memory: suggest earlier human translations of similar texts.

It reads the texts that wagtail-localize keeps, so nothing is stored twice. Machine translations
and texts with errors are excluded.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from wagtail_localize.models import StringTranslation, Translation

from translations.engine.objects import UNCOUNTED_PATHS
from translations.engine.segments import MANUAL, Segment

#: Minimum similarity in percent. Short texts ("Date", "Rate") are too easily similar.
CUTOFF, CUTOFF_SHORT, SHORT = 70, 85, 16
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Match:
    """An earlier translation: `data` is the translation of `source`, both as stored.

    `percent` is the similarity of the sources without tags; only an exact match, the same text
    elsewhere, has 100.
    """

    data: str
    source: str
    percent: int
    exact: bool


@dataclass(frozen=True)
class _Entry:
    string_id: int
    context_id: int
    source: str
    data: str
    place: int  # newest first


def suggestions(
    translation: Translation, texts: Iterable[Segment], limit: int = 3
) -> dict[str, list[Match]]:
    """Return the best matches in the memory for each of `texts`, by key; one query.

    Texts without matches are omitted, as are suggestions equal to the current translation. Link ids
    in a match may differ from those of the text: it is suggested as stored.
    """
    wanted = [text for text in texts if text.counts]
    if not wanted:
        return {}
    memory = _Memory(translation)
    found = {text.key: memory.matches(text, limit) for text in wanted}
    return {key: matches for key, matches in found.items() if matches}


def folded(html: str) -> str:
    """Normalize a text for comparison: no tags, lowercase, single spaces."""
    return " ".join(_TAG.sub(" ", html).casefold().split())


class _Memory:
    """All translations into one language, indexed for search."""

    def __init__(self, translation: Translation):
        self.by_string: dict[int, list[_Entry]] = defaultdict(list)
        self.by_words: dict[str, list[_Entry]] = defaultdict(list)
        words: dict[int, str] = {}
        rows = (
            StringTranslation.objects.filter(
                locale_id=translation.target_locale_id,
                translation_of__locale_id=translation.source.locale_id,
                translation_type=MANUAL,
                has_error=False,
            )
            .exclude(data="")
            .exclude(context__path__in=UNCOUNTED_PATHS)
            .order_by("-updated_at", "-pk")
            .values_list("translation_of_id", "context_id", "translation_of__data", "data")
        )
        for place, (string_id, context_id, source, data) in enumerate(rows):
            entry = _Entry(string_id, context_id, source, data, place)
            if entry.string_id not in words:
                words[entry.string_id] = folded(entry.source)
            self.by_string[entry.string_id].append(entry)
            self.by_words[words[entry.string_id]].append(entry)
        self.words = sorted(filter(None, self.by_words), key=len)
        self.lengths = [len(words) for words in self.words]

    def matches(self, text: Segment, limit: int) -> list[Match]:
        found = [(100, True, entry) for entry in self.by_string.get(text.string.pk, ())] + [
            (percent, False, entry) for percent, entry in self._alike(text, limit)
        ]
        found.sort(key=lambda match: (-match[0], -len(match[2].data), match[2].place))
        chosen: dict[str, Match] = {}
        for percent, exact, entry in found:
            own = (entry.context_id, entry.string_id) == text.pair
            if own or entry.data == text.data or entry.data in chosen:
                continue
            chosen[entry.data] = Match(entry.data, entry.source, percent, exact)
            if len(chosen) == limit:
                break
        return list(chosen.values())

    def _alike(self, text: Segment, limit: int) -> list[tuple[int, _Entry]]:
        words = folded(text.source)
        if not words:
            return []
        cutoff = CUTOFF_SHORT if len(words) < SHORT else CUTOFF
        # The similarity ratio of two texts is bounded by that of their lengths.
        share = cutoff / (200 - cutoff)
        start = bisect_left(self.lengths, int(len(words) * share))
        end = bisect_right(self.lengths, int(len(words) / share) + 1)
        alike = process.extract(
            words,
            self.words[start:end],
            scorer=fuzz.ratio,
            score_cutoff=cutoff,
            limit=limit * 4,  # some have nothing to suggest
        )
        return [
            (min(99, int(score)), entry)
            for known, score, _place in alike
            for entry in self.by_words[known]
            if entry.string_id != text.string.pk
        ]
