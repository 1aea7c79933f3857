"""Find the previous source text of a segment, and its translation."""

from collections import defaultdict

from rapidfuzz import fuzz
from wagtail_localize.models import StringTranslation, Translation

from translations.engine.segments import Segment
from translations.models import Review

#: Minimum similarity (0 to 100) of two sentences to be versions of each other.
SIMILARITY = 45


def previous_texts(
    translation: Translation, found: list[Segment], public: Review | None
) -> dict[str, StringTranslation]:
    """Return the previous translation for each segment that has one, by key; one query.

    Segments that are public as they are have none. If a context had several texts (the sentences
    of a paragraph), each goes to the segment most similar to it.
    """
    current = {text.pair for text in found}
    approved = public.texts if public else {}
    old: dict[int, list[StringTranslation]] = defaultdict(list)
    for row in (
        StringTranslation.objects.filter(
            context__object_id=translation.source.object_id,
            locale_id=translation.target_locale_id,
        )
        .exclude(data="")
        .select_related("translation_of")
        .order_by("-updated_at", "-pk")
    ):
        if (row.context_id, row.translation_of_id) not in current:
            old[row.context_id].append(row)
    new: dict[int, list[Segment]] = defaultdict(list)
    for text in found:
        if text.counts and text.key not in approved:
            new[text.context.pk].append(text)
    chosen: dict[str, StringTranslation] = {}
    for context, texts in new.items():
        candidates = old.get(context, [])
        # Compare with what is public, because readers saw that last.
        if was_public := [r for r in candidates if _key(r) in approved]:
            candidates = was_public
        alone = len(texts) == 1 and len(candidates) == 1
        pairs = sorted(
            (
                (fuzz.ratio(row.translation_of.data, text.source), -place, text, row)
                for text in texts
                for place, row in enumerate(candidates)
            ),
            key=lambda pair: pair[:2],
            reverse=True,
        )
        used = set()
        for score, _place, text, row in pairs:
            if text.key in chosen or row.pk in used or (score < SIMILARITY and not alone):
                continue
            chosen[text.key] = row
            used.add(row.pk)
    return chosen


def _key(row: StringTranslation) -> str:
    return f"{row.context_id}:{row.translation_of_id}"
