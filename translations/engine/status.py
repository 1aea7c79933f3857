"""Compute the status of objects in each language, from the data alone.

`compute_status` reads everything about a set of objects in a constant number of queries;
`decide_status` derives the status. `translations.engine.status_store` stores the result.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from wagtail.models import Page, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from pages.languages import source_locale
from pages.text import folded
from translations.engine.objects import (
    SECTION,
    TITLE_PATHS,
    UNCOUNTED_PATHS,
    other_models,
    target_locales,
)
from translations.models import Hold, Review, SourceOnly, State, Status, open_remarks

#: A segment: the primary keys of its context and its string.
type Pair = tuple[int, int]


@dataclass
class Version:
    """An object in one language, of any model."""

    pk: int
    model: str
    title: str
    live: bool
    is_page: bool = False
    live_revision_id: int | None = None
    section: str = ""
    first_published_at: datetime | None = None
    last_published_at: datetime | None = None
    changed_at: datetime | None = None


def pairs_of_source(source: TranslationSource) -> set[Pair]:
    """Return the segments of a source that count."""
    counted = source.stringsegment_set.exclude(context__path__in=UNCOUNTED_PATHS)
    return set(counted.values_list("context_id", "string_id"))


def pairs_of(review: Review) -> set[Pair]:
    """Return the segments that a review covers."""
    return {(int(context), int(string)) for context, string in (k.split(":") for k in review.texts)}


def differences(current: set[Pair], before: set[Pair]) -> int:
    """Return how many segments differ: new, reworded, or gone.

    A reworded segment, gone and new in the same context, counts once.
    """
    new: dict[int, int] = defaultdict(int)
    gone: dict[int, int] = defaultdict(int)
    for context, _string in current - before:
        new[context] += 1
    for context, _string in before - current:
        gone[context] += 1
    return sum(max(new[context], gone[context]) for context in {*new, *gone})


def compute_status(keys: Collection[UUID]) -> dict[tuple[UUID, int], State]:
    """Return the unsaved rows of each object and target language, by (translation key, locale).

    Objects that exist in no language are left out. The number of queries is constant.
    """
    data = _Data(list(keys))
    source_pk, locales = source_locale().pk, target_locales()
    found = {}
    for key in keys:
        for locale in locales:
            source = data.versions.get((key, source_pk))
            target = data.versions.get((key, locale.pk))
            if named := source or target:
                found[key, locale.pk] = _status_row(data, key, locale.pk, named, source, target)
    return found


class _Data:
    """All data on a set of objects, by (translation key, locale) or key."""

    def __init__(self, keys: list[UUID]):
        self.versions = _versions(keys)
        self.sources = {
            source.object_id: source
            for source in TranslationSource.objects.filter(
                object_id__in=keys, locale=source_locale()
            ).defer("content_json")
        }
        by_source = {source.pk: key for key, source in self.sources.items()}
        self.translations = {
            (by_source[each.source_id], each.target_locale_id): each
            for each in Translation.objects.filter(source_id__in=by_source)
        }
        self.pairs: dict[int, set[Pair]] = defaultdict(set)  # by source
        for source_id, context_id, string_id in (
            StringSegment.objects.filter(source_id__in=by_source)
            .exclude(context__path__in=UNCOUNTED_PATHS)
            .values_list("source_id", "context_id", "string_id")
        ):
            self.pairs[source_id].add((context_id, string_id))
        self.texts: dict[int, dict[Pair, dict]] = defaultdict(dict)  # by locale
        for row in (
            StringTranslation.objects.filter(context__object_id__in=keys)
            .exclude(context__path__in=UNCOUNTED_PATHS)
            .values(
                "context_id", "translation_of_id", "locale_id", "has_error", "translation_type",
                "last_translated_by_id", "updated_at",
            )
        ):  # fmt: skip
            self.texts[row["locale_id"]][row["context_id"], row["translation_of_id"]] = row
        self.titles = {
            (key, locale_id): StringValue(title).render_text()[:255]
            for key, locale_id, title in StringTranslation.objects.filter(
                context__object_id__in=keys, context__path__in=TITLE_PATHS, has_error=False
            )
            .order_by("updated_at", "pk")
            .values_list("context__object_id", "locale_id", "data")
        }
        self.remarks: dict[int, int] = dict(  # by translation
            open_remarks()
            .filter(translation__source__in=by_source)
            .order_by()
            .values_list("translation_id")
            .annotate(count=Count("pk"))
        )
        self.reviews: dict[tuple[UUID, int], list[Review]] = defaultdict(list)  # oldest first
        found = Review.objects.filter(translation_key__in=keys).order_by("submitted_at", "pk")
        for review in found:
            self.reviews[review.translation_key, review.locale_id].append(review)
        self.source_only = {
            (each.translation_key, each.locale_id): each
            for each in SourceOnly.objects.filter(translation_key__in=keys)
        }
        self.held = {
            hold.page.translation_key: {locale.pk for locale in hold.locales.all()}
            for hold in Hold.objects.filter(page__translation_key__in=keys)
            .select_related("page")
            .prefetch_related("locales")
        }
        revisions = [review.revision_id for review in found]
        self.scheduled = set(
            Revision.objects.filter(
                pk__in=revisions, approved_go_live_at__isnull=False
            ).values_list("pk", flat=True)
        )


def _versions(keys: list[UUID]) -> dict[tuple[UUID, int], Version]:
    found = {}
    labels = {
        pk: f"{app}.{model}"
        for pk, app, model in ContentType.objects.values_list("pk", "app_label", "model")
    }
    for row in Page.objects.filter(
        translation_key__in=keys, depth__gt=1, alias_of__isnull=True
    ).values(
        "pk", "translation_key", "locale_id", "content_type_id", "draft_title", "title", "live",
        "live_revision_id", "path", "first_published_at", "last_published_at",
        "latest_revision_created_at",
    ):  # fmt: skip
        found[row["translation_key"], row["locale_id"]] = Version(
            pk=row["pk"],
            model=labels.get(row["content_type_id"], ""),
            title=row["draft_title"] or row["title"],
            live=row["live"],
            is_page=True,
            live_revision_id=row["live_revision_id"],
            section=row["path"][:SECTION] if len(row["path"]) >= SECTION else "",
            first_published_at=row["first_published_at"],
            last_published_at=row["last_published_at"],
            changed_at=row["latest_revision_created_at"],
        )
    for model in other_models():
        for item in model._base_manager.filter(translation_key__in=keys):
            found[item.translation_key, item.locale_id] = Version(
                pk=item.pk, model=model._meta.label_lower, title=str(item)[:255], live=True
            )
    return found


def live_review(reviews: list[Review], target: Version | None) -> Review | None:
    """Return the review whose texts are public: that of the live revision, else the last approved.

    `reviews` are those of one object in one language, oldest first.
    """
    approved = [review for review in reviews if review.state == Review.State.APPROVED]
    if target is not None and target.live_revision_id:
        for review in approved:
            if review.revision_id == target.live_revision_id:
                return review
    return max(approved, key=lambda review: (review.decided_at, review.pk), default=None)


def _status_row(
    data: _Data,
    key: UUID,
    locale_id: int,
    named: Version,
    source: Version | None,
    target: Version | None,
) -> State:
    translation = data.translations.get((key, locale_id))
    by_hand = target is not None and (translation is None or not translation.enabled)
    pairs = data.pairs[data.sources[key].pk] if key in data.sources else set()
    texts = {pair: row for pair, row in data.texts[locale_id].items() if pair in pairs}
    written = [row for row in texts.values() if not row["has_error"]]
    machine = sum(row["translation_type"] == "machine" for row in written)
    reviews = data.reviews.get((key, locale_id), [])
    public = live_review(reviews, target)
    last = reviews[-1] if reviews else None
    changed = differences(pairs, pairs_of(public)) if public else 0
    # An object without drafts is public once its text was approved or written manually.
    target_live = (
        target is not None and target.live and (target.is_page or by_hand or public is not None)
    )
    held = locale_id in data.held.get(key, ())
    # Set when the source was last published: a newer draft of it does not matter.
    behind = target_live and bool(changed) and public is not None and public.outdated_at is not None
    title = data.titles.get((key, locale_id)) or (target.title if target else "")
    called = (named.title, title, target.title if target else "")
    decision = data.source_only.get((key, locale_id))
    status = decide_status(
        source_live=source is not None and source.live,
        exists=target is not None or translation is not None,
        target_live=target_live,
        changed=changed,
        waiting=last is not None and last.state == Review.State.WAITING,
        approved=_approved_ahead(data, last, target, held, pairs),
        held=held,
        behind=behind,
        nothing_to_do=translation is not None and not pairs and not by_hand,
        source_only=decision is not None,
    )
    returned = last is not None and last.state == Review.State.RETURNED
    newest = max(texts.values(), key=lambda row: row["updated_at"], default=None)
    person = newest["last_translated_by_id"] if newest else None
    since = (source.last_published_at or source.changed_at) if source else None
    if status == Status.SOURCE_ONLY and decision:
        since, person = decision.decided_at, decision.decided_by_id
    elif status in (Status.IN_REVIEW, Status.SCHEDULED) and last:
        since = last.submitted_at if status == Status.IN_REVIEW else last.decided_at
        person = last.submitted_by_id
    elif status == Status.OUTDATED and public:
        since = public.outdated_at or since
    elif status == Status.LIVE and (public or target):
        since = public.decided_at if public else target.last_published_at if target else None
    elif status == Status.IN_PROGRESS and returned and last:
        since = last.decided_at
    elif status == Status.IN_PROGRESS and translation:
        since = translation.created_at
    return State(
        translation_key=key,
        locale_id=locale_id,
        stale=False,
        model=named.model,
        source_pk=str(source.pk) if source else "",
        target_pk=str(target.pk) if target else "",
        translation_id=translation.pk if translation else None,
        title=named.title,
        target_title=title if title != named.title else "",
        words=" ".join(dict.fromkeys(folded(each) for each in called)),
        section=named.section,
        status=status,
        total=len(pairs),
        done=max(0, len(pairs) - changed) if by_hand and public else len(written) - machine,
        changed=changed,
        machine=machine,
        by_hand=by_hand,
        returned=returned,
        held=held,
        behind=behind,
        remarks=data.remarks.get(translation.pk, 0) if translation else 0,
        target_live=target_live,
        since=since,
        person_id=person,
        source_published_at=source.first_published_at if source else None,
        target_published_at=target.first_published_at if target else None,
    )


def _approved_ahead(
    data: _Data, last: Review | None, target: Version | None, held: bool, pairs: set[Pair]
) -> bool:
    """Return whether an approved translation of the current text is waiting to be published."""
    if last is None or last.state != Review.State.APPROVED or target is None:
        return False
    if target.live_revision_id == last.revision_id and last.revision_id is not None and target.live:
        return False
    return (held or last.revision_id in data.scheduled) and pairs <= pairs_of(last)


def decide_status(
    *,
    source_live: bool,
    exists: bool,
    target_live: bool,
    changed: int,
    waiting: bool,
    approved: bool,
    held: bool,
    behind: bool,
    nothing_to_do: bool,
    source_only: bool,
) -> Status:
    """Return the status that follows from these facts."""
    if source_only and not target_live:
        return Status.SOURCE_ONLY
    if not source_live and not held:
        return Status.SOURCE_OFFLINE
    if waiting:
        return Status.IN_REVIEW
    if approved:
        return Status.SCHEDULED
    if not exists:
        return Status.MISSING
    if target_live or nothing_to_do:
        if changed:
            return Status.IN_PROGRESS if held and not behind else Status.OUTDATED
        return Status.LIVE
    return Status.IN_PROGRESS
