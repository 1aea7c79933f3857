"""Publishing step by step: the arguments of each list, and what a refusal leads to."""

import datetime
import json

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry, get_page_models
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from home.models import StandardPage
from pages import publication as base
from pages.models import Topic
from pages.publication import PublicationRefusedError
from peacesummit import publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(home) -> StandardPage:
    return home.add_child(instance=StandardPage(title="Old", slug="old", live=False))


def listen(monkeypatch, name: str) -> list:
    """Replace a list of steps with one that records its arguments; return the record."""
    found: list = []
    monkeypatch.setattr(publication, name, (lambda *given: found.append(given),))
    return found


def refuse(monkeypatch, *reasons: str) -> None:
    def step(page, revision):
        raise ValidationError(list(reasons))

    monkeypatch.setattr(publication, "ASKED", (step,))


# ------------------------------------------------------------------ arguments of the lists
@pytest.mark.parametrize(
    ("signal", "name", "more"),
    [
        (page_published, "PUBLISHED", {"revision": "r"}),
        (page_unpublished, "TAKEN_DOWN", {}),
        (page_slug_changed, "RENAMED", {}),
        (post_page_move, "MOVED", {"url_path_before": "", "url_path_after": "/x/"}),
    ],
)
def test_each_signal_goes_through_its_list(draft, monkeypatch, signal, name, more):
    found = listen(monkeypatch, name)
    more = {"instance_before": draft, **more}
    for model in get_page_models():
        signal.send(sender=model, instance=draft, **more)
    expected = (draft, *(("r",) if name == "PUBLISHED" else ()))
    assert found == [expected] * len(get_page_models())
    base.connect()  # connecting twice does nothing twice
    signal.send(sender=StandardPage, instance=draft, **more)
    assert len(found) == len(get_page_models()) + 1


def test_published_without_a_revision(draft, monkeypatch):
    found = listen(monkeypatch, "PUBLISHED")
    page_published.send(sender=StandardPage, instance=draft)
    assert found == [(draft, None)]


def test_what_has_no_drafts_is_published_when_it_is_saved(english, monkeypatch):
    found = listen(monkeypatch, "SAVED")
    topic = Topic(name="Land", slug="land", locale=english)
    topic.save()
    topic.name = "Lands"
    topic.save(update_fields=["name"])
    (new, nothing, _all), (changed, before, fields) = found
    assert (new, nothing, _all) == (topic, None, None)
    assert (changed, before.name, fields) == (topic, "Land", ["name"])
    topic.slug = "never"
    monkeypatch.setattr(publication, "SAVED", (_fail,))
    with pytest.raises(LookupError):
        topic.save()
    assert Topic.objects.get(pk=topic.pk).slug == "land"
    monkeypatch.setattr(publication, "SAVED", ())
    with pytest.raises(Topic.NotUpdated):
        Topic(pk=topic.pk + 1000, name="x", slug="x", locale=english).save(force_update=True)


def _fail(*given):
    raise LookupError


# ------------------------------------------------------------------ refusals
def test_a_page_is_asked_for_as_the_revision_has_it(draft, monkeypatch):
    draft.title = "New"
    revision = draft.save_revision()
    found = listen(monkeypatch, "ASKED")
    StandardPage.objects.get(pk=draft.pk).publish(revision)
    [(becomes, asked)] = found
    assert (becomes.title, asked) == ("New", revision)
    page = StandardPage.objects.get(pk=draft.pk)
    assert (page.title, page.live) == ("New", True)


def test_what_publishing_is_told_goes_on(draft, admin_user):
    user = admin_user
    draft.publish(draft.save_revision(), user=user, changed=False, log_action="wagtail.publish")
    entry = PageLogEntry.objects.get(page=draft, action="wagtail.publish")
    assert (entry.user, entry.content_changed) == (user, False)
    draft.publish(draft.save_revision(), user)
    assert PageLogEntry.objects.filter(page=draft, action="wagtail.publish").count() == 2
    draft.publish(draft.save_revision(), log_action=False)
    assert PageLogEntry.objects.filter(page=draft, action="wagtail.publish").count() == 2


