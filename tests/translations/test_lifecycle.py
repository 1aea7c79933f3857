"""The whole life cycle of a page and of a partner between editor, translator and reviewer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import StringTranslation

from home import structure
from home.models import StandardPage
from pages.publication import PublicationRefusedError
from partners.models import Partner
from peacesummit import publication
from tests.translations.conftest import change, send, state_of, translate, write_all
from translations.engine import release, review, reviewed, segments, sending, status_store
from translations.engine.segments import TextRefusedError
from translations.models import Notice, Review, SourceOnly, Status

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_page_from_new_to_deleted(page, spanish, translator, reviewer, client):
    assert state_of(page, spanish).status == Status.MISSING
    translation = send(page, spanish)
    state = state_of(page, spanish)
    assert (state.status, state.done, state.total) == (Status.IN_PROGRESS, 0, 3)
    copy = page.get_translation(spanish)
    assert not copy.live
    assert client.get("/es/about-us/").status_code == 404

    write_all(translation, translator)
    assert state_of(page, spanish).done == 3
    assert client.get("/es/about-us/").status_code == 404
    handed_in = review.submit(translation, translator, "Por favor, revisa los nombres.")
    assert state_of(page, spanish).status == Status.IN_REVIEW
    assert Notice.objects.get(kind="submitted").user == reviewer
    assert client.get("/es/es-about-us/").status_code == 404

    # During review no text can be changed, and its author cannot approve it.
    text = segments.read(translation)[0]
    with pytest.raises(TextRefusedError):
        segments.write(translation, text.context, text.string, "otra cosa", user=translator)
    with pytest.raises(PermissionDenied):
        review.approve(translation, translator)

    review.request_changes(translation, reviewer, "Falta un tilde.")
    state = state_of(page, spanish)
    assert (state.status, state.returned) == (Status.IN_PROGRESS, True)
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.comment) == (Review.State.RETURNED, "Falta un tilde.")
    assert Notice.objects.get(kind="returned").user == translator

    review.submit(translation, translator)
    review.approve(translation, reviewer, "Gracias.")
    assert state_of(page, spanish).status == Status.LIVE
    assert "ES: We meet for peace." in client.get("/es/es-about-us/").content.decode()
    actions = PageLogEntry.objects.filter(page=copy).values_list("action", flat=True)
    for action in ("start", "reject", "resume", "approve"):
        assert f"wagtail.workflow.{action}" in actions

    # The source changes: the translation is out of date at once, the live page unchanged.
    page = change(page, introduction="We meet for a just peace.")
    state = state_of(page, spanish)
    assert (state.status, state.changed, state.done, state.total) == (Status.OUTDATED, 1, 2, 3)
    assert "ES: We meet for peace." in client.get("/es/es-about-us/").content.decode()
    assert Notice.objects.filter(kind="changed", user=translator).count() == 1
    write_all(translation, translator)
    assert state_of(page, spanish).status == Status.OUTDATED
    review.submit(translation, translator)
    assert state_of(page, spanish).status == Status.IN_REVIEW
    review.approve(translation, reviewer)
    assert state_of(page, spanish).status == Status.LIVE
    assert "ES: We meet for a just peace." in client.get("/es/es-about-us/").content.decode()

    # Unpublished together, published again, deleted.
    assert len(release.unpublish_all(page, None)) == 2
    assert state_of(page, spanish).status == Status.SOURCE_OFFLINE
    assert client.get("/es/es-about-us/").status_code == 404
    with pytest.raises(PublicationRefusedError):
        reviewed.republish(translation, reviewer)
    StandardPage.objects.get(pk=page.pk).get_latest_revision().publish()
    assert state_of(page, spanish).status == Status.IN_PROGRESS
    reviewed.republish(translation, reviewer)
    assert state_of(page, spanish).status == Status.LIVE
    StandardPage.objects.get(pk=copy.pk).delete()
    assert state_of(page, spanish).status == Status.MISSING
    StandardPage.objects.get(pk=page.pk).delete()
    assert not status_store.all_statuses().filter(translation_key=page.translation_key).exists()


def test_a_partner_from_new_to_deleted(partner, spanish, translator, reviewer):
    assert state_of(partner, spanish).status == Status.MISSING
    translation = send(partner, spanish)
    assert state_of(partner, spanish).status == Status.IN_PROGRESS
    assert Partner.objects.count() == 1
    write_all(translation, translator)
    review.submit(translation, translator)
    assert state_of(partner, spanish).status == Status.IN_REVIEW
    assert Partner.objects.count() == 1
    review.request_changes(translation, reviewer, "No.")
    review.submit(translation, translator)
    review.approve(translation, reviewer)
    assert partner.get_translation(spanish).description == "ES: They listen."
    assert state_of(partner, spanish).status == Status.LIVE
    partner.description = "They listen and write."
    partner.save()
    state = state_of(partner, spanish)
    assert (state.status, state.changed) == (Status.OUTDATED, 1)
    assert partner.get_translation(spanish).description == "ES: They listen."
    write_all(translation, translator)
    review.submit(translation, translator)
    review.approve(translation, reviewer)
    assert partner.get_translation(spanish).description == "ES: They listen and write."
    partner.delete()
    assert not status_store.all_statuses().filter(translation_key=partner.translation_key).exists()


def test_nobody_approves_her_own_translation(page, spanish, make_person, reviewer):
    both = make_person(structure.reviewers("es"))
    translation = send(page, spanish)
    write_all(translation, both)
    review.submit(translation, both)
    with pytest.raises(TextRefusedError):
        review.approve(translation, both)
    copy = page.get_translation(spanish).specific
    actions = copy.current_workflow_task.specific.get_actions(copy, both)
    assert {action[0] for action in actions} == {"reject"}
    # The author of a single sentence cannot approve either, even if someone else submitted it.
    review.withdraw(translation, both)
    review.submit(translation, reviewer)
    with pytest.raises(TextRefusedError):
        review.approve(translation, both)
    assert not Page.objects.get(pk=copy.pk).live


def test_what_is_not_text_never_makes_it_out_of_date(page, spanish, translator, reviewer):
    translate(page, spanish, translator, reviewer)
    page = change(page, slug="about-the-summit")
    assert state_of(page, spanish).status == Status.LIVE
    assert page.get_translation(spanish).slug == "es-about-us"


def test_what_was_taken_out_follows_by_itself(page, spanish, translator, reviewer):
    translate(page, spanish, translator, reviewer)
    page = change(page, introduction="")
    assert state_of(page, spanish).status == Status.LIVE
    assert page.get_translation(spanish).specific.introduction == ""


def test_publishing_in_any_other_way_is_refused(page, spanish, translator, reviewer):
    translation = translate(page, spanish, translator, reviewer)
    copy = page.get_translation(spanish).specific
    copy.introduction = "Nadie lo ha visto."
    revision = copy.save_revision(user=reviewer)
    with pytest.raises(PublicationRefusedError):
        revision.publish(user=reviewer)
    StringTranslation.objects.filter(locale=spanish).update(data="Nadie lo ha visto.")
    with pytest.raises(PublicationRefusedError):
        revision.publish()
    assert translation.enabled


def test_sending_overwrites_nothing(page, make_page, spanish, translator, reviewer):
    translation = translate(page, spanish, translator, reviewer)
    translation.enabled = False
    translation.save()
    by_hand = page.get_translation(spanish).specific
    by_hand.introduction = "A mano."
    by_hand.save()
    report = sending.send(sending.with_children(page), [spanish])
    assert not report.sent
    assert len(report.skipped) == 1
    translation.refresh_from_db()
    assert not translation.enabled
    assert page.get_translation(spanish).specific.introduction == "A mano."


def test_together(page, spanish, translator, reviewer, editor, client):
    translation = translate(page, spanish, translator, reviewer)
    page.introduction = "Together."
    page.save_revision(user=editor)
    release.schedule_release(page, [spanish], editor)
    assert state_of(page, spanish).status == Status.IN_PROGRESS
    write_all(translation, translator)
    review.submit(translation, translator)
    assert "We meet for peace." in client.get("/en/about-us/").content.decode()
    review.approve(translation, reviewer)
    assert "Together." in client.get("/en/about-us/").content.decode()
    assert "ES: Together." in client.get("/es/es-about-us/").content.decode()
    assert state_of(page, spanish).status == Status.LIVE


def test_written_by_hand_it_is_reviewed_as_well(page, spanish, translator, reviewer):
    """A stopped translation goes through Wagtail's own editor and workflow."""
    translation = translate(page, spanish, translator, reviewer)
    translation.enabled = False
    translation.save()
    copy = page.get_translation(spanish).specific
    copy.introduction = "A mano."
    copy.save_revision(user=translator)
    copy.get_workflow().start(copy, translator)
    assert state_of(page, spanish).status == Status.IN_REVIEW
    state = copy.current_workflow_task_state
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, translator, "approve")
    state.task.specific.on_action(state, reviewer, "approve")
    assert page.get_translation(spanish).specific.introduction == "A mano."
    state = state_of(page, spanish)
    assert (state.status, state.by_hand) == (Status.LIVE, True)
    change(page, introduction="We meet again.")
    assert state_of(page, spanish).status == Status.OUTDATED
    assert page.get_translation(spanish).specific.introduction == "A mano."


