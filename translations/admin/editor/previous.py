"""What stood in the place of a text before, and how it was translated."""

from collections import defaultdict

from rapidfuzz import fuzz
from wagtail_localize.models import StringTranslation, Translation

from translations.engine.segments import Segment
from translations.models import Review

#: Below this, two sentences of a paragraph have nothing to do with each other.
SIMILARITY = 45


def previous_texts(
    translation: Translation, found: list[Segment], public: Review | None
) -> dict[str, StringTranslation]:
    """Return for each text what stood in its place before and was translated; one query.

    Only for texts that are not public as they are. Where several stood there (the paragraphs of a
    text), each goes to the one that it is most like.
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
        # What is public was said last to the readers: it is what the new text is compared with.
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
