"""What must not be published is refused with its reason, however it is published."""

import copy
import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, Workflow, WorkflowPage
from wagtail.test.utils.form_data import streamfield

from signups.models import SignUpPage, Submission
from signups.models.page import NO_SEALING_KEY
from tests.signups.conftest import ANSWERS, Visitor, block, publish
from tests.signups.test_editing import form_data, post

EN = "/en/sign-up/"
pytestmark = [
    pytest.mark.django_db,
    # How Wagtail notifies moderators.
    pytest.mark.filterwarnings("ignore:get_connection"),
]
SENSITIVE = streamfield([("text", {"label": "Health", "key": "health", "sensitive": "on"})])


@pytest.fixture
def no_key(form_page, settings):
    settings.SEALING_PUBLIC_KEY = ""
    return settings


@pytest.fixture
def plain_page(form_page):
    """Return a published form without sensitive questions."""
    form_page.fields = [block("text", label="Full name", key="full_name")]
    return publish(form_page)


def fresh(page) -> SignUpPage:
    return SignUpPage.objects.get(pk=page.pk)


def errors_of(client, page, **changes) -> list[str]:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(url, form_data(page, **changes))
    return response.context["form"].errors.get("fields", []) if response.context else []


# ------------------------------------------------------------------ no encryption key
def test_the_editor_is_told_why_it_cannot_be_published(plain_page, no_key, admin_client):
    for more in ({}, {"go_live_at": "2040-01-01 10:00"}):
        assert str(NO_SEALING_KEY) in errors_of(admin_client, plain_page, fields=SENSITIVE, **more)
    assert fresh(plain_page).canonical_questions()[0].key == "full_name"


@pytest.mark.parametrize("button", ["", "action-submit"])
def test_a_draft_can_be_saved_and_submitted(plain_page, no_key, admin_client, button):
    WorkflowPage.objects.update_or_create(
        page=plain_page, defaults={"workflow": Workflow.objects.first()}
    )
    changes = {"action-publish": "", "fields": SENSITIVE}
    page, _html = post(admin_client, plain_page, **changes, **({button: "1"} if button else {}))
    draft = page.get_latest_revision_as_object()
    assert [q.key for q in draft.canonical_questions()] == ["health"]
    assert (page.current_workflow_state is not None) == bool(button)
    assert page.canonical_questions()[0].key == "full_name"


def test_a_question_no_longer_asked_needs_no_key(plain_page, no_key, admin_client):
    value = {"label": "Health", "key": "health", "sensitive": "on", "retired": "on"}
    fields = streamfield([("text", {"label": "Name", "key": "full_name"}), ("text", value)])
    page, _html = post(admin_client, plain_page, fields=fields)
    assert [q.key for q in page.canonical_questions()] == ["full_name", "health"]


def test_a_new_form_cannot_be_published_either(home, no_key, admin_client):
    data = form_data(SignUpPage(title="New", slug="new"), fields=SENSITIVE, event="")
    url = reverse("wagtailadmin_pages:add", args=["signups", "signuppage", home.pk])
    response = admin_client.post(url, data)
    assert str(NO_SEALING_KEY) in response.context["form"].errors["fields"]
    assert not Page.objects.filter(slug="new").exists()


@pytest.fixture
def sensitive_draft(plain_page, no_key):
    plain_page.fields = [
        *plain_page.fields.get_prep_value(),
        block("text", label="Health", key="health", sensitive=True),
    ]
    plain_page.save_revision()
    return fresh(plain_page)


def assert_told(response, page):
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = response.content.decode()
    assert "was not published" in html
    assert "SEALING_PUBLIC_KEY" in html
    assert len(fresh(page).canonical_questions()) == 1


def test_together_with_other_pages(sensitive_draft, admin_client, home):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = admin_client.post(
        f"{url}?id={sensitive_draft.pk}", {"include_descendants": ""}, follow=True
    )
    assert_told(response, sensitive_draft)


