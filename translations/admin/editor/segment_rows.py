"""The content of the translation editor: segments with what helps to translate or review them.

Everything is fetched for all segments at once, so the number of queries does not depend on
the number of segments.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_localize.models import StringTranslation, Translation

from translations.admin.editor import markup
from translations.admin.editor.markup import Difference, difference
from translations.admin.editor.previous import previous_texts
from translations.engine import glossary, memory, quality
from translations.engine.labels import SegmentLocation, length_of, location_of
from translations.engine.quality import Problem
from translations.engine.segments import Segment, missing, own_slug
from translations.models import Remark, Review, Suggestion, Term

TODO, REMARKED, REVISED, CHANGED, ALL = "todo", "remarked", "revised", "changed", "all"
VIEWS = {
    TODO: gettext_lazy("To do"),
    REMARKED: gettext_lazy("With open comments"),
    REVISED: gettext_lazy("Changed since the last review"),
    CHANGED: gettext_lazy("Changed"),
    ALL: gettext_lazy("All"),
}


@dataclass(frozen=True)
class Offer:
    """A suggestion that can be inserted into the field of a segment with one key."""

    value: str
    origin: str
    source: str = ""
    suggestion_id: int | None = None


@dataclass
class RejectedInput:
    """A submitted field value that could not be saved."""

    value: str
    version: str = ""
    error: str = ""
    theirs: str | None = None


@dataclass
class SegmentRow:
    text: Segment
    place: SegmentLocation
    earlier: StringTranslation | None = None
    is_changed: bool = False  # differs from what is public
    data: str = ""  # the text to show: stored, or submitted for review
    before: str = ""  # the public text in the target language, "" if there is none
    problems: list[Problem] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    rejected: RejectedInput | None = None
    slug: str = ""  # the slug that is used if none is entered
    returned: str = ""  # the text that was submitted and returned, "" if there is none
    is_revised: bool = False  # differs from what was returned
    is_new: bool = False  # was added to the source after the submission

    @property
    def key(self) -> str:
        return self.text.key

    @property
    def anchor(self) -> str:
        return "row-" + self.key.replace(":", "-")

    @property
    def length(self) -> int:
        return length_of(self.data)

    @property
    def optional(self) -> bool:
        return not self.text.counts

    @cached_property
    def tagged(self) -> bool:
        return markup.with_tags(self.text)

    @cached_property
    def source(self) -> str:
        return self.show(self.text.source)

    @cached_property
    def value(self) -> str:
        return self.rejected.value if self.rejected else self.show(self.data)

    @property
    def version(self) -> str:
        return self.rejected.version if self.rejected else self.text.version

    @cached_property
    def tags(self) -> list[markup.Tag]:
        return markup.tags(self.text.source) if self.tagged else []

    @cached_property
    def source_difference(self) -> Difference | None:
        """Return the changes of the source since it was public, or None."""
        if self.earlier is None or not self.is_changed:
            return None
        old = self.earlier.translation_of.data
        return None if old == self.text.source else difference(self.show(old), self.source)

    @cached_property
    def target_difference(self) -> Difference | None:
        """Return the changes of the translation since it was returned or, failing that, public."""
        before = (self.is_revised and self.returned) or self.before
        if not before or before == self.data:
            return None
        return difference(self.show(before), self.show(self.data))

    @property
    def state(self) -> str:
        if self.text.is_done:
            return "done"
        if self.text.is_machine_made and not self.text.has_error:
            return "machine"
        return "optional" if self.optional else "todo"

    @property
    def offers_open(self) -> bool:
        """Return whether to expand suggestions: on unfinished segments, or if a user left one."""
        return self.state != "done" or any(offer.suggestion_id for offer in self.offers)

    @property
    def open_remarks(self) -> list[Remark]:
        return _open(self.remarks)

    def show(self, html: str) -> str:
        return markup.to_field(html, self.tagged)


def _open(remarks: list[Remark]) -> list[Remark]:
    return [remark for remark in remarks if remark.resolved_at is None]


@dataclass
class SegmentGroup:
    """The segments of one field or block, with its name."""

    name: str
    rows: list[SegmentRow]


@dataclass
class EditorContent:
    """All rows of a translation, the visible rows, and the counts."""

    rows: list[SegmentRow]
    visible: list[SegmentRow]
    show: str
    general: list[Remark]  # comments on the whole translation, or on removed text

    @property
    def open_general(self) -> list[Remark]:
        return _open(self.general)

    @property
    def open_remarks(self) -> int:
        """Return the number of open comments, including those on hidden rows."""
        return len(self.open_general) + sum(len(row.open_remarks) for row in self.rows)

    @property
    def groups(self) -> list[SegmentGroup]:
        """Return the visible rows in page order, with optional ones last."""
        ordered = sorted(self.visible, key=lambda row: row.optional)
        return [
            SegmentGroup(rows[0].place.group, rows)
            for _key, found in groupby(ordered, key=_group_key)
            if (rows := list(found))
        ]

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(_filtered(self.rows, name)) for name in VIEWS}


def _group_key(row: SegmentRow) -> tuple:
    # Blocks of the same type have the same name but different ids.
    block = ".".join(row.text.context.path.split(".")[:2]) if row.place.group else ""
    return row.optional, row.place.group, block


def _filtered(rows: Iterable[SegmentRow], show: str) -> list[SegmentRow]:
    match show:
        case "todo":
            return [row for row in rows if row.text.counts and not row.text.is_done]
        case "remarked":
            return [row for row in rows if row.open_remarks]
        case "revised":
            return [row for row in rows if row.is_revised]
        case "changed":
            return [row for row in rows if row.is_changed or row.is_new]
    return list(rows)


def build_content(
    translation: Translation,
    found: list[Segment],
    *,
    public: Review | None,
    waiting: Review | None,
    returned: Review | None,
    target: Any,
    show: str,
    entries: dict[str, RejectedInput],
    helped: bool,
) -> EditorContent:
    """Return the content of the editor for a translation with the segments `found`.

    `public` is the review whose texts are public, `waiting` the one to be decided on, `returned`
    the one returned last, `target` the object in the target language, `entries` the rejected
    field values. Suggestions are looked up only if `helped`.
    """
    locale = translation.target_locale
    earlier = previous_texts(translation, found, public)
    terms = glossary.for_texts(found, locale)
    matches = memory.suggestions(translation, found) if helped else {}
    kept: dict[int, list[Suggestion]] = defaultdict(list)
    for suggestion in Suggestion.objects.filter(translation=translation):
        kept[suggestion.context_id].append(suggestion)
    remarks, general = _remarks(translation, found)
    rows = []
    for text in found:
        row = SegmentRow(
            text=text,
            place=location_of(translation, text.context),
            earlier=earlier.get(text.key),
            data=text.data,
            terms=terms.get(text.key, []),
            remarks=remarks.get(text.key, []),
            rejected=entries.get(text.key),
        )
        if waiting is not None:
            row.data = waiting.texts.get(text.key, text.data) or ""
            row.is_new = text.counts and text.key not in waiting.texts
        _compare(row, public)
        _compare_returned(row, returned)
        if row.optional and not text.data:
            row.slug = own_slug(found, target)
        row.problems = quality.check(text, row.data, locale, row.terms, row.place)
        row.offers = _offers(row, matches.get(text.key, []), kept[text.context.pk])
        rows.append(row)
    if show not in VIEWS or (show == REVISED and returned is None):
        show = _default_view(found, rows, public, waiting)
    return EditorContent(rows, _filtered(rows, show), show, general)


def _default_view(
    found: list[Segment], rows: list[SegmentRow], public: Review | None, waiting: Review | None
) -> str:
    """Return the initial view: changes for reviewers, unfinished segments for translators."""
    if waiting is not None and _filtered(rows, REVISED):
        return REVISED
    if public is None:
        return ALL
    if waiting is not None:
        return CHANGED if _filtered(rows, CHANGED) else ALL
    return TODO if missing(found) else ALL


def _compare(row: SegmentRow, public: Review | None) -> None:
    """Set whether a row differs from the public text, and that text."""
    if public is None or not row.text.counts:
        return
    if row.key in public.texts:
        row.before = public.texts[row.key] or ""
        row.is_changed = bool(row.before) and row.before != row.data
    else:
        row.before = row.earlier.data if row.earlier else ""
        row.is_changed = True


def _compare_returned(row: SegmentRow, returned: Review | None) -> None:
    """Set whether a row differs from the text that was returned."""
    if returned is None or not row.text.counts:
        return
    row.returned = returned.texts.get(row.key) or ""
    row.is_revised = row.returned != row.data


# ------------------------------------------------------------------ suggestions and remarks
def _offers(row: SegmentRow, matches: Iterable, kept: Iterable[Suggestion]) -> list[Offer]:
    """Return the suggestions for a row, the most likely first, without duplicates.

    The previous text is suggested rather than filled in: text that is already in the field looks
    finished and would be submitted unread.
    """
    found: list[tuple[str, str, str, int | None]] = []
    if row.earlier is not None and not row.optional:
        found.append((row.earlier.data, _("your earlier text"), "", None))
    found += [(each.data, each.origin, "", each.pk) for each in kept]
    for match in matches:
        origin = _("translation memory, %(percent)d%%") % {"percent": match.percent}
        source = "" if match.source == row.text.source else match.source
        found.append((match.data, origin, source, None))
    offers: dict[str, Offer] = {}
    for data, origin, source, pk in found:
        if data and data != row.text.data and data not in offers:
            offers[data] = Offer(row.show(data), origin, row.show(source), pk)
    return list(offers.values())


def _remarks(
    translation: Translation, found: list[Segment]
) -> tuple[dict[str, list[Remark]], list[Remark]]:
    """Return comments by segment key, and those on the whole translation; one query.

    A comment on a text that has changed stays with the text that replaced it.
    """
    first: dict[int, str] = {}
    keys = set()
    for text in found:
        first.setdefault(text.context.pk, text.key)
        keys.add(text.key)
    by_key: dict[str, list[Remark]] = defaultdict(list)
    general = []
    for remark in Remark.objects.filter(translation=translation).select_related("author"):
        key = f"{remark.context_id}:{remark.string_id}"
        if key not in keys:
            key = first.get(remark.context_id, "") if remark.context_id else ""
        if key:
            by_key[key].append(remark)
        else:
            general.append(remark)
    return by_key, general
