"""The status of an object in a language: what is read, and what is computed from it.

These tests start from database rows; the life cycle tests cover how those come about.
"""

import datetime
import uuid
from dataclasses import dataclass, fields, replace

import pytest
from django.contrib.auth.models import User
from wagtail.models import Locale
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from home.models import StandardPage
from pages.models import Topic
from translations.engine import status
from translations.engine.status import (
    Version,
    compute_status,
    decide_status,
    differences,
    live_review,
)
from translations.models import Hold, Remark, Review, SourceOnly, State, Status

AT = [datetime.datetime(2030, 1, day, tzinfo=datetime.UTC) for day in range(1, 20)]
Facts = {
    "source_live": True, "exists": True, "target_live": True, "changed": 0, "waiting": False,
    "approved": False, "held": False, "behind": False, "nothing_to_do": False,
    "source_only": False,
}  # fmt: skip
NOT_LIVE = {"target_live": False}


@dataclass
class Standing:
    """The computed status of an object in a language, without its key."""

    status: str = Status.MISSING
    model: str = ""
    source_pk: str = ""
    target_pk: str = ""
    translation_id: int | None = None
    title: str = ""
    target_title: str = ""
    words: str = ""
    section: str = ""
    total: int = 0
    done: int = 0
    changed: int = 0
    machine: int = 0
    by_hand: bool = False
    returned: bool = False
    held: bool = False
    behind: bool = False
    remarks: int = 0
    target_live: bool = False
    since: datetime.datetime | None = None
    person_id: int | None = None
    source_published_at: datetime.datetime | None = None
    target_published_at: datetime.datetime | None = None


# ------------------------------------------------------------------ plain functions
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "live"),
        ({"source_only": True}, "live"),
        (NOT_LIVE | {"source_only": True}, "source_only"),
        (NOT_LIVE | {"source_only": True, "source_live": False}, "source_only"),
        ({"source_live": False}, "source_offline"),
        ({"source_live": False, "held": True}, "live"),
        ({"source_live": False, "waiting": True}, "source_offline"),
        ({"waiting": True, "approved": True}, "in_review"),
        ({"approved": True, "changed": 2}, "scheduled"),
        (NOT_LIVE | {"approved": True, "exists": False}, "scheduled"),
        (NOT_LIVE | {"exists": False}, "missing"),
        (NOT_LIVE | {"exists": False, "nothing_to_do": True}, "missing"),
        (NOT_LIVE, "in_progress"),
        (NOT_LIVE | {"changed": 2}, "in_progress"),
        (NOT_LIVE | {"nothing_to_do": True}, "live"),
        ({"changed": 2}, "outdated"),
        ({"changed": 1, "behind": True}, "outdated"),
        ({"changed": 1, "held": True}, "in_progress"),
        ({"changed": 1, "held": True, "behind": True}, "outdated"),
        ({"held": True}, "live"),
    ],
)
def test_what_the_facts_amount_to(facts, expected):
    assert decide_status(**{**Facts, **facts}) == expected


@pytest.mark.parametrize(
    ("current", "before", "expected"),
    [
        ({(1, 1), (2, 2)}, {(1, 1), (2, 2)}, 0),
        ({(1, 1), (2, 3)}, {(1, 1), (2, 2)}, 1),  # reworded
        ({(1, 1), (2, 2)}, {(1, 1)}, 1),
        ({(1, 1)}, {(1, 1), (2, 2)}, 1),
        ({(1, 1), (1, 2)}, {(1, 3)}, 2),
        ({(1, 3)}, {(1, 1), (1, 2), (1, 4)}, 3),
        ({(1, 1), (2, 2), (3, 3)}, {(1, 9), (4, 4)}, 4),
    ],
)
def test_how_many_segments_differ(current, before, expected):
    assert differences(current, before) == expected


def test_what_a_review_covers():
    assert status.pairs_of(Review(texts={"1:2": "x", "30:40": None})) == {(1, 2), (30, 40)}


def test_which_review_is_public():
    def review(pk, day, state="approved", revision=None):
        return Review(pk=pk, decided_at=AT[day], state=state, revision_id=revision)

    target = Version(pk=1, model="x", title="x", live=True, live_revision_id=12)
    old, new = review(1, 1, revision=11), review(2, 5, revision=13)
    late = review(4, 9, state="returned", revision=12)
    shown = review(3, 3, revision=12)
    assert live_review([], target) is None
    assert live_review([late], target) is None
    assert live_review([old, shown, new, late], target) is shown
    assert live_review([old, shown, new, late], None) is new
    assert live_review([old, shown, new], replace(target, live_revision_id=99)) is new
    unknown = review(5, 2)
    assert live_review([new, unknown], replace(target, live_revision_id=None)) is new
    assert live_review([review(7, 5), new], None).pk == 7  # same time: the later one