@pytest.mark.parametrize("modal", [False, True])
def test_by_approval(sensitive_draft, admin_client, modal):
    user = get_user_model().objects.get(username="admin")
    state = Workflow.objects.first().start(sensitive_draft, user)
    task = state.current_task_state
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[sensitive_draft.pk, "approve", task.pk]
    )
    if modal:
        response = admin_client.post(url, headers={"x-requested-with": "XMLHttpRequest"})
        edit = reverse("wagtailadmin_pages:edit", args=[sensitive_draft.pk])
        assert response.json() == {"step": "success", "redirect": edit}
        response = admin_client.get(edit)
        assert "was not published" in response.content.decode()
    else:
        assert_told(admin_client.post(url, follow=True), sensitive_draft)
    state.refresh_from_db()
    task.refresh_from_db()
    assert (state.status, task.status) == ("in_progress", "in_progress")


def test_by_approval_in_the_editor(sensitive_draft, admin_client):
    user = get_user_model().objects.get(username="admin")
    Workflow.objects.first().start(sensitive_draft, user)
    changes = {
        "action-publish": "",
        "action-workflow-action": "True",
        "workflow-action-name": "approve",
    }
    assert str(NO_SEALING_KEY) in errors_of(
        admin_client, sensitive_draft, fields=SENSITIVE, **changes
    )


def test_by_a_program(sensitive_draft):
    with pytest.raises(ValidationError, match="SEALING_PUBLIC_KEY"):
        sensitive_draft.get_latest_revision().publish()
    assert len(fresh(sensitive_draft).canonical_questions()) == 1


# ------------------------------------------------------------------ scheduled publication
def scheduled(page: SignUpPage, stream: list[dict]) -> Revision:
    """Schedule `page` with these questions for a minute ago."""
    page.fields = stream
    revision = page.save_revision(
        approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    return revision


def test_frozen_meanwhile(form_page, event, home):
    """Other pages are published; this one stays as it is, with the reason in its history."""
    before = fresh(form_page).fields.get_prep_value()
    renamed = copy.deepcopy(before)
    renamed[1]["value"]["key"] = "another"
    revision = scheduled(fresh(form_page), renamed)
    other = scheduled_event(event)
    Visitor().send(EN, ANSWERS)

    call_command("publish_scheduled")
    page = fresh(form_page)
    assert page.live
    assert page.fields.get_prep_value() == before
    assert Visitor().get(EN).status_code == 200
    event.refresh_from_db()
    assert event.title == other
    entry = PageLogEntry.objects.get(page=form_page, action="pages.publication_refused")
    assert entry.revision_id == revision.pk
    assert "Full name" in str(entry.message)
    assert "can no longer change" in str(entry.message)
    # It is not retried.
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    call_command("publish_scheduled")
    assert PageLogEntry.objects.filter(action="pages.publication_refused").count() == 1


def scheduled_event(event) -> str:
    event.title = "A new title"
    event.save_revision(approved_go_live_at=timezone.now() - datetime.timedelta(seconds=30))
    return "A new title"


def test_the_history_shows_it(form_page, admin_client):
    stream = fresh(form_page).fields.get_prep_value()
    Visitor().send(EN, ANSWERS)
    # Saved without validation, as an older version would.
    page = fresh(form_page)
    page.fields = stream[:1]
    revision = page.save_revision(clean=False)
    Revision.objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    call_command("publish_scheduled")
    url = reverse("wagtailadmin_pages:history", args=[form_page.pk])
    html = admin_client.get(url).content.decode()
    assert "Not published as scheduled" in html
    assert "Mark the question as “No longer asked” instead" in html


def test_the_key_gone_meanwhile(plain_page, settings):
    stream = [
        *plain_page.fields.get_prep_value(),
        block("text", label="Health", key="health", sensitive=True),
    ]
    scheduled(plain_page, stream)
    settings.SEALING_PUBLIC_KEY = ""
    call_command("publish_scheduled")
    assert len(fresh(plain_page).canonical_questions()) == 1


def test_what_is_sound_is_published_by_the_clock(plain_page):
    stream = [*plain_page.fields.get_prep_value(), block("text", label="More")]
    Visitor().send(EN, {"full_name": "Ana"})
    scheduled(plain_page, stream)
    call_command("publish_scheduled")
    assert [q.key for q in fresh(plain_page).canonical_questions()] == ["full_name", "more"]


# ------------------------------------------------------------------ frozen after the first sign-up
@pytest.mark.parametrize("status", ["confirmed", "quarantined", "repeated", "cancelled"])
def test_every_sign_up_freezes(form_page, status):
    Visitor().send(EN, ANSWERS)
    Submission.everything.update(status=status)
    page = fresh(form_page)
    page.fields = page.fields.get_prep_value()[:1]
    with pytest.raises(ValidationError, match="Mark the question as “No longer asked” instead"):
        page.full_clean()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda s: s[1]["value"].update(key="other"),
            "question’s key and type can no longer change",
        ),
        (lambda s: s[1].update(type="paragraph"), "question’s key and type can no longer change"),
        (lambda s: s.pop(1), "Mark the question as “No longer asked” instead"),
        (
            lambda s: s[7]["value"]["choices"].pop(),
            "Mark the answer as “No longer offered” instead",
        ),
        (
            lambda s: s[7]["value"]["choices"][0]["value"].update(key="tongue"),
            "an answer’s key can no longer change",
        ),
    ],
)
def test_what_cannot_change_and_what_to_do(form_page, change, message):
    def changed():
        page = fresh(form_page)
        stream = page.fields.get_prep_value()
        change(stream)
        page.fields = stream
        return page

    changed().full_clean()
    Visitor().send(EN, ANSWERS)
    with pytest.raises(ValidationError) as error:
        changed().full_clean()
    assert message in str(error.value)
    label = "Language" if "answer" in message or "offered" in message else "Full name"
    assert label in str(error.value)