def test_approved_while_the_source_changes(page, spanish, translator, reviewer):
    """The reviewed text goes live, is out of date at once, and no text is lost."""
    translation = send(page, spanish)
    write_all(translation, translator)
    review.submit(translation, translator)
    page = change(page, introduction="We meet for a just peace.")
    assert state_of(page, spanish).status == Status.IN_REVIEW
    review.approve(translation, reviewer)
    state = state_of(page, spanish)
    assert (state.status, state.changed) == (Status.OUTDATED, 1)
    assert page.get_translation(spanish).specific.introduction == "ES: We meet for peace."


def test_published_while_she_writes(page, spanish, translator):
    """Texts saved in an editor that shows the old source are kept."""
    translation = send(page, spanish)
    text = next(t for t in segments.read(translation) if t.context.path == "introduction")
    change(page, introduction="We meet for a just peace.")
    segments.write(translation, text.context, text.string, "Nos reunimos.", user=translator)
    kept = StringTranslation.objects.get(context=text.context, locale=spanish)
    assert (kept.data, kept.translation_of) == ("Nos reunimos.", text.string)
    assert state_of(page, spanish).done == 0


def test_two_write_the_same(page, spanish, translator, make_person):
    second = make_person(structure.translators("es"))
    translation = send(page, spanish)
    text = segments.read(translation)[0]
    segments.write(translation, text.context, text.string, "Uno", user=translator, based_on="")
    with pytest.raises(segments.EditConflictError) as error:
        segments.write(translation, text.context, text.string, "Dos", user=second, based_on="")
    assert error.value.theirs.data == "Uno"
    assert translation.suggestions.get().data == "Dos"
    assert StringTranslation.objects.get(context=text.context, locale=spanish).data == "Uno"