# ------------------------------------------------------------------ read from the database
@dataclass
class World:
    """A page whose translation has a text by a person, a text by a machine, and an error."""

    page: StandardPage
    copy: StandardPage
    translation: Translation
    spanish: Locale
    ana: User
    bea: User

    @property
    def keys(self) -> dict[str, str]:
        """Return the keys of the texts that count, by path."""
        found = StringSegment.objects.filter(source=self.translation.source).exclude(
            context__path="slug"
        )
        return {each.context.path: f"{each.context_id}:{each.string_id}" for each in found}

    def review(self, state: str, *, without=(), **values) -> Review:
        keys = [key for path, key in self.keys.items() if path not in without]
        values = {"submitted_by": self.ana, "texts": dict.fromkeys(keys, "x"), **values}
        review = Review.objects.create(
            translation_key=self.page.translation_key, locale=self.spanish, state=state, **values
        )
        Review.objects.filter(pk=review.pk).update(submitted_at=AT[8])
        return review

    def publish_copy(self):
        """Publish the copy with a revision; return the revision."""
        revision = self.copy.save_revision()
        StandardPage.objects.filter(pk=self.copy.pk).update(
            live=True, live_revision=revision, first_published_at=AT[10], last_published_at=AT[11]
        )
        return revision


def standing(instance, locale) -> Standing:
    """Compute the status among other objects, with a constant number of queries."""
    strange = uuid.uuid4()
    found = compute_status([strange, instance.translation_key])
    assert set(found) == {(instance.translation_key, locale.pk)}
    return fields_of(found[instance.translation_key, locale.pk])


def fields_of(row: State) -> Standing:
    state = Standing(**{each.name: getattr(row, each.name) for each in fields(Standing)})
    return replace(state, words=state.words.strip())


@pytest.fixture
def source_page(home) -> StandardPage:
    page = home.add_child(
        instance=StandardPage(title="About us", slug="about", introduction="We meet.",
                              listing_text="Who we are")
    )  # fmt: skip
    StandardPage.objects.filter(pk=page.pk).update(
        draft_title="About Ús", first_published_at=AT[1], last_published_at=AT[2],
        latest_revision_created_at=AT[3],
    )  # fmt: skip
    return page


@pytest.fixture
def world(source_page, spanish) -> World:
    page = source_page
    copy = page.copy_for_translation(spanish)
    copy.title = copy.draft_title = "Sobre"
    copy.save()
    Translation.objects.filter(source__object_id=page.translation_key).delete()
    source, _new = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=spanish)
    Translation.objects.filter(pk=translation.pk).update(created_at=AT[4])
    ana, bea = (User.objects.create_user(name) for name in ("ana", "bea"))
    segments = {each.context.path: each for each in source.stringsegment_set.all()}
    made = StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=segments[path].string,
            context=segments[path].context,
            locale=spanish,
            data=data,
            **fields,
        )
        for path, data, fields in (
            ("title", "Acerca", {"last_translated_by": ana}),
            ("introduction", "Máquina", {"translation_type": "machine"}),
            ("listing_text", "Mal", {"has_error": True, "last_translated_by": bea}),
            ("slug", "acerca", {"last_translated_by": ana}),
        )
    )
    for day, text in enumerate(made):
        StringTranslation.objects.filter(pk=text.pk).update(updated_at=AT[day + 5])
    return World(page, copy.specific, translation, spanish, ana, bea)


def begun(world: World, **changes) -> Standing:
    """Return the initial status of the page with these changes."""
    expected = Standing(
        status=Status.IN_PROGRESS,
        model="home.standardpage",
        source_pk=str(world.page.pk),
        target_pk=str(world.copy.pk),
        translation_id=world.translation.pk,
        title="About Ús",
        target_title="Acerca",
        words="about us acerca sobre",
        section=world.page.path,
        total=3,
        done=1,
        machine=1,
        since=AT[4],
        person_id=world.bea.pk,
        source_published_at=AT[1],
    )
    return replace(expected, **changes)


def check(world: World, **changes) -> None:
    assert standing(world.page, world.spanish) == begun(world, **changes)


@pytest.mark.django_db
def test_a_page_that_nobody_translates(source_page, spanish):
    expected = Standing(
        model="home.standardpage",
        source_pk=str(source_page.pk),
        title="About Ús",
        words="about us",
        section=source_page.path,
        since=AT[2],
        source_published_at=AT[1],
    )
    assert standing(source_page, spanish) == expected
    below = source_page.add_child(instance=StandardPage(title="Below", slug="below", live=False))
    found = standing(below, spanish)
    assert (found.status, found.section) == (Status.SOURCE_OFFLINE, source_page.path)
    at_home = standing(source_page.get_parent(), spanish)
    assert (at_home.section, at_home.source_pk) == ("", str(source_page.get_parent().pk))
    StandardPage.objects.filter(pk=source_page.pk).update(last_published_at=None, draft_title="")
    assert standing(source_page, spanish) == replace(expected, since=AT[3], title="About us")