def test_what_can_still_change(form_page):
    Visitor().send(EN, ANSWERS)
    page = fresh(form_page)
    stream = page.fields.get_prep_value()[::-1]
    for item in stream:
        item["value"]["label"] = f"New {item['value'].get('label')}"
        for choice in item["value"].get("choices", ()):
            choice["value"]["label"] += "!"
    page.fields = [*stream, block("text", label="More", key="more")]
    publish(page)
    assert fresh(form_page).canonical_questions()[-1].key == "more"


# ------------------------------------------------------------------ answers no longer offered
def retire_choice(page, question: str, key: str):
    stream = page.fields.get_prep_value()
    item = next(item for item in stream if item["value"].get("key") == question)
    choice = next(c for c in item["value"]["choices"] if c["value"]["key"] == key)
    choice["value"]["retired"] = True
    page.fields = stream
    return publish(page)


def test_an_answer_no_longer_offered(form_page, spanish_page, visitor):
    first = Visitor().send(EN, ANSWERS)
    assert first.status_code == 303
    page = retire_choice(fresh(form_page), "country", "mx")
    for url in (EN, "/es/inscripcion/"):
        html = visitor.get(url).content.decode()
        assert 'value="us"' in html
        assert 'value="mx"' not in html
    refused = visitor.send(EN, ANSWERS | {"email": "b@example.org"})
    assert refused.status_code == 422
    country = next(q for q in page.canonical_questions() if q.key == "country")
    assert country.choice_label("mx") == "Mexico"


def test_who_chose_it_before_keeps_it(form_page, visitor):
    visitor.send(EN, ANSWERS)
    submission = Submission.objects.get()
    page = retire_choice(fresh(form_page), "country", "mx")
    url = page.personal_url(submission).removeprefix("http://localhost")
    html = visitor.get(f"{url}?to=correct").content.decode()
    assert 'value="mx" selected' in html
    token = visitor.client.cookies["csrftoken"].value
    hidden = {"csrfmiddlewaretoken": token, "action": "correct"}
    response = visitor.send(url, ANSWERS | {"full_name": "Ana B."}, hidden)
    assert response.status_code == 303
    submission.refresh_from_db()
    assert (submission.answers["country"], submission.answers["full_name"]) == ("mx", "Ana B.")


def test_one_answer_has_to_be_offered(form_page, admin_client):
    choices = streamfield([("item", {"label": "A", "key": "a", "retired": "on"})])
    value = {"label": "Which?", "key": "which", "choices": choices}
    response = admin_client.post(
        reverse("wagtailadmin_pages:edit", args=[form_page.pk]),
        form_data(form_page, fields=streamfield([("radio", value)])),
    )
    assert "fields" in response.context["form"].errors
