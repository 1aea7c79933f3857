"""Submitting and deciding, step by step: who may, what is stored, and who is notified."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    ModelLogEntry,
    PageLogEntry,
    WorkflowState,
)
from wagtail_localize.models import (
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)

from home import structure
from home.models import StandardPage
from pages.models import Topic
from tests.translations.conftest import send, write_all
from translations.engine import permissions, review, reviewed, segments
from translations.engine.segments import Segment, TextRefusedError
from translations.models import Notice, Review, ReviewTask

pytestmark = pytest.mark.django_db
AT = [datetime.datetime(2030, 1, day, tzinfo=datetime.UTC) for day in range(1, 20)]


@pytest.fixture
def second(make_person):
    return make_person(structure.translators("es"), name="second")


@pytest.fixture
def handed_in(topic, spanish, translator, reviewer) -> Translation:
    """Return the translation of a topic, which has no drafts, after its translator submitted it."""
    translation = send(topic, spanish)
    write_all(translation, translator)
    review.submit(translation, translator, " Please look. ")
    return translation


@pytest.fixture
def copy(page, spanish) -> StandardPage:
    """Return the Spanish page, written by hand and not sent for translation."""
    return page.copy_for_translation(spanish).specific


def stored(instance, locale, state="approved", **values) -> Review:
    return Review.objects.create(
        translation_key=instance.translation_key, locale=locale, state=state, **values
    )


def notices(kind: str) -> list[tuple]:
    found = Notice.objects.filter(kind=kind).order_by("user__username")
    return list(found.values_list("user__username", "note"))


# ------------------------------------------------------------------ submitting
def test_whose_work_it_is(page, spanish, translator, second, reviewer):
    """The authors are those who wrote unapproved texts; the submitter need not be among them."""
    translation = send(page, spanish)
    by_path = {text.context.path: text for text in segments.read(translation)}
    for path, user in (("title", translator), ("introduction", second), ("listing_text", None)):
        text = by_path[path]
        segments.write(translation, text.context, text.string, f"ES: {path}", user=user)
    first = review.submit(translation, reviewer)
    assert set(first.authors.all()) == {translator, second}
    review.withdraw(translation, reviewer)
    approved = {by_path["title"].key: "ES: title", by_path["introduction"].key: "before"}
    stored(page, spanish, texts=approved, decided_at=AT[1])
    assert set(review.submit(translation, reviewer).authors.all()) == {second}


def test_a_page_as_its_texts_say(page, inicio, spanish, translator):
    translation = send(page, spanish)
    assert review.draft(translation).title == "About us"
    by_path = {text.context.path: text for text in segments.read(translation)}

    def write(path: str, data: str) -> StandardPage:
        text = by_path[path]
        segments.write(translation, text.context, text.string, data, user=translator)
        return review.draft(translation)

    drafted = write("title", "¡Sobre nosotros!")
    assert (drafted.title, drafted.draft_title) == ("¡Sobre nosotros!", "¡Sobre nosotros!")
    assert drafted.slug == "sobre-nosotros"
    copy = page.get_translation(spanish)
    assert copy.slug != "sobre-nosotros"  # nothing was saved
    StandardPage.objects.filter(pk=copy.pk).update(slug="sobre-nosotros")
    assert review.draft(translation).slug == "sobre-nosotros"  # its own slug is no conflict
    StandardPage.objects.filter(pk=copy.pk).update(slug="other")
    inicio.add_child(instance=StandardPage(title="x", slug="sobre-nosotros", locale=spanish))
    assert review.draft(translation).slug == "sobre-nosotros-1"
    # Once it has been live, its slug does not change.
    StandardPage.objects.filter(pk=copy.pk).update(first_published_at=AT[1])
    assert review.draft(translation).slug == "other"
    assert write("slug", "elegido").slug == "elegido"
    assert write("slug", "¿?").slug == "page"


def test_the_workflow_is_started_once_and_then_resumed(page, spanish, translator, reviewer, second):
    translation = send(page, spanish)
    write_all(translation, translator)
    first = review.submit(translation, translator, "Please look.")
    state = WorkflowState.objects.get()
    assert (state.requested_by, state.status) == (translator, "in_progress")
    assert notices("submitted") == [("reviewer", "Please look.")]
    returned = review.request_changes(translation, reviewer, "No.")
    assert returned.pk == first.pk
    assert (returned.state, returned.comment, returned.decided_by) == ("returned", "No.", reviewer)
    review.submit(translation, second)
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert WorkflowState.objects.count() == 1
    resumed = PageLogEntry.objects.get(action="wagtail.workflow.resume")
    assert resumed.user == second
    started = PageLogEntry.objects.get(action="wagtail.workflow.start")
    assert started.user == translator


def test_handed_in_in_wagtails_own_editor(copy, translator, second, spanish, page):
    other = stored(page, _french(), "waiting")
    mine = Review.objects.filter(translation_key=page.translation_key, locale=spanish)
    first = copy.save_revision(user=second)
    state = copy.get_workflow().start(copy, translator)
    [made] = mine.all()
    assert (made.revision, made.submitted_by, made.state) == (first, translator, "waiting")
    assert made.translation_key == page.translation_key
    assert made.texts == dict.fromkeys(reviewed.current_keys(copy))
    assert len(made.texts) == 3
    assert list(made.authors.all()) == [second]
    review.submitted_in_wagtail(state.current_task_state, translator)  # already recorded
    assert mine.count() == 1
    # Another revision replaces it; no known user wrote it.
    task_state = state.current_task_state
    task_state.revision = copy.save_revision()
    task_state.save()
    review.submitted_in_wagtail(task_state, second)
    made.refresh_from_db()
    assert (made.state, made.decided_at is None) == ("withdrawn", False)
    [new] = mine.filter(state="waiting")
    assert (new.revision, new.submitted_by, new.authors.count()) == (
        task_state.revision,
        second,
        0,
    )
    other.refresh_from_db()
    assert other.state == "waiting"


def _french():
    return Locale.objects.create(language_code="fr")


def test_only_a_review_of_a_translation_is_one(page, copy, editor, spanish):
    page.save_revision(user=editor)
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, editor)
    copy.save_revision(user=editor)
    state = copy.get_workflow().start(copy, editor)
    Review.objects.all().delete()
    task_state = state.current_task_state
    task_state.task = GroupApprovalTask.objects.create(name="Another")
    review.submitted_in_wagtail(task_state, editor)
    task_state.task = ReviewTask.objects.first()
    task_state.workflow_state.content_object = page
    review.submitted_in_wagtail(task_state, editor)
    assert not Review.objects.exists()


# ------------------------------------------------------------------ who decides on what
def test_what_can_be_decided_on(handed_in, translator, reviewer, topic, spanish):
    waiting = segments.waiting_review(handed_in)
    assert review.require_decision(handed_in, reviewer) == waiting
    assert review.require_decision(handed_in, reviewer, waiting.pk) == waiting
    with pytest.raises(TextRefusedError, match=r"^A newer version has been submitted since you "):
        review.require_decision(handed_in, reviewer, waiting.pk + 1)
    with pytest.raises(PermissionDenied):
        review.require_decision(handed_in, translator, waiting.pk)
    waiting.delete()
    with pytest.raises(TextRefusedError, match=r"^Nothing is waiting for review here anymore\.$"):
        review.require_decision(handed_in, reviewer, waiting.pk)


def test_approved_without_drafts_it_is_public(handed_in, translator, reviewer, topic, spanish):
    before = timezone.now()
    decided = review.approve(handed_in, reviewer, "  Fine. ")
    assert (decided.state, decided.comment, decided.decided_by) == ("approved", "Fine.", reviewer)
    assert before <= decided.decided_at <= timezone.now()
    assert topic.get_translation(spanish).name == "ES: Land"
    assert notices("approved") == [("translator", "Fine.")]
    assert Notice.objects.get(kind="submitted").seen_at is not None
    # The history records who did what with the texts of that time.
    task = permissions.review_task(spanish)
    workflow = {
        "id": None,
        "title": "Spanish",
        "status": "waiting",
        "task": {"id": task.pk, "title": str(task)},
        "next": None,
    }
    start = ModelLogEntry.objects.get(action="wagtail.workflow.start")
    assert (start.object_id, start.user) == (str(topic.pk), translator)
    assert start.data == {"workflow": workflow, "comment": "Please look."}
    approved = ModelLogEntry.objects.get(action="wagtail.workflow.approve")
    assert approved.object_id == str(topic.get_translation(spanish).pk)
    assert approved.user == reviewer
    assert approved.data == {"workflow": workflow | {"status": "approved"}, "comment": "Fine."}


def test_what_was_not_reviewed_is_not_made_public(handed_in, reviewer, topic, spanish):
    StringTranslation.objects.filter(locale=spanish).update(data="Nobody has seen this")
    with pytest.raises(TextRefusedError, match=r"^The source has changed since this was submitted"):
        review.approve(handed_in, reviewer)
    assert topic.get_translation_or_none(spanish) is None


def test_returned_and_withdrawn_without_drafts(handed_in, reviewer, translator, spanish):
    decided = review.request_changes(handed_in, reviewer, "No.")
    assert (decided.state, decided.comment) == ("returned", "No.")
    assert notices("returned") == [("translator", "No.")]
    assert ModelLogEntry.objects.get(action="wagtail.workflow.reject").user == reviewer
    review.submit(handed_in, translator)
    ReviewTask.objects.update(active=False)  # nobody reviews it anymore
    assert review.withdraw(handed_in, translator).state == "withdrawn"
    entry = ModelLogEntry.objects.get(action="wagtail.workflow.cancel")
    assert entry.data["workflow"]["task"] == {"id": None, "title": ""}
    assert (entry.user, entry.data["comment"]) == (translator, "")
    with pytest.raises(TextRefusedError, match=r"^Nothing is waiting for review here anymore\.$"):
        review.withdraw(handed_in, translator)


def test_a_page_whose_workflow_is_gone(page, spanish, translator, reviewer):
    translation = send(page, spanish)
    write_all(translation, translator)
    review.submit(translation, translator)
    WorkflowState.objects.all().delete()
    for act in (review.approve, lambda *who: review.request_changes(*who, "No.")):
        with pytest.raises(
            TextRefusedError, match=r"^Nothing is waiting for review here anymore\.$"
        ):
            act(translation, reviewer)


def test_a_workflow_decides(page, spanish, translator, second, reviewer, make_person):
    gone = make_person(structure.translators("es"), name="gone", is_active=False)
    translation = send(page, spanish)
    write_all(translation, translator)
    waiting = review.submit(translation, second)
    waiting.authors.add(gone, reviewer)
    # A later submission in another language has nothing to do with it.
    other = stored(page, _french(), "waiting")
    task_state = page.get_translation(spanish).specific.current_workflow_task_state
    task_state.comment = " Well done. "
    decided = review.decided_by_workflow(task_state, "approved", reviewer)
    assert decided == waiting
    other.refresh_from_db()
    assert other.state == "waiting"
    other.delete()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.comment) == ("approved", "Well done.")
    assert waiting.decided_by == reviewer
    assert notices("approved") == [("second", "Well done."), ("translator", "Well done.")]
    assert review.decided_by_workflow(task_state, "approved", reviewer) is None
    # A mere withdrawal notifies nobody.
    Notice.objects.all().delete()
    Review.objects.update(state="waiting")
    assert review.decided_by_workflow(task_state, "withdrawn", None).state == "withdrawn"
    assert not Notice.objects.exists()
    # Without a known submitter, all are notified; without a translation, nobody is.
    Review.objects.update(state="waiting", submitted_by=None)
    review.decided_by_workflow(task_state, "returned", None)
    assert [name for name, _note in notices("returned")] == ["reviewer", "translator"]
    Notice.objects.all().delete()
    Review.objects.update(state="waiting")
    Translation.objects.filter(pk=translation.pk).delete()
    assert review.decided_by_workflow(task_state, "returned", reviewer) is not None
    assert not Notice.objects.exists()


def test_of_the_reviews_of_a_page_those_that_wait(page, copy, spanish):
    waiting = stored(copy, spanish, "waiting")
    kept = [
        stored(copy, spanish, "returned"),
        stored(copy, _french(), "waiting"),
        stored(Topic(), spanish, "waiting"),
    ]
    before = timezone.now()
    review.withdraw_all(copy)
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"
    assert before <= waiting.decided_at
    for each in kept:
        assert each.state == Review.objects.get(pk=each.pk).state


# ------------------------------------------------------------------ what has been reviewed
def test_the_segments_of_the_source(page, copy):
    assert reviewed.current_keys(page) == []
    keys = reviewed.current_keys(copy)
    source = TranslationSource.objects.get(object_id=page.translation_key)
    segments = source.stringsegment_set.exclude(context__path="slug")
    assert set(keys) == {f"{each.context_id}:{each.string_id}" for each in segments}
    assert keys == sorted(keys, key=lambda key: tuple(map(int, key.split(":"))))
    assert len(keys) == 3


def text(number: int, data: str, path: str = "title") -> Segment:
    translated = StringTranslation(data=data)
    return Segment(TranslationContext(pk=number, path=path), String(pk=7), translated)


def test_what_a_review_says_and_covers():
    found = [text(1, "Uno"), text(2, "Dos"), text(3, "tres", path="slug")]
    handed = Review(texts={"1:7": "Uno", "2:7": "Dos"}, revision_id=4)
    assert reviewed.matches(handed, found)
    assert reviewed.can_republish(handed, found)
    assert not reviewed.matches(handed, [*found, text(4, "Cuatro")])
    assert not reviewed.can_republish(handed, [*found, text(4, "Cuatro")])
    assert not reviewed.matches(handed, [text(1, "Uno"), text(2, "otra cosa")])
    assert reviewed.can_republish(handed, [text(1, "otra cosa")])
    assert not reviewed.can_republish(None, found)
    assert not reviewed.can_republish(Review(texts=handed.texts), found)


@pytest.mark.parametrize(
    ("state", "settled"),
    [("approved", {"submitted", "sent", "changed", "returned"}), ("returned", {"submitted"})],
)
def test_what_nobody_need_do_any_more(page, spanish, reviewer, state, settled):
    def tell(key, locale):
        for kind in Notice.Kind.values:
            Notice.objects.create(user=reviewer, kind=kind, translation_key=key, locale=locale)

    tell(page.translation_key, spanish)
    tell(page.translation_key, _french())
    tell(page.get_parent().translation_key, spanish)
    reviewed.close_notices(
        Review(translation_key=page.translation_key, locale=spanish, state=state)
    )
    seen = Notice.objects.filter(seen_at__isnull=False)
    assert {notice.kind for notice in seen} == settled
    assert {(notice.translation_key, notice.locale) for notice in seen} == {
        (page.translation_key, spanish)
    }


def test_what_needs_a_review(page, topic, inicio, spanish):
    copy = StandardPage(title="x", slug="x", locale=spanish)
    assert reviewed.is_reviewed_language(copy)
    assert not reviewed.is_reviewed_language(page)
    assert not reviewed.is_reviewed_language(StandardPage(locale=spanish, alias_of=page))
    assert not reviewed.is_reviewed_language(Topic(name="x", locale=spanish))


def test_only_what_was_reviewed_is_public(page, copy, spanish):
    reviewed.only_reviewed(page, None)
    revision = copy.save_revision()
    made = stored(copy, spanish, "waiting", revision=revision)
    with pytest.raises(ValidationError, match=r"^\['A translation goes live once someone else "):
        reviewed.only_reviewed(copy, revision)
    Review.objects.filter(pk=made.pk).update(state="approved")
    with pytest.raises(ValidationError):
        reviewed.only_reviewed(copy, copy.save_revision())
    reviewed.only_reviewed(copy, revision)
    StandardPage.objects.filter(pk=page.pk).update(live=False, draft_title="Not yet")
    with pytest.raises(ValidationError) as refused:
        reviewed.only_reviewed(copy, revision)
    assert refused.value.messages == [
        (
            "Its source, “Not yet,” is not live. Publish the source first, or publish both at "
            "the same time."
        )
    ]
    # A missing source, or a page that is not live, makes no difference.
    StandardPage.objects.filter(pk=copy.pk).update(translation_key=Topic().translation_key)
    reviewed.only_reviewed(StandardPage.objects.get(pk=copy.pk), revision)


def test_declared_as_reviewed(page, copy, topic, spanish, reviewer, translator):
    revision = copy.save_revision()
    Notice.objects.create(
        user=reviewer, kind="sent", translation_key=page.translation_key, locale=spanish
    )
    before = timezone.now()
    made = reviewed.declare_reviewed(revision, by=reviewer, authors=[translator, None])
    made.refresh_from_db()
    assert (made.translation_key, made.locale) == (page.translation_key, spanish)
    assert (made.revision, made.state, made.decided_by) == (revision, "approved", reviewer)
    assert before <= made.decided_at
    assert made.texts == dict.fromkeys(reviewed.current_keys(copy))
    assert list(made.authors.all()) == [translator]
    assert Notice.objects.get().seen_at is not None
    translation = send(topic, spanish)
    assert reviewed.declare_reviewed(translation=translation).texts == {}
    write_all(translation, translator)
    made = reviewed.declare_reviewed(translation=translation)
    assert made.texts == {segments.read(translation)[0].key: "ES: Land"}
    assert (made.translation_key, made.locale) == (topic.translation_key, spanish)
    assert (made.revision, made.decided_by, made.authors.count()) == (None, None, 0)


def test_what_was_last_returned(page, copy, spanish):
    source, _new = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=spanish)
    assert reviewed.last_returned(translation) is None
    returned = stored(page, spanish, "returned", decided_at=AT[3])
    stored(page, spanish, "withdrawn", decided_at=AT[9])
    stored(page, _french(), "approved", decided_at=AT[9])
    stored(page.get_parent(), spanish, "approved", decided_at=AT[9])
    assert reviewed.last_returned(translation) == returned
    stored(page, spanish, "returned", decided_at=AT[2])
    assert reviewed.last_returned(translation) == returned
    later = stored(page, spanish, "approved", decided_at=AT[3])  # same time: the later one counts
    assert reviewed.last_returned(translation) is None
    later.delete()
    assert reviewed.last_returned(translation) == returned


def test_which_review_is_public(page, copy, topic, spanish):
    source, _new = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=spanish)
    assert reviewed.public_review(translation) is None
    revision = copy.save_revision()
    shown = stored(page, spanish, revision=revision, decided_at=AT[1])
    later = stored(page, spanish, decided_at=AT[5])
    stored(page, _french(), decided_at=AT[9])
    stored(page.get_parent(), spanish, decided_at=AT[9])
    assert reviewed.public_review(translation) == later
    StandardPage.objects.filter(pk=copy.pk).update(live_revision=revision)
    assert reviewed.public_review(translation) == shown
    of_topic = send(topic, spanish)
    topic.copy_for_translation(spanish).save()
    approved = stored(topic, spanish, decided_at=AT[1])
    assert reviewed.public_review(of_topic) == approved