@pytest.mark.django_db
def test_a_page_that_is_being_translated(world):
    check(world)
    assert standing(world.copy, world.spanish) == begun(world)  # both share the key
    title = StringTranslation.objects.filter(context__path="title")
    title.update(has_error=True)
    check(world, target_title="Sobre", words="about us sobre", done=0)
    # A former text no longer belongs to anything.
    StringSegment.objects.filter(context__path="introduction").delete()
    check(world, target_title="Sobre", words="about us sobre", done=0, machine=0, total=2)


@pytest.mark.django_db
def test_the_same_title_in_both_is_not_said_twice(world):
    StringTranslation.objects.filter(context__path="title").update(data="About Ús")
    check(world, target_title="", words="about us sobre")


@pytest.mark.django_db
def test_an_alias_stands_for_nobody(world, spanish):
    StandardPage.objects.filter(pk=world.copy.pk).update(alias_of=world.page)
    check(world, target_pk="", words="about us acerca")


@pytest.mark.django_db
def test_comments_that_are_open(world):
    for settled in (None, None, AT[1]):
        Remark.objects.create(translation=world.translation, text="?", resolved_at=settled)
    check(world, remarks=2)


@pytest.mark.django_db
def test_handed_in_and_returned(world):
    review = world.review("waiting")
    check(world, status=Status.IN_REVIEW, since=AT[8], person_id=world.ana.pk)
    Review.objects.filter(pk=review.pk).update(state="returned", decided_at=AT[9])
    check(world, returned=True, since=AT[9])
    world.review("withdrawn", decided_at=AT[12])  # the last one counts
    check(world)


@pytest.mark.django_db
def test_only_in_the_source_language(world):
    decision = SourceOnly.objects.create(
        translation_key=world.page.translation_key, locale=world.spanish, decided_by=world.ana
    )
    SourceOnly.objects.filter(pk=decision.pk).update(decided_at=AT[13])
    check(world, status=Status.SOURCE_ONLY, since=AT[13], person_id=world.ana.pk)


@pytest.mark.django_db
def test_live_and_out_of_date(world):
    revision = world.publish_copy()
    live = {"target_live": True, "target_published_at": AT[10]}
    check(world, **live, status=Status.LIVE, since=AT[11])  # before any review
    review = world.review("approved", revision=revision, decided_at=AT[9])
    check(world, **live, status=Status.LIVE, since=AT[9])
    # Another one was approved later, but this one is live.
    world.review("approved", decided_at=AT[14], texts={})
    check(world, **live, status=Status.LIVE, since=AT[9])
    del review.texts[world.keys["introduction"]]
    review.save()
    check(world, **live, status=Status.OUTDATED, changed=1, since=AT[2])
    Review.objects.filter(pk=review.pk).update(outdated_at=AT[15])
    check(world, **live, status=Status.OUTDATED, changed=1, behind=True, since=AT[15])
    hold = Hold.objects.create(page=world.page)
    hold.locales.add(world.spanish)
    check(world, **live, status=Status.OUTDATED, changed=1, behind=True, held=True, since=AT[15])
    Review.objects.filter(pk=review.pk).update(outdated_at=None)
    check(world, **live, changed=1, held=True)
    StandardPage.objects.filter(pk=world.copy.pk).update(live=False)
    check(world, target_published_at=AT[10], changed=1, held=True)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["held", "scheduled"])
def test_approved_ahead(world, how):
    revision = world.copy.save_revision()
    review = world.review("approved", revision=revision, decided_at=AT[9])
    check(world)
    if how == "held":
        Hold.objects.create(page=world.page).locales.add(world.spanish)
    else:
        revision.approved_go_live_at = AT[18]
        revision.save()
    held = {"held": how == "held"}
    ahead = held | {"status": Status.SCHEDULED, "since": AT[9], "person_id": world.ana.pk}
    check(world, **ahead)
    # With a different text it is not the approved version.
    kept = review.texts
    review.texts = {key: kept[key] for key in list(kept)[1:]}
    review.save()
    check(world, **held, changed=1)
    review.texts = {**kept, "1:999999": "gone since"}
    review.save()
    check(world, **ahead, changed=1)
    review.texts = kept
    review.save()
    # It is live: the approved version is no longer waiting.
    live = {"target_live": True, "target_published_at": AT[10], "status": Status.LIVE}
    StandardPage.objects.filter(pk=world.copy.pk).update(
        live=True, live_revision=revision, first_published_at=AT[10]
    )
    check(world, **held, **live, since=AT[9])
    StandardPage.objects.filter(pk=world.copy.pk).update(live_revision=None)
    check(world, **(live | ahead))
    # Without a page that can go live, nothing is scheduled.
    StandardPage.objects.filter(pk=world.copy.pk).update(alias_of=world.page)
    assert standing(world.page, world.spanish).status == Status.IN_PROGRESS