def test_a_lock_is_respected(page, spanish, translator, reviewer, make_person):
    other = make_person(structure.reviewers("es"))
    translation = send(page, spanish)
    write_all(translation, translator)
    review.submit(translation, translator)
    copy = page.get_translation(spanish).specific
    copy.locked, copy.locked_by = True, other
    copy.save()
    with pytest.raises(TextRefusedError):
        review.approve(translation, reviewer)
    review.approve(translation, other)
    copy.refresh_from_db()
    assert copy.live
    text = segments.read(translation)[0]
    with pytest.raises(TextRefusedError):
        segments.write(translation, text.context, text.string, "No", user=translator)


def test_an_hour_that_was_set_is_respected(page, spanish, translator, reviewer, editor):
    """English is scheduled for nine; a translation approved earlier waits for it."""
    translation = translate(page, spanish, translator, reviewer)
    page.introduction = "Together at nine."
    page.save_revision(user=editor)
    nine = timezone.now() + timedelta(hours=3)
    release.schedule_release(page, [spanish], editor, go_live_at=nine)
    write_all(translation, translator)
    review.submit(translation, translator)
    review.approve(translation, reviewer)
    assert state_of(page, spanish).status == Status.SCHEDULED
    assert release.release_due(timezone.now()) == 0
    assert page.get_translation(spanish).specific.introduction == "ES: We meet for peace."
    assert release.release_due(nine) == 1
    assert StandardPage.objects.get(pk=page.pk).introduction == "Together at nine."
    assert page.get_translation(spanish).specific.introduction == "ES: Together at nine."
    assert set(Notice.objects.filter(kind="together").values_list("user__username", flat=True)) == {
        "editor",
        "translator",
        "reviewer",
    }


def test_after_the_deadline_english_goes_alone(page, spanish, translator, reviewer, editor):
    translate(page, spanish, translator, reviewer)
    page.introduction = "Cannot wait."
    page.save_revision(user=editor)
    deadline = timezone.now() + timedelta(hours=3)
    release.schedule_release(page, [spanish], editor, deadline=deadline)
    assert release.release_due(timezone.now()) == 0
    assert release.release_due(deadline) == 1
    assert StandardPage.objects.get(pk=page.pk).introduction == "Cannot wait."
    assert page.get_translation(spanish).specific.introduction == "ES: We meet for peace."
    assert state_of(page, spanish).status == Status.OUTDATED
    told = Notice.objects.filter(kind="without").values_list("user__username", flat=True)
    assert set(told) == {"editor", "translator", "reviewer"}