def test_a_refusal_leaves_everything_and_says_why(draft, monkeypatch):
    revision = draft.save_revision()
    refuse(monkeypatch, "One.", "Two.")
    with pytest.raises(PublicationRefusedError) as refused:
        draft.publish(revision)
    assert refused.value.page == draft
    assert refused.value.messages == ["One.", "Two."]
    assert not StandardPage.objects.get(pk=draft.pk).live
    assert not PageLogEntry.objects.filter(action=base.REFUSED).exists()


def test_a_refusal_from_inside_is_passed_on(draft, monkeypatch):
    """A refusal raised inside a step is passed on, by the clock too: it is about another page."""
    inner = PublicationRefusedError(draft, ValidationError("No."))

    def step(page, revision):
        raise inner

    monkeypatch.setattr(publication, "ASKED", (step,))
    with pytest.raises(PublicationRefusedError) as refused:
        draft.publish(draft.save_revision(), log_action=base.BY_THE_CLOCK)
    assert refused.value is inner


def test_by_the_clock_it_is_put_off_and_written_down(draft, home, monkeypatch, caplog):
    other = home.add_child(instance=StandardPage(title="Other", slug="other", live=False))
    hour = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    revisions = [page.save_revision(approved_go_live_at=hour) for page in (draft, other)]
    refuse(monkeypatch, "One.", "Two.")
    draft.publish(revisions[0], log_action=base.BY_THE_CLOCK)
    for revision in revisions:
        revision.refresh_from_db()
    assert [revision.approved_go_live_at for revision in revisions] == [None, hour]
    entry = PageLogEntry.objects.get(action=base.REFUSED)
    assert (entry.page_id, entry.revision_id) == (draft.pk, revisions[0].pk)
    assert entry.data == {"reasons": ["One.", "Two."]}
    formatter = registry.get_formatter(entry)
    assert formatter.format_message(entry) == "Not published as scheduled: One. Two."
    assert formatter.label == "Could not be published"
    assert caplog.messages == [f"Page {draft.pk} was not published as scheduled."]


def test_putting_off_is_wholly_done_or_not_at_all(draft, monkeypatch):
    hour = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    revision = draft.save_revision(approved_go_live_at=hour)
    refuse(monkeypatch, "One.")
    monkeypatch.setattr(base, "log", lambda *args, **more: _fail())
    with pytest.raises(LookupError):
        draft.publish(revision, log_action=base.BY_THE_CLOCK)
    revision.refresh_from_db()
    assert revision.approved_go_live_at == hour


# ------------------------------------------------------------------ in the admin
def test_the_answer_leads_to_the_editor_with_the_reason(draft, rf: RequestFactory):
    request = _request(rf)
    error = PublicationRefusedError(draft, ValidationError(["One.", "Two."]))
    answer = base.PublicationRefusedMiddleware(_page).process_exception(request, error)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert _messages(request) == ["“Old” was not published. One. Two."]
    assert [each.level_tag for each in get_messages(request)] == ["error"]


def test_the_answer_to_a_dialog_leads_there_as_well(draft, rf):
    request = _request(rf, headers={"x-requested-with": "XMLHttpRequest"})
    answer = base.redirect_with_reasons(
        request, PublicationRefusedError(draft, ValidationError("One."))
    )
    assert answer.status_code == 200
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert answer["Content-Type"] == "application/json"
    assert _json(answer) == {"step": "success", "redirect": url}


def test_another_error_is_nobodys_business(rf):
    middleware = base.PublicationRefusedMiddleware(_page)
    assert middleware.process_exception(_request(rf), ValidationError("x")) is None
    assert middleware(_request(rf)).content == b"a page"


def test_the_editor_asks_before_it_publishes(draft, rf, monkeypatch):
    revision = draft.save_revision()
    found = listen(monkeypatch, "ASKED")
    assert base.ask_in_the_editor(_request(rf), draft) is None
    assert found == [(draft, revision)]
    refuse(monkeypatch, "One.")
    request = _request(rf)
    assert base.ask_in_the_editor(request, draft).status_code == 302
    assert _messages(request) == ["“Old” was not published. One."]


def _page(request) -> HttpResponse:
    return HttpResponse("a page")


def _request(rf: RequestFactory, **more):
    request = rf.get("/admin/", **more)
    request._messages = CookieStorage(request)
    return request


def _messages(request) -> list[str]:
    return [str(each).strip() for each in get_messages(request)]


def _json(answer: HttpResponse) -> dict:
    return json.loads(answer.content)