@pytest.mark.django_db
def test_without_a_revision_nothing_waits_for_its_hour(world):
    world.publish_copy()
    StandardPage.objects.filter(pk=world.copy.pk).update(live_revision=None)
    Hold.objects.create(page=world.page).locales.add(world.spanish)
    world.review("approved", decided_at=AT[9])
    found = standing(world.page, world.spanish)
    assert (found.status, found.since) == (Status.SCHEDULED, AT[9])


@pytest.mark.django_db
def test_a_hold_is_for_the_languages_that_it_names(world):
    Hold.objects.create(page=world.page)
    check(world)


@pytest.mark.django_db
def test_written_by_hand(world):
    Translation.objects.filter(pk=world.translation.pk).update(enabled=False)
    check(world, by_hand=True)
    revision = world.publish_copy()
    world.review("approved", revision=revision, decided_at=AT[9], without=["title"])
    live = {"target_live": True, "target_published_at": AT[10], "by_hand": True}
    check(world, **live, status=Status.OUTDATED, changed=1, done=2, since=AT[2])
    world.translation.delete()
    found = standing(world.page, world.spanish)
    assert (found.by_hand, found.translation_id, found.done) == (True, None, 2)


@pytest.mark.django_db
def test_what_is_left_when_the_source_is_gone(world):
    world.publish_copy()
    world.page.delete()
    found = standing(world.copy, world.spanish)
    assert found.status == Status.SOURCE_OFFLINE
    assert (found.source_pk, found.target_pk) == ("", str(world.copy.pk))
    assert (found.title, found.section) == ("Sobre", world.copy.path[:12])
    assert (found.since, found.source_published_at, found.target_published_at) == (
        None, None, AT[10],
    )  # fmt: skip


@pytest.mark.django_db
def test_nothing_to_translate(source_page, spanish):
    source, _new = TranslationSource.get_or_create_from_instance(source_page)
    source.stringsegment_set.exclude(context__path="slug").delete()
    translation = Translation.objects.create(source=source, target_locale=spanish)
    found = standing(source_page, spanish)
    assert (found.status, found.total, found.by_hand) == (Status.LIVE, 0, False)
    assert (found.since, found.translation_id) == (AT[2], translation.pk)


@pytest.mark.django_db
def test_what_has_no_drafts(english, spanish):
    topic = Topic.objects.create(name="Land", slug="land", locale=english)
    expected = Standing(model="pages.topic", source_pk=str(topic.pk), title="Land", words="land")
    assert standing(topic, spanish) == expected
    tierra = topic.copy_for_translation(spanish)
    tierra.name = "Tierra"
    tierra.save()
    in_both = replace(
        expected, target_pk=str(tierra.pk), target_title="Tierra", words="land tierra"
    )
    assert standing(topic, spanish) == replace(
        in_both, status=Status.LIVE, by_hand=True, target_live=True
    )
    source, _new = TranslationSource.get_or_create_from_instance(topic)
    translation = Translation.objects.create(source=source, target_locale=spanish)
    Translation.objects.filter(pk=translation.pk).update(created_at=AT[4])
    by_dashboard = replace(in_both, translation_id=translation.pk, total=1, since=AT[4])
    assert standing(topic, spanish) == replace(by_dashboard, status=Status.IN_PROGRESS)
    [segment] = source.stringsegment_set.all()
    Review.objects.create(
        translation_key=topic.translation_key, locale=spanish, state="approved",
        decided_at=AT[9], texts={f"{segment.context_id}:{segment.string_id}": "Tierra"},
    )  # fmt: skip
    assert standing(topic, spanish) == replace(
        by_dashboard, status=Status.LIVE, target_live=True, since=AT[9]
    )
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=spanish, data="La tierra"
    )
    assert standing(topic, spanish).target_title == "La tierra"


@pytest.mark.django_db
def test_several_at_once_are_not_mixed_up(world, home, django_assert_num_queries):
    other = home.add_child(instance=StandardPage(title="Other", slug="other", live=False))
    keys = [other.translation_key, world.page.translation_key]
    found = compute_status(keys)
    assert found[keys[0], world.spanish.pk].status == Status.SOURCE_OFFLINE
    assert fields_of(found[keys[1], world.spanish.pk]) == begun(world)
    assert compute_status([]) == {}


@pytest.mark.django_db
def test_the_segments_that_count(world):
    expected = {tuple(map(int, key.split(":"))) for key in world.keys.values()}
    assert status.pairs_of_source(world.translation.source) == expected
    assert len(expected) == 3
