"""The whole life of a page and of a partner between editor, translator and reviewer."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import StringTranslation

from home.models import StandardPage
from home.publication import PublicationRefusedError
from partners.models import Partner
from tests.translations.conftest import change, send, state_of, translate, write_all
from translations import review, sending, states, texts, together
from translations.models import Notice, Review, Status
from translations.texts import TextRefusedError

pytestmark = pytest.mark.django_db


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

    # While it waits nobody writes, and its author cannot approve it.
    text = texts.read(translation)[0]
    with pytest.raises(TextRefusedError):
        texts.write(translation, text.context, text.string, "otra cosa", user=translator)
    with pytest.raises(PermissionDenied):
        review.approve(translation, translator)

    review.send_back(translation, reviewer, "Falta un tilde.")
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

    # The source moves on: at once out of date, the live page untouched.
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

    # Taken down together, published again, deleted.
    assert len(together.take_down(page, None)) == 2
    assert state_of(page, spanish).status == Status.SOURCE_OFFLINE
    assert client.get("/es/es-about-us/").status_code == 404
    with pytest.raises(PublicationRefusedError):
        review.publish_again(translation, reviewer)
    StandardPage.objects.get(pk=page.pk).get_latest_revision().publish()
    assert state_of(page, spanish).status == Status.IN_PROGRESS
    review.publish_again(translation, reviewer)
    assert state_of(page, spanish).status == Status.LIVE
    StandardPage.objects.get(pk=copy.pk).delete()
    assert state_of(page, spanish).status == Status.MISSING
    StandardPage.objects.get(pk=page.pk).delete()
    assert not states.all_states().filter(translation_key=page.translation_key).exists()


def test_a_partner_from_new_to_deleted(partner, spanish, translator, reviewer):
    assert state_of(partner, spanish).status == Status.MISSING
    translation = send(partner, spanish)
    assert state_of(partner, spanish).status == Status.IN_PROGRESS
    assert Partner.objects.count() == 1
    write_all(translation, translator)
    review.submit(translation, translator)
    assert state_of(partner, spanish).status == Status.IN_REVIEW
    assert Partner.objects.count() == 1
    review.send_back(translation, reviewer, "No.")
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
    assert not states.all_states().filter(translation_key=partner.translation_key).exists()


def test_nobody_approves_her_own_translation(page, spanish, make_person, reviewer):
    from peacesummit import structure

    both = make_person(structure.reviewers("es"))
    translation = send(page, spanish)
    write_all(translation, both)
    review.submit(translation, both)
    with pytest.raises(TextRefusedError):
        review.approve(translation, both)
    copy = page.get_translation(spanish).specific
    actions = copy.current_workflow_task.specific.get_actions(copy, both)
    assert {action[0] for action in actions} == {"reject"}
    # Who wrote one sentence of it cannot either, though somebody else handed it in.
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
    together.hold(page, [spanish], editor)
    assert state_of(page, spanish).status == Status.IN_PROGRESS
    write_all(translation, translator)
    review.submit(translation, translator)
    assert "We meet for peace." in client.get("/en/about-us/").content.decode()
    review.approve(translation, reviewer)
    assert "Together." in client.get("/en/about-us/").content.decode()
    assert "ES: Together." in client.get("/es/es-about-us/").content.decode()
    assert state_of(page, spanish).status == Status.LIVE