def test_when_one_cannot_be_published_none_is(
    page, spanish, translator, reviewer, editor, monkeypatch
):
    translation = translate(page, spanish, translator, reviewer)
    page.introduction = "All or none."
    page.save_revision(user=editor)
    release.schedule_release(page, [spanish], editor)
    write_all(translation, translator)
    review.submit(translation, translator)

    def refuse(page, revision):
        if page.locale_id == spanish.pk:
            raise ValidationError("Not today.")

    monkeypatch.setattr(publication, "ASKED", (*publication.ASKED, refuse))
    with pytest.raises(PublicationRefusedError), transaction.atomic():
        review.approve(translation, reviewer)
    assert StandardPage.objects.get(pk=page.pk).introduction == "We meet for peace."
    assert state_of(page, spanish).status == Status.IN_REVIEW


def test_english_goes_offline_on_the_same_day_in_both(page, spanish, translator, reviewer):
    translate(page, spanish, translator, reviewer)
    day = timezone.now() + timedelta(days=30)
    change(page, expire_at=day)
    assert page.get_translation(spanish).expire_at == day
    assert state_of(page, spanish).status == Status.LIVE


def test_first_written_in_spanish_it_needs_approval_too(inicio, reviewer):
    page = StandardPage(title="Sólo aquí", locale=inicio.locale, live=False)
    inicio.add_child(instance=page)
    with pytest.raises(PublicationRefusedError):
        page.save_revision().publish()


def test_in_english_on_purpose(page, spanish):
    SourceOnly.objects.create(translation_key=page.translation_key, locale=spanish, reason="Local.")
    assert state_of(page, spanish).status == Status.SOURCE_ONLY
    report = sending.send([page], [spanish])
    assert "Local." in report.skipped[0][2]
    SourceOnly.objects.get().delete()
    assert state_of(page, spanish).status == Status.MISSING


def test_a_copy_deleted_in_review_does_not_wait_for_ever(page, spanish, translator, reviewer):
    task = send(page, spanish)
    write_all(task, translator)
    review.submit(task, translator)
    page.get_translation(spanish).delete()
    assert segments.waiting_review(task) is None
    task = send(page, spanish)
    assert state_of(page, spanish).status == Status.IN_PROGRESS
    write_all(task, translator)
    review.submit(task, translator)
    review.approve(task, reviewer)
    assert page.get_translation(spanish).live


def test_what_waits_can_be_taken_back_whatever_became_of_its_workflow(page, spanish, translator):
    task = send(page, spanish)
    write_all(task, translator)
    review.submit(task, translator)
    copy = page.get_translation(spanish).specific
    copy.current_workflow_state.delete()  # without any signal
    assert review.withdraw(task, translator).state == Review.State.WITHDRAWN
    assert state_of(page, spanish).status != Status.IN_REVIEW


def test_moved_and_renamed_it_stays_what_it_is(page, make_page, spanish, translator, reviewer):
    translate(page, spanish, translator, reviewer)
    section = make_page("Section", slug="section")
    page.move(section, pos="last-child")
    state = state_of(page, spanish)
    assert state.status == Status.LIVE
    assert state.section == section.path


def test_a_draft_alone_says_nothing(page, spanish, translator, reviewer):
    translate(page, spanish, translator, reviewer)
    page.introduction = "A thought."
    page.save_revision()
    assert state_of(page, spanish).status == Status.LIVE


def test_what_has_no_drafts_and_was_written_by_hand_is_taken_over(topic, spanish, translator):
    by_hand = topic.copy_for_translation(spanish)
    by_hand.name = "Tierra"
    by_hand.save()
    translation = send(topic, spanish)
    assert [text.data for text in segments.read(translation)] == ["Tierra"]
    assert state_of(topic, spanish).status == Status.IN_PROGRESS
    assert review.submit(translation, translator).texts


def test_approved_is_what_was_looked_at(page, spanish, translator, reviewer):
    translation = send(page, spanish)
    write_all(translation, translator)
    seen = review.submit(translation, translator).pk
    review.withdraw(translation, translator)
    review.submit(translation, translator)
    with pytest.raises(TextRefusedError):
        review.approve(translation, reviewer, seen=seen)
    with pytest.raises(TextRefusedError):
        review.request_changes(translation, reviewer, "No.", seen=seen)
    assert state_of(page, spanish).status == Status.IN_REVIEW


def test_who_writes_over_somebody_elses_words_loses_none(page, spanish, translator, make_person):
    second = make_person(structure.translators("es"))
    translation = send(page, spanish)
    text = segments.read(translation)[0]
    for data, who in (("Uno", translator), ("Uno, mejor", translator), ("Dos", second)):
        segments.write(translation, text.context, text.string, data, user=who)
    kept = translation.suggestions.get()
    assert (kept.data, kept.created_by) == ("Uno, mejor", translator)
